package io.saltgate.platform.web;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests may have their bodies read at a time, since each holds a thread for as long as its client takes.
 * Half of the places are kept for clients that have shown a living session, a valid operator key or a token, so that
 * strangers who send slowly can't keep an owner from pausing an API. Thread-safe.
 */
final class BodyPlaces {

    /** One of them; given back by {@link #close}. */
    final class Place implements AutoCloseable {

        private final @Nullable String stranger;
        private final boolean known;

        private Place(boolean known, @Nullable String stranger) {
            this.known = known;
            this.stranger = stranger;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    static final String KEY = "saltgate.body.threads";

    private static final int DEFAULT = 48;
    private static final int MAX = 10_000;

    /** How many one stranger's address may have at a time. */
    private static final int PER_ADDRESS = 4;

    private final int all;
    private final int strangers;
    private final Map<String, Integer> byAddress = new HashMap<>();
    private int taken;
    private int takenByStrangers;

    /** @param all how many there are, 2 or more */
    BodyPlaces(int all) {
        this.all = all;
        this.strangers = all / 2;
    }

    static BodyPlaces from(Settings settings) {
        String text = settings.get(KEY, Integer.toString(DEFAULT));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 2 || Integer.parseInt(text) > MAX) {
            throw new Settings.InvalidSetting(KEY, "is not a number from 2 to " + MAX);
        }
        return new BodyPlaces(Integer.parseInt(text));
    }

    /** For a client that is known; empty if there is no place. */
    synchronized Optional<Place> takeKnown() {
        if (taken >= all) {
            return Optional.empty();
        }
        taken++;
        return Optional.of(new Place(true, null));
    }

    /**
     * For anybody else; empty if there is no place.
     *
     * @param address by which the client is told from others; null if it can't be
     */
    synchronized Optional<Place> takeStranger(@Nullable String address) {
        if (taken >= all || takenByStrangers >= strangers) {
            return Optional.empty();
        }
        if (address != null) {
            int present = byAddress.getOrDefault(address, 0);
            if (present >= PER_ADDRESS) {
                return Optional.empty();
            }
            byAddress.put(address, present + 1);
        }
        taken++;
        takenByStrangers++;
        return Optional.of(new Place(false, address));
    }

    private synchronized void giveBack(Place place) {
        taken--;
        takenByStrangers -= place.known ? 0 : 1;
        if (place.stranger != null) {
            byAddress.computeIfPresent(place.stranger, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        @jakarta.inject.Singleton
        BodyPlaces places() {
            return from(Settings.current());
        }
    }
}
