package io.saltgate.api;

import io.saltgate.api.body.EntryBody;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the whitelist entries of a call. Reports every invalid address at once.
 */
final class EntryParser {

    private static final int MAX_COMPLAINTS = 100;

    private EntryParser() {}

    /** @throws CallRefused with 422; nothing of such a call is saved */
    static List<NewEntry> parse(List<EntryBody> entries, Instant now) {
        if (entries.isEmpty()) {
            throw CallRefused.unprocessable("entries.empty", "entries has nothing in it");
        }
        return parseAny(entries, now);
    }

    /** As {@link #parse}, but there may be no entries. */
    static List<NewEntry> parseAny(List<EntryBody> entries, Instant now) {
        List<NewEntry> good = new ArrayList<>();
        List<Complaint> complaints = new ArrayList<>();
        for (int i = 0; i < entries.size() && complaints.size() < MAX_COMPLAINTS; i++) {
            parse(entries.get(i), "entries[" + i + "]", now, good, complaints);
        }
        if (!complaints.isEmpty()) {
            throw CallRefused.unprocessable(complaints);
        }
        return good;
    }

    private static void parse(
            EntryBody entry, String place, Instant now, List<NewEntry> good, List<Complaint> complaints) {
        String typed = entry.address();
        Optional<String> label = Optional.ofNullable(entry.label()).map(String::strip);
        Optional<String> expiry = Optional.ofNullable(entry.expiresAt());
        Optional<Instant> end = expiry.flatMap(text -> end(text, now));
        if (label.isPresent() && !WhitelistEntry.isLabel(label.get())) {
            complaints.add(new Complaint(
                    "whitelist.label.invalid",
                    place + ".label is one line of at most " + WhitelistEntry.MAX_LABEL + " characters"));
        }
        if (expiry.isPresent() && end.isEmpty()) {
            complaints.add(new Complaint(
                    "whitelist.expires.invalid",
                    place + ".expiresAt is a time to come, such as 2030-01-31T12:00:00Z; it was "
                            + Typed.quote(expiry.get())));
        }
        switch (IpRange.parse(typed)) {
            case IpRange.Parsed.Bad bad -> complaints.add(complaint(typed, bad));
            case IpRange.Parsed.Ok ok ->
                good.add(new NewEntry(
                        ok.range(), label.filter(text -> !text.isEmpty()).orElse(null), end.orElse(null)));
        }
    }

    /** Creates a message with the console's code and what was typed. */
    static Complaint complaint(String typed, IpRange.Parsed.Bad bad) {
        String reason = switch (bad.complaint()) {
            case EMPTY -> " is empty";
            case LEADING_ZERO -> " has a leading zero, which some readers take for octal";
            case ZONE -> " has a zone, which means something on one machine only";
            case HOST_BITS ->
                " has bits set behind its prefix"
                        + bad.suggestion()
                                .map(range -> "; the range that contains it is " + range)
                                .orElse("");
            case INVISIBLE ->
                " has an invisible character, " + PlainText.findInvisible(typed).orElse("") + ", in it";
            case NOT_AN_ADDRESS -> " is no address and no range in prefix form";
        };
        return new Complaint(bad.complaint().code(), Typed.quote(typed) + reason);
    }

    private static Optional<Instant> end(String text, Instant now) {
        try {
            return Optional.of(Instant.parse(text)).filter(end -> WhitelistEntry.mayEnd(end, now));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
