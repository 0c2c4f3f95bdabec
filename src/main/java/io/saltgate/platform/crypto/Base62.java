package io.saltgate.platform.crypto;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Encodes as digits and ASCII letters (0-9, A-Z, a-z), which survive every header, URL, shell and double click.
 */
public final class Base62 {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RADIX = 62;

    /** So many digits, and a word more, fit a long. */
    private static final int STEP = 5;

    private static final long STEP_RADIX = 916_132_832; // 62^5

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
                if (value < RADIX) { // rejecting, not folding, keeps it uniform
                    text.append(ALPHABET.charAt(value));
                }
            }
        }
        return text.toString();
    }

    /**
     * The last {@code length} base-62 digits of the unsigned big-endian number of whole 32-bit words, padded with
     * zeros.
     */
    public static String encode(byte[] unsigned, int length) {
        int[] number = new int[unsigned.length / Integer.BYTES];
        ByteBuffer.wrap(unsigned).asIntBuffer().get(number);
        char[] text = new char[length];
        for (int end = length; end > 0; end -= STEP) {
            writeDigits(divide(number), text, Math.max(end - STEP, 0), end);
        }
        return new String(text);
    }

    /** Long division by {@link #STEP_RADIX}, in place; the remainder. */
    private static long divide(int[] number) {
        long rest = 0;
        for (int i = 0; i < number.length; i++) {
            long part = rest << Integer.SIZE | Integer.toUnsignedLong(number[i]);
            number[i] = (int) (part / STEP_RADIX);
            rest = part % STEP_RADIX;
        }
        return rest;
    }

    /** The last {@code length} base-62 digits of a non-negative number, padded with zeros. */
    public static String encode(long number, int length) {
        char[] text = new char[length];
        writeDigits(number, text, 0, length);
        return new String(text);
    }

    private static void writeDigits(long number, char[] text, int from, int to) {
        long rest = number;
        for (int i = to - 1; i >= from; i--) {
            text[i] = ALPHABET.charAt((int) (rest % RADIX));
            rest /= RADIX;
        }
    }

    public static boolean isBase62(String text) {
        return isBase62(text, 0);
    }

    /** @param from where in the text to begin */
    public static boolean isBase62(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!isBase62(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    public static boolean isBase62(char c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
