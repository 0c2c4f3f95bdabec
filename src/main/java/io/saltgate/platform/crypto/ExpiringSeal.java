package io.saltgate.platform.crypto;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Seals text that a page keeps in a field until its person has done the next step: it opens in its place for a limited
 * time, and no row is made for it.
 */
public final class ExpiringSeal {

    private final Sealing sealing;
    private final Clock clock;
    private final Duration lifetime;

    public ExpiringSeal(KeyRing ring, Clock clock, Duration lifetime) {
        this.sealing = new Sealing(ring);
        this.clock = clock;
        this.lifetime = lifetime;
    }

    public String seal(String text, Sealing.Place place) {
        return sealing.seal(clock.instant() + " " + text, place);
    }

    /** @return empty if it wasn't sealed here for that place, or longer ago than the lifetime */
    public Optional<String> open(String sealed, Sealing.Place place) {
        String opened;
        try {
            opened = sealing.open(sealed, place);
        } catch (Sealing.CannotOpen e) {
            return Optional.empty();
        }
        int end = opened.indexOf(' ');
        Instant sealedAt = Instant.parse(opened.substring(0, end));
        return sealedAt.plus(lifetime).isBefore(clock.instant())
                ? Optional.empty()
                : Optional.of(opened.substring(end + 1));
    }
}
