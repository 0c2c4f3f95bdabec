package io.saltgate.cli.files;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.ExitCodes;
import io.saltgate.cli.output.Json;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A whitelist as people keep it: one entry per line, an end behind {@code until}, a label behind {@code #}. Empty lines
 * and lines that begin with {@code #} are skipped. What an address is, the server judges.
 */
public final class WhitelistFile {

    /** Of the file: as much as the API takes in one call. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final int MAX_COMPLAINTS = 20;

    private static final Pattern LINE = Pattern.compile("(\\S+)(?:\\s+until\\s+(\\S+))?(?:\\s*#\\s*(.*))?");

    /** One entry, and where it stands. */
    public record Entry(
            int line,
            String address,
            @Nullable String label,
            @Nullable String expiresAt) {}

    private final List<Entry> entries;

    private WhitelistFile(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** Reads the entries; complains of all lines that can't be read, each by its number. */
    public static WhitelistFile parse(String name, String text) {
        List<Entry> entries = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\\R", -1)) {
            number++;
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            Entry entry = entry(number, stripped);
            if (entry == null) {
                complaints.add(name + ":" + number + ": write an entry as ADDRESS [until TIME] [# label], with a time"
                        + " like 2027-01-31T12:00:00Z");
            } else {
                entries.add(entry);
            }
        }
        if (!complaints.isEmpty()) {
            throw new CommandFailed(
                    ExitCodes.USAGE, complaints.subList(0, Math.min(MAX_COMPLAINTS, complaints.size())));
        }
        return new WhitelistFile(entries);
    }

    private static @Nullable Entry entry(int number, String line) {
        // A label may stand right behind the address, as in "10.0.0.0/8# office".
        int hash = line.indexOf('#');
        String spaced = hash > 0 ? line.substring(0, hash) + " " + line.substring(hash) : line;
        Matcher parts = LINE.matcher(spaced);
        if (!parts.matches()) {
            return null;
        }
        String until = parts.group(2);
        if (until != null && !isTime(until)) {
            return null;
        }
        String label = parts.group(3);
        return new Entry(number, parts.group(1), label == null || label.isEmpty() ? null : label, until);
    }

    private static boolean isTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** The list as such a file: reading it again gives the same list. */
    public static String write(JsonNode entries) {
        StringBuilder file = new StringBuilder();
        for (JsonNode entry : entries) {
            String label = Json.text(entry, "label").replaceAll("\\p{Cc}", "?");
            String end = Json.text(entry, "expiresAt");
            file.append(Json.text(entry, "address"))
                    .append(end.isEmpty() ? "" : " until " + end)
                    .append(label.isEmpty() ? "" : " # " + label)
                    .append('\n');
        }
        return file.toString();
    }

    public List<Entry> entries() {
        return entries;
    }

    /** The body of a call that replaces a list by this one. */
    public ObjectNode body() {
        ObjectNode body = Json.object();
        ArrayNode array = body.putArray("entries");
        for (Entry entry : entries) {
            ObjectNode node = array.addObject();
            node.put("address", entry.address());
            if (entry.label() != null) {
                node.put("label", entry.label());
            }
            if (entry.expiresAt() != null) {
                node.put("expiresAt", entry.expiresAt());
            }
        }
        return body;
    }

    /** The number of the line with an address that a message quotes; 0 if that is none, or more than one. */
    public int lineQuotedIn(String message) {
        int found = 0;
        for (Entry entry : entries) {
            if (message.contains("\"" + entry.address() + "\"")) {
                if (found != 0) {
                    return 0;
                }
                found = entry.line();
            }
        }
        return found;
    }
}
