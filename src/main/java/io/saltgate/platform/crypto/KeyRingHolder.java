package io.saltgate.platform.crypto;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import org.jspecify.annotations.Nullable;

/** Holds the key ring that start-up opened, and provides it and {@link Sealing} for injection. */
@ApplicationScoped
public class KeyRingHolder {

    private volatile @Nullable KeyRing ring;

    public void set(KeyRing opened) {
        ring = opened;
    }

    @Produces
    public KeyRing ring() {
        KeyRing opened = ring;
        if (opened == null) {
            throw new IllegalStateException("the key ring is not open yet");
        }
        return opened;
    }

    @Produces
    public Sealing sealing() {
        return new Sealing(ring());
    }
}
