package io.saltgate.cli;

import io.saltgate.cli.output.Json;
import io.saltgate.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What replacing a whitelist does, as a dry run tells it: for people to read before they agree. */
record WhitelistPlan(JsonNode data) {

    private static final String NEVER = "never";

    /** Whether anything about the list changes. */
    boolean changesNothing() {
        return count("added") + count("removed") + count("changed") == 0;
    }

    boolean isEnforced() {
        return Json.text(data, "mode").equals("enforced");
    }

    boolean shutsOutAny() {
        return data.path("shutOutAddresses").asLong() > 0;
    }

    boolean shutsOutAll() {
        return data.path("shutsOutAll").asBoolean();
    }

    /** Whether it changes the list as another plan does. */
    boolean changesTheSameAs(WhitelistPlan other) {
        return Json.text(data, "mode").equals(Json.text(other.data, "mode"))
                && data.path("added").equals(other.data.path("added"))
                && data.path("removed").equals(other.data.path("removed"))
                && data.path("changed").equals(other.data.path("changed"));
    }

    /** The counts, as in "2 added, 1 removed, 0 changed, 12 unchanged". */
    String summary() {
        return count("added") + " added, " + count("removed") + " removed, " + count("changed") + " changed, "
                + number(data.path("unchanged").asLong()) + " unchanged";
    }

    /** Each entry that comes, goes or changes, one per line; then the callers that it would shut out. */
    String text(String account) {
        Table table = Table.withoutHeadings();
        data.path("added").forEach(each -> table.row("+", Json.text(each, "address"), details(each)));
        data.path("removed").forEach(each -> table.row("-", Json.text(each, "address"), details(each)));
        data.path("changed").forEach(each -> table.row("~", Json.text(each, "address"), change(each)));
        String callers = callers();
        return "Whitelist of " + account + ", " + Json.text(data, "mode") + ": " + summary() + "\n" + table
                + (callers.isEmpty() ? "" : callers);
    }

    /** A table of the callers of the last 7 days that would be refused; empty if there are none. */
    String callers() {
        if (!shutsOutAny()) {
            return "";
        }
        Table table = Table.withoutHeadings();
        for (JsonNode each : data.path("shutOut")) {
            String address = Json.text(each, "address");
            table.row(
                    "!",
                    address.equals("-") ? "(address unknown)" : address,
                    calls(each.path("calls").asLong()),
                    "last seen " + Json.text(each, "lastSeenAt"));
        }
        long addresses = data.path("shutOutAddresses").asLong();
        String who = addresses == 1 ? "1 address" : number(addresses) + " addresses";
        return "Callers of the last 7 days that " + (isEnforced() ? "would be refused" : "enforcing it would refuse")
                + ": " + who + ", " + calls(data.path("shutOutCalls").asLong()) + "\n" + table;
    }

    private static String calls(long calls) {
        return calls == 1 ? "1 call" : number(calls) + " calls";
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private int count(String list) {
        return data.path(list).size();
    }

    private static String details(JsonNode entry) {
        String label = Json.text(entry, "label");
        String end = Json.text(entry, "expiresAt");
        return label + (end.isEmpty() ? "" : (label.isEmpty() ? "" : ", ") + "until " + end);
    }

    private static String change(JsonNode entry) {
        List<String> changes = new ArrayList<>();
        add(changes, "label", Json.text(entry.path("before"), "label"), Json.text(entry, "label"), "none");
        add(changes, "until", Json.text(entry.path("before"), "expiresAt"), Json.text(entry, "expiresAt"), NEVER);
        return String.join(", ", changes);
    }

    private static void add(List<String> changes, String what, String before, String after, @Nullable String none) {
        if (!before.equals(after)) {
            changes.add(what + " " + (before.isEmpty() ? none : before) + " -> " + (after.isEmpty() ? none : after));
        }
    }
}
