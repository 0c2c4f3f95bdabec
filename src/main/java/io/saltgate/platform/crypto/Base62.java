package io.saltgate.platform.crypto;

import java.math.BigInteger;
import java.security.SecureRandom;

/** Text of digits and ASCII letters (0-9, A-Z, a-z): survives every header, URL, shell and double click. */
public final class Base62 {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger RADIX = BigInteger.valueOf(62);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Base62() {}

    /** Uniform random text; each character carries 5.95 bits. */
    public static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        byte[] block = new byte[length * 2];
        while (text.length() < length) {
            RANDOM.nextBytes(block);
            for (int i = 0; i < block.length && text.length() < length; i++) {
                int value = block[i] & 0x3F;
                if (value < 62) { // rejecting, not folding, keeps it uniform
                    text.append(ALPHABET.charAt(value));
                }
            }
        }
        return text.toString();
    }

    /** The last {@code length} base-62 digits of the unsigned big-endian number, padded with zeros. */
    public static String encode(byte[] unsigned, int length) {
        BigInteger number = new BigInteger(1, unsigned);
        char[] text = new char[length];
        for (int i = length - 1; i >= 0; i--) {
            BigInteger[] divided = number.divideAndRemainder(RADIX);
            text[i] = ALPHABET.charAt(divided[1].intValue());
            number = divided[0];
        }
        return new String(text);
    }

    /** The last {@code length} base-62 digits of a non-negative number, padded with zeros. */
    public static String encode(long number, int length) {
        char[] text = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt((int) (rest % 62));
            rest /= 62;
        }
        return new String(text);
    }

    public static boolean isBase62(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return true;
    }
}
