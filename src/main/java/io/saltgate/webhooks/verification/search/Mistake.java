package io.saltgate.webhooks.verification.search;

/** One thing that code does instead of what is right. The message of each is {@code check.mistake.<name>}. */
public enum Mistake {
    // The algorithm.
    SHA256_FOR_MAC,
    SHA1_FOR_SIGNATURE,
    OTHER_DIGEST,
    /** A plain hash of salt and message in place of HMAC. */
    PLAIN_HASH,
    /** A hash of the message alone. */
    NO_KEY,
    /** The message was the key. */
    SWAPPED,

    // The key.
    SALT_LINE_END,
    SALT_SPACE,
    SALT_QUOTED,
    SALT_INCOMPLETE,
    SALT_CASE,
    /** The salt was taken for base64. */
    SALT_DECODED,
    /** The text {@code whsec_...} itself was the key. */
    SECRET_AS_TEXT,
    /** What follows {@code whsec_} was the key, without decoding it. */
    SECRET_NOT_DECODED,
    /** Nothing, or what languages write for nothing. */
    SALT_MISSING,
    /** That of the documentation's samples. */
    SALT_OF_SAMPLES,

    // The message, for the mac.
    BODY_FOR_MAC,
    SIGNED_CONTENT_FOR_MAC,
    OTHER_ID_FOR_MAC,
    DOCUMENT_ID_QUOTED,
    DOCUMENT_ID_SPACE,
    DOCUMENT_ID_CASE,

    // The message, for the signature.
    BODY_ALONE,
    NO_TIMESTAMP,
    NO_ID,
    NO_BODY,
    OTHER_ORDER,
    NO_DOTS,
    OTHER_TIMESTAMP,
    OTHER_ID,
    DOCUMENT_ID_FOR_SIGNATURE,

    // The body, on its way into the message.
    MAC_CUT_OUT,
    LINE_ENDS,
    END_TRIMMED,
    END_ADDED,
    BYTE_ORDER_MARK,
    /** JSON was parsed and written again, and these came out otherwise. */
    NUMBERS,
    KEY_ORDER,
    ESCAPES,
    SPACES,
    /** What was hashed is what was pasted, which is not what was sent. */
    BODY_CHANGED,

    // The encoding of the result.
    UPPER_CASE,
    BASE64_FOR_MAC,
    HEX_FOR_SIGNATURE,
    BASE64_OF_HEX,
    /** URL-safe, or without padding. */
    BASE64_VARIANT,
    NO_VERSION
}
