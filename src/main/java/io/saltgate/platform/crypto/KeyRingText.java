package io.saltgate.platform.crypto;

import io.saltgate.platform.start.CannotStart;

/**
 * A key ring that the configuration holds itself, in an environment variable or another source of MicroProfile Config:
 * the text of a key ring file. It is read once, so a further key takes a restart.
 */
public final class KeyRingText implements KeyRingSource {

    public static final String KEY = "saltgate.keyring.text";

    private final String text;

    public KeyRingText(String text) {
        this.text = text;
    }

    @Override
    public String where() {
        return "in " + KEY;
    }

    @Override
    public boolean exists() {
        return true;
    }

    @Override
    public KeyRing read() {
        try {
            // Where only one line is possible, semicolons separate the lines.
            return KeyRingFormat.parse(text.replace(';', '\n'));
        } catch (IllegalArgumentException e) {
            throw new CannotStart("the key ring " + where() + " is damaged: " + e.getMessage(), e);
        }
    }

    @Override
    public KeyRing create() {
        return read();
    }

    @Override
    public boolean isChanged() {
        return false;
    }

    @Override
    public String toString() {
        return "key ring " + where();
    }
}
