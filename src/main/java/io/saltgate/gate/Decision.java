package io.saltgate.gate;

import org.jspecify.annotations.Nullable;

/** What the gate says of one call. */
public sealed interface Decision {

    /** @param wouldRefuse in report-only mode: the list would have refused the call's address */
    record Allowed(GateState state, boolean wouldRefuse) implements Decision {}

    /** @param owner whose token it is or was; null if nobody's, or if that was not found out */
    record Refused(Refusal refusal, @Nullable TokenOwner owner) implements Decision {

        static Refused unattributed(Refusal refusal) {
            return new Refused(refusal, null);
        }
    }
}
