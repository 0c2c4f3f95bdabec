package io.saltgate.usage;

import io.saltgate.platform.db.Columns;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an account at a glance: today and the day before by hour (UTC), and the last ones.
 *
 * @param today 24 hours, of which those to come are empty
 * @param lastCall null if there was none within {@link Usage#KEPT}
 * @param lastAllowedAt the time of the last allowed call, within the same time
 */
public record CallSummary(
        List<Counts.Step> today,
        List<Counts.Step> yesterday,
        @Nullable LastCall lastCall,
        @Nullable Instant lastAllowedAt) {

    /**
     * The last call with a token, allowed or not.
     *
     * @param address {@code -} if it can't be determined; empty for one of those beyond the limit
     */
    public record LastCall(Instant at, String address, boolean allowed) {

        /** @param row of address, last call and last allowed call */
        static LastCall of(Object[] row) {
            Instant at = Columns.instant(row[1]);
            return new LastCall(at, (String) row[0], !Columns.instant(row[2]).isBefore(at));
        }

        public boolean isAddressKnown() {
            return !address.isEmpty() && !address.equals(RefusedCall.UNKNOWN);
        }
    }

    public CallSummary {
        today = List.copyOf(today);
        yesterday = List.copyOf(yesterday);
    }

    public long allowedToday() {
        return today.stream().mapToLong(Counts.Step::allowed).sum();
    }

    public long refusedToday() {
        return today.stream().mapToLong(Counts.Step::refused).sum();
    }

    public long allowedYesterday() {
        return yesterday.stream().mapToLong(Counts.Step::allowed).sum();
    }

    public long refusedYesterday() {
        return yesterday.stream().mapToLong(Counts.Step::refused).sum();
    }

    /** Whether neither day had a call. */
    public boolean isQuiet() {
        return allowedToday() + refusedToday() + allowedYesterday() + refusedYesterday() == 0;
    }
}
