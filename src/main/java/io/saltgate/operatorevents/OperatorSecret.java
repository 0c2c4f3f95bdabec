package io.saltgate.operatorevents;

import io.saltgate.platform.crypto.Base62;

/** The secret that operator events are signed with: 43 base-62 characters, 256 bits. */
public final class OperatorSecret {

    private static final int LENGTH = 43;

    private final String text;

    private OperatorSecret(String text) {
        this.text = text;
    }

    static OperatorSecret generate() {
        return new OperatorSecret(Base62.random(LENGTH));
    }

    static OperatorSecret of(String opened) {
        return new OperatorSecret(opened);
    }

    /** The secret itself, whose UTF-8 bytes are the key. Never put it into a log or a URL. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "operator secret";
    }
}
