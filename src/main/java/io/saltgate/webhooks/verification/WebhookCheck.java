package io.saltgate.webhooks.verification;

import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.verification.search.JsonDifference;
import io.saltgate.webhooks.verification.search.MistakeSearch.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a received webhook found: of the {@code mac}, of the signature, of its time, and of what the
 * receiver's own code computed. It names what is wrong and never the value that would be right.
 *
 * @param mistakes of each part, where there are some
 * @param saltSince when the current salt was made: older webhooks were signed with another
 */
public record WebhookCheck(
        Mac mac,
        Signed signature,
        Computed computed,
        Clock clock,
        Difference difference,
        Mistakes mistakes,
        Instant saltSince) {

    /** Of the member {@code mac} in the body. */
    public enum Mac {
        MATCHES,
        NO_BODY,
        NOT_JSON,
        NO_DOCUMENT_ID,
        /** There is none: the endpoint may be set to send none. */
        MISSING,
        /** Usual mistakes give this value. */
        MISTAKES,
        WRONG
    }

    /** Of the header {@code webhook-signature}. */
    public enum Signed {
        MATCHES,
        NO_HEADERS,
        NO_ID,
        NO_TIMESTAMP,
        NO_SIGNATURE,
        NO_BODY,
        /** Usual mistakes give this value. */
        MISTAKES,
        /** What was sent is known, and fits; what was pasted is another body. */
        BODY_CHANGED,
        /** Sent before the current salt was made. */
        OLDER_SALT,
        WRONG
    }

    /** Of the value that the receiver's code computed. */
    public enum Computed {
        /** None was pasted. */
        NONE,
        MATCHES_MAC,
        MATCHES_SIGNATURE,
        /** Usual mistakes give this value. */
        MISTAKES,
        /** The salt itself was pasted. */
        SECRET,
        /** Neither hex nor base64 of a hash. */
        NO_HASH,
        NEEDS_BODY,
        /** It is no mac, and without the headers nobody can say more. */
        NEEDS_HEADERS,
        UNKNOWN
    }

    /** The mistakes that give a value, by what the value is. */
    public record Mistakes(Optional<Finding> mac, Optional<Finding> signature, Optional<Finding> computed) {}

    /** Of {@code webhook-timestamp}, which receivers hold against their own clock. */
    public enum Clock {
        FINE,
        UNKNOWN,
        NOT_SECONDS,
        /** More than five minutes ago: right for an old one, refused by receivers that look. */
        OLD,
        AHEAD
    }

    /** How the body differs from what was sent. */
    public enum Change {
        NONE,
        LINE_ENDS,
        END_TRIMMED,
        END_ADDED,
        BYTE_ORDER_MARK,
        /** The same JSON in other characters: parsed, and written again. */
        REWRITTEN,
        OTHER
    }

    /**
     * Where it does.
     *
     * @param at characters before the first that differs; -1 where that isn't known
     * @param sent bytes of what was sent; -1 where that isn't known
     * @param received bytes of what was pasted
     * @param rewriting how it was written again, if it was
     */
    public record Difference(Change change, int at, int sent, int received, Optional<JsonDifference> rewriting) {
        static final Difference NONE = new Difference(Change.NONE, -1, -1, -1, Optional.empty());
    }

    /** Both that are there match. */
    public boolean isGood() {
        boolean signed = signature == Signed.MATCHES;
        boolean hasMac = mac == Mac.MATCHES;
        return (signed || hasMac) && (signed || signature == Signed.NO_HEADERS) && (hasMac || mac == Mac.MISSING);
    }

    /**
     * What a receiver got.
     *
     * @param id as in the headers; null where one is missing
     * @param computed what its own code made of it; empty if that isn't asked about
     */
    public record Received(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signature,
            boolean anyHeader,
            String body,
            String computed) {

        /** @param headers lines such as {@code webhook-id: ...}, in any case, with other ones among them */
        public static Received of(String headers, String body, String computed) {
            return new Received(
                    find(headers, Signature.ID),
                    find(headers, Signature.TIMESTAMP),
                    find(headers, Signature.SIGNATURE),
                    !headers.isBlank(),
                    body,
                    computed.strip());
        }

        private static @Nullable String find(String headers, String name) {
            List<String> values = headers.lines()
                    .map(String::strip)
                    .filter(line -> line.regionMatches(true, 0, name, 0, name.length())
                            && line.length() > name.length()
                            && line.charAt(name.length()) == ':')
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
            return values.isEmpty() ? null : values.getFirst();
        }
    }

    static WebhookCheck.Clock clock(@Nullable String timestamp, Instant now) {
        if (timestamp == null) {
            return Clock.UNKNOWN;
        }
        if (!timestamp.matches("[0-9]{9,11}")) {
            return Clock.NOT_SECONDS;
        }
        long ago = now.getEpochSecond() - Long.parseLong(timestamp);
        if (ago > TOLERANCE_SECONDS) {
            return Clock.OLD;
        }
        return ago < -TOLERANCE_SECONDS ? Clock.AHEAD : Clock.FINE;
    }

    /** What receivers allow (Standard Webhooks, "Verifying webhook authenticity"). */
    private static final long TOLERANCE_SECONDS = 300;
}
