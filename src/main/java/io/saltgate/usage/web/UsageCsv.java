package io.saltgate.usage.web;

import io.saltgate.usage.Counts;
import io.saltgate.usage.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;

/**
 * Writes counts as CSV (RFC 4180), a line per step: its beginning in UTC, the calls that were allowed, those of them
 * that the whitelist would have refused, the calls that were refused, and those by reason. The columns are always the
 * same, so that files of several days can be put together.
 */
final class UsageCsv {

    private static final List<Outcome> REASONS =
            Arrays.stream(Outcome.values()).filter(each -> !each.isAllowed()).toList();

    private UsageCsv() {}

    static String of(Counts counts) {
        StringJoiner lines = new StringJoiner("\r\n", "", "\r\n");
        StringJoiner head = new StringJoiner(",")
                .add("began")
                .add("allowed")
                .add(Outcome.WOULD_REFUSE.code())
                .add("refused");
        REASONS.forEach(reason -> head.add(reason.code()));
        lines.add(head.toString());
        for (Counts.Step step : counts.steps()) {
            StringJoiner line = new StringJoiner(",")
                    .add(step.began().toString())
                    .add(Long.toString(step.allowed()))
                    .add(Long.toString(step.wouldRefuse()))
                    .add(Long.toString(step.refused()));
            REASONS.forEach(reason -> line.add(Long.toString(step.calls().getOrDefault(reason, 0L))));
            lines.add(line.toString());
        }
        return lines.toString();
    }
}
