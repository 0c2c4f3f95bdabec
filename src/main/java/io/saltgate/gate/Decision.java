package io.saltgate.gate;

/** What the gate says of one call. */
public sealed interface Decision {

    /** @param wouldRefuse in report-only mode: the list would have refused the call's address */
    record Allowed(GateState state, boolean wouldRefuse) implements Decision {}

    record Refused(Refusal refusal) implements Decision {}
}
