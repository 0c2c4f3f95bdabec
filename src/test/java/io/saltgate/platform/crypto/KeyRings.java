package io.saltgate.platform.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rings with keys that tests know. */
public final class KeyRings {

    private KeyRings() {}

    /** Pairs of id and the byte that fills the key, oldest first. */
    public static KeyRing of(Object... idsAndFills) {
        List<KeyRing.Key> keys = new ArrayList<>();
        for (int i = 0; i < idsAndFills.length; i += 2) {
            byte[] bytes = new byte[32];
            Arrays.fill(bytes, ((Integer) idsAndFills[i + 1]).byteValue());
            keys.add(new KeyRing.Key((String) idsAndFills[i], bytes));
        }
        return new KeyRing(keys);
    }
}
