package io.saltgate.apiaccess;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;

/** A Private Salt, with which receivers verify webhooks: 43 base-62 characters, 256 bits. */
public final class PrivateSalt {

    private static final int LENGTH = 43;

    private final String text;

    private PrivateSalt(String text) {
        this.text = text;
    }

    static PrivateSalt generate() {
        return new PrivateSalt(Base62.random(LENGTH));
    }

    static PrivateSalt of(String opened) {
        return new PrivateSalt(opened);
    }

    /** The salt itself. Never put it into a log, a URL, or a page that didn't ask for it. */
    public String reveal() {
        return text;
    }

    boolean is(String other) {
        return Hashes.sameText(text, other);
    }

    @Override
    public String toString() {
        return "Private Salt";
    }
}
