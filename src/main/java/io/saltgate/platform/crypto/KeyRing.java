package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Several 256-bit keys by random id. The last one is used for what is made now; the others open what was made before.
 *
 * <p>Each purpose uses a key of its own, derived from a ring key by HMAC-SHA-256 over a label (the expand step of
 * RFC 5869 with one block), so that no two uses ever share key material.
 */
public final class KeyRing {

    /** One key of the ring. Its {@link #toString} shows the id alone. */
    public static final class Key {
        private final String id;
        private final byte[] bytes;
        private final Map<String, byte[]> derived = new ConcurrentHashMap<>();
        private final Map<String, Hmac> hmacs = new ConcurrentHashMap<>();

        Key(String id, byte[] bytes) {
            if (!id.matches("[0-9A-Za-z]{8}")) {
                throw new IllegalArgumentException("a key id is 8 letters or digits");
            }
            if (bytes.length != 32) {
                throw new IllegalArgumentException("a key is 32 bytes");
            }
            this.id = id;
            this.bytes = bytes.clone();
        }

        public String id() {
            return id;
        }

        /** The key for one purpose, 32 bytes. */
        public byte[] forPurpose(String label) {
            return derived.computeIfAbsent(label, this::derive).clone();
        }

        /** HMAC-SHA-256 under the key for one purpose. */
        public Hmac hmac(String label) {
            return hmacs.computeIfAbsent(label, purpose -> new Hmac(forPurpose(purpose)));
        }

        private byte[] derive(String label) {
            byte[] info = ("saltgate:" + label).getBytes(UTF_8);
            byte[] block = new byte[info.length + 1];
            System.arraycopy(info, 0, block, 0, info.length);
            block[info.length] = 1;
            return Hashes.hmacSha256(bytes, block);
        }

        /** Tells whether two nodes hold the same key, without telling the key. */
        public String fingerprint() {
            return Hashes.base64Url(forPurpose("fingerprint"));
        }

        byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return "key " + id;
        }
    }

    private final Map<String, Key> keys = new LinkedHashMap<>();
    private final List<Key> oldestFirst;
    private final List<Key> newestFirst;
    private final Key current;

    KeyRing(List<Key> inOrder) {
        if (inOrder.isEmpty()) {
            throw new IllegalArgumentException("a key ring has at least one key");
        }
        for (Key key : inOrder) {
            if (keys.put(key.id(), key) != null) {
                throw new IllegalArgumentException("two keys with the id " + key.id());
            }
        }
        oldestFirst = List.copyOf(inOrder);
        newestFirst = List.copyOf(inOrder.reversed());
        current = inOrder.getLast();
    }

    /** A ring with one new random key. */
    public static KeyRing generate() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new KeyRing(List.of(new Key(Base62.random(8), key)));
    }

    /** The key for what is made now. */
    public Key current() {
        return current;
    }

    /** All keys: what is looked for is most often found by the newest. */
    public List<Key> newestFirst() {
        return newestFirst;
    }

    /** All keys, oldest first. */
    public List<Key> keys() {
        return oldestFirst;
    }

    /** @throws Sealing.CannotOpen if the ring has no such key */
    Key get(String id) {
        Key key = keys.get(id);
        if (key == null) {
            throw new Sealing.CannotOpen("the key ring has no key " + id);
        }
        return key;
    }

    @Override
    public String toString() {
        return "key ring " + keys.keySet();
    }
}
