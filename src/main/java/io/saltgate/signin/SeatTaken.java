package io.saltgate.signin;

import io.saltgate.accounts.RuleRefused;

/** Somebody used the link up while we were at it. */
public class SeatTaken extends RuleRefused {
    SeatTaken() {
        super("invitation.over");
    }
}
