package io.saltgate.operatorevents;

import io.saltgate.accounts.RuleRefused;

/** There is no endpoint that operator events are sent to. */
public class OperatorEventsOff extends RuleRefused {
    OperatorEventsOff() {
        super("operator.events.off");
    }
}
