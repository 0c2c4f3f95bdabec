package io.saltgate.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.webhooks.verification.WebhookCheck.Change;
import io.saltgate.webhooks.verification.WebhookCheck.Difference;
import io.saltgate.webhooks.verification.search.JsonDifference;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Says what changed in a body between Saltgate and the one that was pasted. */
final class BodyChanges {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private BodyChanges() {}

    static Difference between(String sent, String received) {
        int at = 0;
        int both = Math.min(sent.length(), received.length());
        while (at < both && sent.charAt(at) == received.charAt(at)) {
            at++;
        }
        // A form's line ends aside, or each line would count as a blank that was changed.
        Optional<JsonDifference> rewriting = JsonDifference.between(unix(sent), unix(received));
        return new Difference(
                change(sent, received, rewriting.isPresent()),
                at,
                sent.getBytes(UTF_8).length,
                received.getBytes(UTF_8).length,
                rewriting);
    }

    private static Change change(String sent, String received, boolean sameJson) {
        if (unix(sent).equals(unix(received))) {
            return Change.LINE_ENDS;
        }
        if (received.equals(BYTE_ORDER_MARK + sent)) {
            return Change.BYTE_ORDER_MARK;
        }
        if (unix(sent).stripTrailing().equals(unix(received).stripTrailing())) {
            return received.length() < sent.length() ? Change.END_TRIMMED : Change.END_ADDED;
        }
        return sameJson ? Change.REWRITTEN : Change.OTHER;
    }

    /**
     * Without knowing what was sent: the ends that bodies gain and lose on their way.
     *
     * @param signed whether a body is the one that was signed
     */
    static Difference guess(String body, Predicate<String> signed) {
        String unix = unix(body);
        record Guess(Change change, String body) {}
        return Stream.of(
                        new Guess(Change.LINE_ENDS, unix),
                        new Guess(Change.END_TRIMMED, unix + "\n"),
                        new Guess(Change.END_TRIMMED, unix + "\r\n"),
                        new Guess(Change.END_ADDED, unix.stripTrailing()),
                        new Guess(Change.BYTE_ORDER_MARK, unix.replace(BYTE_ORDER_MARK, "")))
                .filter(guess -> signed.test(guess.body()))
                .findFirst()
                .map(guess -> new Difference(
                        guess.change(),
                        -1,
                        guess.body().getBytes(UTF_8).length,
                        body.getBytes(UTF_8).length,
                        Optional.empty()))
                .orElse(Difference.NONE);
    }

    private static String unix(String text) {
        return text.replace("\r\n", "\n");
    }
}
