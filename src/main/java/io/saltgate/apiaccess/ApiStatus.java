package io.saltgate.apiaccess;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of the page Settings > API. It has no secret; people are given by id. */
public sealed interface ApiStatus {

    /** @param changeId the change that an Enable form is bound to; null if there was none */
    record Off(@Nullable UUID changeId) implements ApiStatus {}

    /** @param reported when someone last reported the current token as leaked; null for never */
    record Enabled(
            boolean paused,
            UUID enablingId,
            UUID tokenId,
            String tokenHint,
            Attribution enabled,
            @Nullable Attribution regenerated,
            @Nullable Attribution tokenCopied,
            @Nullable Attribution saltCopied,
            @Nullable Attribution pausedBy,
            int whitelistEntries,
            @Nullable Overlap overlap,
            TokenAge age,
            @Nullable Instant reported)
            implements ApiStatus {}

    /**
     * The token before the current one, while it still works.
     *
     * @param reported when someone last reported it as leaked; null for never
     */
    record Overlap(
            UUID tokenId,
            String tokenHint,
            Instant until,
            @Nullable Instant reported) {}

    /**
     * How old the current token is.
     *
     * @param days in whole days
     * @param policyDays after how many the account wants a new one; null if it doesn't say
     */
    record TokenAge(long days, @Nullable Integer policyDays) {

        /** Whether the account wants a new token by now. */
        public boolean isOver() {
            return policyDays != null && days >= policyDays;
        }
    }

    /** The person and time of an action; {@code by} is null if no person did it. */
    record Attribution(@Nullable UUID by, Instant at) {}
}
