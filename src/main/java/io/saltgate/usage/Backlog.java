package io.saltgate.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Sums up counts that aren't written yet. Its size is bounded: while the database is away for long, counts are lost,
 * but decisions keep the memory that they need.
 */
final class Backlog {

    /** Addresses per account and day; further ones are counted together. */
    static final int MAX_CALLERS = 1_000;

    private static final int MAX_ACCOUNTS = 200_000;

    /** Hours and callers of all accounts. Beyond this, no account, hour or address is added. */
    static final int MAX_ROWS = 400_000;

    private static final int MAX_REFUSALS = 2_000;

    /** The caller of a row that counts the calls of all addresses beyond the limit. */
    private static final String OTHERS = "";

    record HourKey(Instant began, Outcome outcome) {}

    record CallerKey(LocalDate day, UUID token, String address) {
        CallerKey others() {
            return new CallerKey(day, token, OTHERS);
        }

        boolean isOthers() {
            return address.equals(OTHERS);
        }
    }

    /**
     * What one caller did.
     *
     * @param lastAllowed 1970 for never
     */
    record Calls(Instant first, Instant last, Instant lastAllowed, long allowed, long wouldRefuse, long refused) {

        static Calls of(Batch.Tally tally) {
            long refused = 0;
            for (Outcome outcome : Outcome.values()) {
                refused += outcome.isAllowed() ? 0 : tally.calls(outcome);
            }
            return new Calls(
                    Instant.ofEpochMilli(tally.firstMillis()),
                    Instant.ofEpochMilli(tally.lastMillis()),
                    Instant.ofEpochMilli(tally.lastAllowedMillis()),
                    tally.calls(Outcome.ALLOWED),
                    tally.calls(Outcome.WOULD_REFUSE),
                    refused);
        }

        Calls plus(Calls other) {
            return new Calls(
                    first.isBefore(other.first) ? first : other.first,
                    last.isAfter(other.last) ? last : other.last,
                    lastAllowed.isAfter(other.lastAllowed) ? lastAllowed : other.lastAllowed,
                    allowed + other.allowed,
                    wouldRefuse + other.wouldRefuse,
                    refused + other.refused);
        }
    }

    /** The counts of one account. */
    record OfAccount(Map<HourKey, Long> hours, Map<CallerKey, Calls> callers) {

        OfAccount() {
            this(new HashMap<>(2), new HashMap<>(2));
        }

        private int rows() {
            return hours.size() + callers.size();
        }

        private void add(Batch.CallerKey caller, Batch.Tally tally, boolean roomForAll) {
            addHours(hours, tally, roomForAll);
            CallerKey key = new CallerKey(
                    LocalDate.ofInstant(Instant.ofEpochMilli(tally.lastMillis()), ZoneOffset.UTC),
                    caller.token(),
                    caller.other() ? OTHERS : Batch.text(caller.address()));
            boolean room = roomForAll && callers.size() < MAX_CALLERS || callers.containsKey(key);
            callers.merge(room ? key : key.others(), Calls.of(tally), Calls::plus);
        }
    }

    /** Counts of problems with client addresses. */
    record Trouble(Instant first, Instant last, long calls, String example) {
        Trouble plus(Trouble later) {
            return new Trouble(first, later.last, calls + later.calls, later.example);
        }
    }

    private final Map<UUID, OfAccount> accounts = new LinkedHashMap<>();
    private final Map<HourKey, Long> unattributed = new HashMap<>();
    private final List<Batch.Refusal> refusals = new ArrayList<>();
    private final Map<AddressTrouble, Trouble> troubles = new EnumMap<>(AddressTrouble.class);

    /** Adds the counts of a batch that no thread adds to any more. */
    void add(Batch batch, Instant now) {
        int rows = accounts.values().stream().mapToInt(OfAccount::rows).sum();
        for (Map.Entry<UUID, Batch.OfAccount> seen : batch.accounts().entrySet()) {
            rows += add(seen.getKey(), seen.getValue(), rows < MAX_ROWS);
        }
        addHours(unattributed, batch.unattributed(), true);
        batch.refusals().stream().limit(MAX_REFUSALS - refusals.size()).forEach(refusals::add);
        batch.troubles()
                .forEach((kind, trouble) -> troubles.merge(
                        kind, new Trouble(now, now, trouble.calls().sum(), trouble.example()), Trouble::plus));
    }

    /** @return the number of rows added */
    private int add(UUID id, Batch.OfAccount seen, boolean room) {
        if (!accounts.containsKey(id) && (!room || accounts.size() >= MAX_ACCOUNTS)) {
            return 0;
        }
        OfAccount sums = accounts.computeIfAbsent(id, added -> new OfAccount());
        int before = sums.rows();
        seen.callers().forEach((caller, tally) -> sums.add(caller, tally, room));
        return sums.rows() - before;
    }

    private static void addHours(Map<HourKey, Long> hours, Batch.Tally tally, boolean room) {
        Instant began = Instant.ofEpochMilli(tally.lastMillis()).truncatedTo(ChronoUnit.HOURS);
        for (Outcome outcome : Outcome.values()) {
            if (tally.calls(outcome) > 0) {
                HourKey hour = new HourKey(began, outcome);
                if (room || hours.containsKey(hour)) {
                    hours.merge(hour, tally.calls(outcome), Long::sum);
                }
            }
        }
    }

    /** The counts by account; those that have waited longest come first. */
    Map<UUID, OfAccount> accounts() {
        return accounts;
    }

    Map<HourKey, Long> unattributed() {
        return unattributed;
    }

    List<Batch.Refusal> refusals() {
        return refusals;
    }

    Map<AddressTrouble, Trouble> troubles() {
        return troubles;
    }
}
