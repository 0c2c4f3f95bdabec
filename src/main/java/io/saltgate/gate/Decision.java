package io.saltgate.gate;

import org.jspecify.annotations.Nullable;

/** The gate's decision on one call: allowed, or refused with a reason. */
public sealed interface Decision {

    /** @param wouldRefuse in report-only mode: the list would have refused the call's address */
    record Allowed(GateState state, boolean wouldRefuse) implements Decision {}

    /**
     * @param owner the account that the token belongs or belonged to; null if the token is unknown or wasn't looked up
     */
    record Refused(Refusal refusal, @Nullable TokenOwner owner) implements Decision {

        static Refused unattributed(Refusal refusal) {
            return new Refused(refusal, null);
        }
    }
}
