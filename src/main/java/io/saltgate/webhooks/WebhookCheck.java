package io.saltgate.webhooks;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check of a received webhook found: of the {@code mac}, of the signature, of its time. It names what is wrong and
 * never the value that would be right.
 */
public record WebhookCheck(Mac mac, Signed signature, Clock clock, Difference difference) {

    /** Of the member {@code mac} in the body. */
    public enum Mac {
        MATCHES,
        NO_BODY,
        NOT_JSON,
        NO_DOCUMENT_ID,
        /** There is none: the endpoint may be set to send none. */
        MISSING,
        UPPER_CASE,
        BASE64,
        SHA256,
        OF_THE_BODY,
        /** No key at all: a plain hash of salt and document id. */
        PLAIN_HASH,
        SWAPPED,
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
        /** Ours begin with {@code v1,}. */
        NO_VERSION,
        HEX,
        SHA1,
        OF_THE_BODY,
        /** Without id and timestamp, or in another order. */
        OTHER_MESSAGE,
        /** The text {@code whsec_...} itself was the key. */
        SECRET_AS_TEXT,
        /** What was sent is known, and fits; what was pasted is another body. */
        BODY_CHANGED,
        /** Sent before the present salt was made. */
        OLDER_SALT,
        WRONG
    }

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
        /** The same JSON in other words: parsed, and written again. */
        REWRITTEN,
        OTHER
    }

    /**
     * Where it does.
     *
     * @param at characters before the first that differs; -1 where that isn't known
     * @param sent bytes of what was sent; -1 where that isn't known
     * @param received bytes of what was pasted
     */
    public record Difference(Change change, int at, int sent, int received) {
        static final Difference NONE = new Difference(Change.NONE, -1, -1, -1);
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
     */
    public record Received(
            @Nullable String id,
            @Nullable String timestamp,
            @Nullable String signature,
            boolean anyHeader,
            String body) {

        /** @param headers lines such as {@code webhook-id: ...}, in any case, with other ones among them */
        public static Received of(String headers, String body) {
            return new Received(
                    find(headers, Signature.ID),
                    find(headers, Signature.TIMESTAMP),
                    find(headers, Signature.SIGNATURE),
                    !headers.isBlank(),
                    body);
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
