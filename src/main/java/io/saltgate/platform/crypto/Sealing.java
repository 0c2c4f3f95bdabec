package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets at rest: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce and a 128-bit tag.
 *
 * <p>Text form: {@code v1.<key id>.<base64url of nonce and ciphertext>}. The place (owner, row, purpose) and the head
 * of the text are authenticated with it, so that sealed text moved to another row, account or purpose does not open.
 */
public final class Sealing {

    /**
     * The place that a sealed text is bound to; it can be opened for that place only. The purpose is a stable label,
     * not a table name.
     */
    public record Place(UUID owner, UUID row, String purpose) {}

    /** The text is not what was sealed for this place, or its key is not in the ring. */
    public static final class CannotOpen extends RuntimeException {
        CannotOpen(String message) {
            super(message);
        }

        CannotOpen(Throwable cause) {
            super("the sealed text does not open here", cause);
        }
    }

    private static final String VERSION = "v1";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyRing ring;

    public Sealing(KeyRing ring) {
        this.ring = ring;
    }

    public String seal(String secret, Place place) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return seal(secret, place, ring.current(), nonce);
    }

    /** Seals with a given nonce, for tests with known answers; a nonce must never be used twice under one key. */
    String seal(String secret, Place place, KeyRing.Key key, byte[] nonce) {
        String head = VERSION + "." + key.id() + ".";
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, head, place).doFinal(secret.getBytes(UTF_8));
            byte[] body = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, body, NONCE_BYTES, sealed.length);
            return head + Hashes.base64Url(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing failed", e);
        }
    }

    /** @throws CannotOpen if the text was changed, belongs to another place, or its key is unknown */
    public String open(String text, Place place) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new CannotOpen("not a sealed text of this version");
        }
        KeyRing.Key key = ring.get(parts[1]);
        try {
            byte[] body = Base64.getUrlDecoder().decode(parts[2]);
            // A decoder that shrugs at stray bits would let several texts open as one.
            if (body.length < NONCE_BYTES || !Hashes.base64Url(body).equals(parts[2])) {
                throw new CannotOpen("not a sealed text of this version");
            }
            byte[] nonce = Arrays.copyOf(body, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, VERSION + "." + key.id() + ".", place);
            return new String(cipher.doFinal(body, NONCE_BYTES, body.length - NONCE_BYTES), UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CannotOpen(e);
        }
    }

    private static Cipher cipher(int mode, KeyRing.Key key, byte[] nonce, String head, Place place)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, new SecretKeySpec(key.forPurpose("seal"), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        // Identifiers have a fixed length and the purpose stands last, so no two places read the same.
        cipher.updateAAD((head + place.owner() + place.row() + place.purpose()).getBytes(UTF_8));
        return cipher;
    }
}
