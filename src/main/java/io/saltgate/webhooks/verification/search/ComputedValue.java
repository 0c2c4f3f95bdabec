package io.saltgate.webhooks.verification.search;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A hash as text, by everything that it may be: hex or base64, with what tools and people put before it. */
record ComputedValue(List<Reading> readings) {

    /** How the bytes were written. */
    enum Encoding {
        HEX,
        HEX_UPPER,
        BASE64,
        BASE64_VARIANT,
        BASE64_OF_HEX
    }

    /**
     * One way to read a value.
     *
     * @param versioned whether it had {@code v1,} before it
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares readings
    record Reading(byte[] hash, Digest digest, Encoding encoding, boolean versioned) {}

    /**
     * Names, quotes and versions before a value: {@code "mac": "}, {@code sha256=}, {@code v1,}, {@code SHA1(stdin)= }.
     */
    private static final Pattern BEFORE =
            Pattern.compile("(?i)[\"']?(?:[a-z0-9_-]+|[a-z0-9-]+\\(stdin\\))[\"']?\\s*[:=]\\s*(?=[\"']?[0-9a-z])");

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");
    private static final Pattern BASE64 = Pattern.compile("[0-9A-Za-z+/_-]+={0,2}");

    private static final int MAX_LENGTH = 2_000;
    private static final int MAX_TOKENS = 8;

    /** Reads what was pasted; several signatures may follow each other. */
    static ComputedValue of(String pasted) {
        String value = pasted.strip();
        if (value.length() > MAX_LENGTH) {
            return new ComputedValue(List.of());
        }
        List<Reading> readings = new ArrayList<>();
        String rest = value;
        Matcher before = BEFORE.matcher(rest);
        while (before.lookingAt()) {
            rest = rest.substring(before.end());
            before = BEFORE.matcher(rest);
        }
        for (String token : rest.split("[\\s]+", MAX_TOKENS)) {
            read(token, readings);
        }
        return new ComputedValue(readings);
    }

    private static void read(String token, List<Reading> readings) {
        String bare = token.replaceAll("^[\"',;]+|[\"',;]+$", "");
        boolean versioned = bare.startsWith("v1,") || bare.startsWith("v1=");
        String text = versioned ? bare.substring(3) : bare.replaceFirst("^(?:0x|\\\\x)", "");
        if (HEX.matcher(text).matches() && text.length() % 2 == 0) {
            Encoding encoding = text.matches(".*[A-F].*") ? Encoding.HEX_UPPER : Encoding.HEX;
            boolean known = add(readings, HexFormat.of().parseHex(text), encoding, versioned);
            if (known) {
                return;
            }
        }
        if (BASE64.matcher(text).matches()) {
            decode(text).ifPresent(bytes -> addBase64(readings, text, bytes, versioned));
        }
    }

    private static void addBase64(List<Reading> readings, String text, byte[] bytes, boolean versioned) {
        String inner = new String(bytes, ISO_8859_1);
        if (HEX.matcher(inner).matches() && inner.length() % 2 == 0) {
            add(readings, HexFormat.of().parseHex(inner), Encoding.BASE64_OF_HEX, versioned);
        }
        boolean plain = text.length() % 4 == 0 && text.indexOf('-') < 0 && text.indexOf('_') < 0;
        add(readings, bytes, plain ? Encoding.BASE64 : Encoding.BASE64_VARIANT, versioned);
    }

    private static boolean add(List<Reading> readings, byte[] bytes, Encoding encoding, boolean versioned) {
        Optional<Digest> digest = Digest.ofLength(bytes.length);
        digest.ifPresent(known -> readings.add(new Reading(bytes, known, encoding, versioned)));
        return digest.isPresent();
    }

    private static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
