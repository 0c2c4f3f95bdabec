package io.saltgate.webhooks.verification.search;

import java.util.Arrays;
import java.util.Optional;

/** A hash function, known by the length of what it gives. */
enum Digest {
    MD5("MD5", "HmacMD5", 16),
    SHA1("SHA-1", "HmacSHA1", 20),
    SHA256("SHA-256", "HmacSHA256", 32),
    SHA384("SHA-384", "HmacSHA384", 48),
    SHA512("SHA-512", "HmacSHA512", 64);

    private final String hashName;
    private final String hmacName;
    private final int bytes;

    Digest(String hashName, String hmacName, int bytes) {
        this.hashName = hashName;
        this.hmacName = hmacName;
        this.bytes = bytes;
    }

    static Optional<Digest> ofLength(int bytes) {
        return Arrays.stream(values()).filter(digest -> digest.bytes == bytes).findFirst();
    }

    String hashName() {
        return hashName;
    }

    String hmacName() {
        return hmacName;
    }
}
