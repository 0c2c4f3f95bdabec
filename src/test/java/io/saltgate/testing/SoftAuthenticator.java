package io.saltgate.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A passkey in software, with what an attacker would set otherwise: origin, RP ID, flags, counter, signature. It writes
 * WebAuthn's formats by itself, without the library that reads them.
 */
public final class SoftAuthenticator {

    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int ATTESTED = 0x40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys;
    private final byte[] credentialId;

    public String origin;
    public String rpId;
    public boolean userVerified = true;
    public boolean userPresent = true;
    public boolean signatureBroken;
    public long counter;
    public String userHandle = "";

    public SoftAuthenticator(String origin, String rpId) {
        this(origin, rpId, random(32));
    }

    public SoftAuthenticator(String origin, String rpId, byte[] credentialId) {
        this.origin = origin;
        this.rpId = rpId;
        this.credentialId = credentialId.clone();
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] credentialId() {
        return credentialId.clone();
    }

    /** The answer to options of {@code create}. */
    public String create(String options) {
        userHandle = find(options, "\"user\":\\{\"id\":\"([^\"]+)\"");
        byte[] client = clientData("webauthn.create", challenge(options));
        byte[] data = concat(authenticatorData(ATTESTED), attestedCredential());
        byte[] attestation = concat(
                new byte[] {(byte) 0xA3}, // a map of three
                text("fmt"),
                text("none"),
                text("attStmt"),
                new byte[] {(byte) 0xA0},
                text("authData"),
                bytes(data));
        return answer("\"clientDataJSON\":\"" + encode(client) + "\",\"attestationObject\":\"" + encode(attestation)
                + "\",\"transports\":[\"internal\"]");
    }

    /** The answer to options of {@code get}, with the handle as a discoverable credential has it. */
    public String get(String options) {
        return get(options, userHandle);
    }

    /** @param handle empty for none */
    public String get(String options, String handle) {
        byte[] client = clientData("webauthn.get", challenge(options));
        byte[] data = authenticatorData(0);
        byte[] signature = sign(concat(data, sha256(client)));
        if (signatureBroken) {
            signature[signature.length - 1] ^= 1;
        }
        return answer("\"clientDataJSON\":\"" + encode(client) + "\",\"authenticatorData\":\"" + encode(data)
                + "\",\"signature\":\"" + encode(signature) + "\""
                + (handle.isEmpty() ? "" : ",\"userHandle\":\"" + handle + "\""));
    }

    private String answer(String response) {
        String id = encode(credentialId);
        return "{\"id\":\"" + id + "\",\"rawId\":\"" + id + "\",\"type\":\"public-key\",\"response\":{" + response
                + "},\"clientExtensionResults\":{}}";
    }

    private byte[] clientData(String type, String challenge) {
        return ("{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" + origin
                        + "\",\"crossOrigin\":false}")
                .getBytes(UTF_8);
    }

    private byte[] authenticatorData(int moreFlags) {
        int flags = (userPresent ? USER_PRESENT : 0) | (userVerified ? USER_VERIFIED : 0) | moreFlags;
        return ByteBuffer.allocate(37)
                .put(sha256(rpId.getBytes(UTF_8)))
                .put((byte) flags)
                .putInt((int) counter)
                .array();
    }

    private byte[] attestedCredential() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        byte[] cose = concat(
                // kty 2 (EC2), alg -7 (ES256), crv 1 (P-256), x, y
                new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
                bytes(coordinate(key.getW().getAffineX().toByteArray())),
                new byte[] {0x22},
                bytes(coordinate(key.getW().getAffineY().toByteArray())));
        return concat(
                new byte[16],
                ByteBuffer.allocate(2).putShort((short) credentialId.length).array(),
                credentialId,
                cose);
    }

    private byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] coordinate(byte[] signed) {
        byte[] fixed = new byte[32];
        int length = Math.min(signed.length, 32);
        System.arraycopy(signed, signed.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static String challenge(String options) {
        return find(options, "\"challenge\":\"([^\"]+)\"");
    }

    private static String find(String options, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(options);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + pattern + " in " + options);
        }
        return matcher.group(1);
    }

    private static byte[] text(String text) {
        return concat(new byte[] {(byte) (0x60 | text.length())}, text.getBytes(US_ASCII));
    }

    private static byte[] bytes(byte[] bytes) {
        return concat(
                ByteBuffer.allocate(3)
                        .put((byte) 0x59)
                        .putShort((short) bytes.length)
                        .array(),
                bytes);
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
