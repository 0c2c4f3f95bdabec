package io.saltgate.whitelist.web;

import io.saltgate.platform.PlainText;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists.NewEntry;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An item that was typed, pasted or imported, with the entry that would be saved of it or the reason why none can be.
 *
 * @param place the number of its line, or its path in a JSON document
 * @param typed the item as written, cut short where it is long
 * @param entry what would be saved; empty if nothing can be
 * @param details what the item says of label and end
 * @param concern the key of the message that says why it is not saved without asking; null if it is
 * @param rewritten whether it was written as more than an address, so that its reading is shown first
 */
public record InputLine(
        String place,
        String typed,
        Optional<NewEntry> entry,
        Details details,
        @Nullable String concern,
        boolean rewritten) {

    private static final int MAX_SHOWN = 60;
    private static final String EVERYTHING = "whitelist.range.everything";

    /**
     * A label and an end.
     *
     * @param label null for none
     * @param saysLabel whether an entry that is on the list already gets this label
     * @param expiresAt null for none
     * @param saysEnd whether an entry that is on the list already gets this end
     */
    public record Details(
            @Nullable String label,
            boolean saysLabel,
            @Nullable Instant expiresAt,
            boolean saysEnd) {

        static final Details NONE = new Details(null, false, null, false);
    }

    /** Reads an address or range strictly. */
    static InputLine of(String place, String typed, String address, Details details, boolean rewritten) {
        return switch (IpRange.parse(address)) {
            case IpRange.Parsed.Ok ok ->
                new InputLine(
                        place,
                        cut(typed),
                        Optional.of(new NewEntry(ok.range(), details.label(), details.expiresAt())),
                        details,
                        ok.range().isEverything() ? EVERYTHING : null,
                        rewritten);
            case IpRange.Parsed.Bad bad ->
                new InputLine(
                        place,
                        cut(typed),
                        bad.suggestion().map(range -> new NewEntry(range, details.label(), details.expiresAt())),
                        details,
                        bad.suggestion().filter(IpRange::isEverything).isPresent()
                                ? EVERYTHING
                                : bad.complaint().code(),
                        rewritten);
        };
    }

    /** Creates a line of which nothing is saved. */
    static InputLine refused(String place, String typed, @Nullable String concern) {
        return new InputLine(place, cut(typed), Optional.empty(), Details.NONE, concern, false);
    }

    public Optional<IpRange> range() {
        return entry.map(NewEntry::range);
    }

    /** The entry with what the item doesn't say taken over from the one that is on the list. */
    Optional<NewEntry> resolve(@Nullable WhitelistEntry present) {
        return entry.map(wanted -> present == null
                ? wanted
                : new NewEntry(
                        wanted.range(),
                        details.saysLabel() ? wanted.label() : present.label(),
                        details.saysEnd() ? wanted.expiresAt() : present.expiresAt()));
    }

    /** The text as written, for a page that shows it again. */
    static String cut(String text) {
        String shown = PlainText.showInvisible(text);
        return shown.length() <= MAX_SHOWN ? shown : shown.substring(0, MAX_SHOWN) + "…";
    }
}
