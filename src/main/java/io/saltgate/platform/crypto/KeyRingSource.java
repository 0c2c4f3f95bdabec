package io.saltgate.platform.crypto;

import io.saltgate.platform.Settings;

/** Where the key ring comes from: a file, or the configuration itself, which may be a secret store. */
public sealed interface KeyRingSource permits KeyRingFile, KeyRingText {

    /** The one that is configured: {@code saltgate.keyring.text}, else the file at {@code saltgate.keyring}. */
    static KeyRingSource from(Settings settings) {
        return settings.find(KeyRingText.KEY)
                .<KeyRingSource>map(KeyRingText::new)
                .orElseGet(() -> new KeyRingFile(settings.keyRing()));
    }

    /** Where it is, for sentences: {@code at /etc/saltgate/keyring}. */
    String where();

    boolean exists();

    /** @throws io.saltgate.platform.start.CannotStart if it can't be read, or is damaged */
    KeyRing read();

    /**
     * Makes a ring with one new key, unless another node was first.
     *
     * @throws io.saltgate.platform.start.CannotStart if that can't be done here
     */
    KeyRing create();

    /** Whether it holds something else than what was read last; false while it can't be read. */
    boolean isChanged();
}
