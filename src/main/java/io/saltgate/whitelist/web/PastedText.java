package io.saltgate.whitelist.web;

import io.saltgate.platform.PlainText;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.web.InputLine.Details;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a list as people type it or vendors publish it: lines of addresses, or a JSON document. */
final class PastedText {

    /** The line ends of editors and spreadsheets. */
    private static final Pattern LINE_END = Pattern.compile("\r\n|[\n\r\u000B\f\u0085\u2028\u2029]");

    private PastedText() {}

    /** @param details label and end of each item that has none of its own */
    static ListInput parse(String text, Details details, Instant now) {
        ListInput.Builder input = new ListInput.Builder();
        if (!PastedJson.read(text, details, now, input)) {
            readLines(text, details, input);
        }
        if (input.isEmpty()) {
            String plain = PlainText.strip(text);
            input.add(InputLine.of("1", plain, plain, details, false));
        }
        return input.build();
    }

    private static void readLines(String text, Details details, ListInput.Builder input) {
        List<String> lines = List.of(LINE_END.split(text, -1));
        for (int i = 0; i < lines.size() && !input.isFull(); i++) {
            PastedLine line = PastedLine.read(lines.get(i));
            Details own = withLabel(details, line.comment());
            boolean labelled = own.saysLabel() && !details.saysLabel();
            for (PastedLine.Item item : line.items()) {
                String place = Integer.toString(i + 1);
                input.add(
                        item.concern() != null
                                ? InputLine.refused(place, item.typed(), item.concern())
                                : InputLine.of(place, item.typed(), item.address(), own, item.rewritten() || labelled));
            }
        }
    }

    /** A comment behind an address says whose it is, unless the form does. */
    private static Details withLabel(Details details, String comment) {
        boolean label = !comment.isEmpty() && details.label() == null && WhitelistEntry.isLabel(comment);
        return label ? new Details(comment, true, details.expiresAt(), details.saysEnd()) : details;
    }
}
