package io.saltgate.platform.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that protect secrets at rest: one is active, for what is made now; the others open and check what was made
 * before. Each purpose uses a key of its own, derived from a ring key by HMAC-SHA-256 over a label (the expand step of
 * RFC 5869 with one block), so that no two uses ever share key material.
 *
 * <p>A ring stays the same object while the process runs: {@link #become} gives it the keys of a changed file, so that
 * all who hold it use a new key at once, without a restart. Safe for any number of threads.
 */
public final class KeyRing {

    /**
     * One key of the ring. Its {@link #toString} shows the id alone. A removed key is reduced: it can seal and open
     * nothing, and keeps the derived keys of {@link #KEPT} alone, which give no way back to it.
     */
    public static final class Key {

        /**
         * What a removed key still serves for, since it can't be made anew: entries of the audit trail, the tags within
         * tokens and receipts that callers have, hashes of retired tokens, operator keys and recovery codes.
         */
        static final Set<String> KEPT = Set.of(
                "fingerprint",
                "audit",
                "token.tag",
                "token.pepper",
                "change.receipt",
                "operator.key.pepper",
                "operator.key.id",
                "recovery.code",
                "throttle");

        private final String id;
        private final byte @Nullable [] bytes;
        private final Map<String, byte[]> derived = new ConcurrentHashMap<>();
        private final Map<String, Hmac> hmacs = new ConcurrentHashMap<>();

        Key(String id, byte[] bytes) {
            this(id, bytes, Map.of());
            refuseUnlessKey(bytes);
        }

        private Key(String id, byte @Nullable [] bytes, Map<String, byte[]> derived) {
            if (!id.matches("[0-9A-Za-z]{8}")) {
                throw new IllegalArgumentException("a key id must be 8 letters or digits");
            }
            this.id = id;
            this.bytes = bytes == null ? null : bytes.clone();
            this.derived.putAll(derived);
        }

        /**
         * A key that was removed.
         *
         * @throws IllegalArgumentException if it lacks a derived key, or has another
         */
        static Key reduced(String id, Map<String, byte[]> derived) {
            if (!derived.keySet().equals(KEPT)) {
                throw new IllegalArgumentException("a removed key has the derived keys " + KEPT);
            }
            derived.values().forEach(Key::refuseUnlessKey);
            return new Key(id, null, derived);
        }

        private static void refuseUnlessKey(byte[] bytes) {
            if (bytes.length != 32) {
                throw new IllegalArgumentException("a key must be 32 bytes, not " + bytes.length);
            }
        }

        public String id() {
            return id;
        }

        /** Whether it was removed: nothing is sealed under it any longer. */
        public boolean isReduced() {
            return bytes == null;
        }

        /** The same key without what could open a sealed text. */
        Key reduce() {
            Map<String, byte[]> kept = new LinkedHashMap<>();
            KEPT.stream().sorted().forEach(label -> kept.put(label, forPurpose(label)));
            return reduced(id, kept);
        }

        /**
         * The key for one purpose, 32 bytes.
         *
         * @throws Sealing.CannotOpen if the key was removed and doesn't serve that purpose any longer
         */
        public byte[] forPurpose(String label) {
            return derived.computeIfAbsent(label, this::derive).clone();
        }

        /** HMAC-SHA-256 under the key for one purpose; throws as {@link #forPurpose} does. */
        public Hmac hmac(String label) {
            return hmacs.computeIfAbsent(label, purpose -> new Hmac(forPurpose(purpose)));
        }

        private byte[] derive(String label) {
            if (bytes == null) {
                throw new Sealing.CannotOpen("the key " + id + " was removed");
            }
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
            if (bytes == null) {
                throw new Sealing.CannotOpen("the key " + id + " was removed");
            }
            return bytes.clone();
        }

        @Override
        public String toString() {
            return "key " + id;
        }
    }

    /** The keys at one moment. */
    private record Keys(Map<String, Key> byId, List<Key> oldestFirst, List<Key> activeFirst, Key active) {

        static Keys of(List<Key> inOrder, @Nullable String active) {
            Map<String, Key> byId = new LinkedHashMap<>();
            for (Key key : inOrder) {
                if (byId.put(key.id(), key) != null) {
                    throw new IllegalArgumentException("two keys with the id " + key.id());
                }
            }
            List<Key> whole = inOrder.stream().filter(key -> !key.isReduced()).toList();
            if (whole.isEmpty()) {
                throw new IllegalArgumentException("every key in it was removed, so none is left to seal with");
            }
            Key chosen = whole.stream()
                    .filter(key -> key.id().equals(active))
                    .findFirst()
                    .orElse(whole.getLast());
            List<Key> activeFirst = new ArrayList<>(inOrder.reversed());
            activeFirst.remove(chosen);
            activeFirst.addFirst(chosen);
            return new Keys(Map.copyOf(byId), List.copyOf(inOrder), List.copyOf(activeFirst), chosen);
        }
    }

    private volatile Keys keys;

    /** A ring whose last key is the active one. */
    KeyRing(List<Key> inOrder) {
        keys = Keys.of(inOrder, null);
    }

    /** A ring with one new random key. */
    public static KeyRing generate() {
        return new KeyRing(List.of(newKey()));
    }

    static Key newKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return new Key(Base62.random(8), key);
    }

    /**
     * Takes over the keys of another ring, which was read from a changed file.
     *
     * @param active the id of the key that is to be the active one; the last one if that isn't in the ring
     */
    public synchronized void become(KeyRing other, @Nullable String active) {
        keys = Keys.of(other.keys(), active);
    }

    /** Makes a key of the ring the active one; nothing happens if it isn't in the ring. */
    public synchronized void activate(String id) {
        if (holds(id) && !keys.active().id().equals(id)) {
            keys = Keys.of(keys.oldestFirst(), id);
        }
    }

    /** The key for what is made now. */
    public Key current() {
        return keys.active();
    }

    /** All keys, first the active one, then the newest: what is looked for is most often found by the first. */
    public List<Key> activeFirst() {
        return keys.activeFirst();
    }

    /** All keys, oldest first. */
    public List<Key> keys() {
        return keys.oldestFirst();
    }

    /** The key of that id, removed or not; empty if the ring has none. */
    public Optional<Key> find(String id) {
        return Optional.ofNullable(keys.byId().get(id));
    }

    /** Whether the ring has the whole key: one that was removed can't open what is sealed under it. */
    public boolean holds(String id) {
        return find(id).filter(key -> !key.isReduced()).isPresent();
    }

    /** @throws Sealing.CannotOpen if the ring has no such key */
    Key get(String id) {
        return find(id).orElseThrow(() -> new Sealing.CannotOpen("the key ring has no key " + id));
    }

    @Override
    public String toString() {
        return "key ring " + keys.byId().keySet();
    }
}
