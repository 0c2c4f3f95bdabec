package io.saltgate.platform.web;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many requests may have their bodies read at a time, since each holds a thread for as long as its client
 * takes. Half of the places are kept for clients that have shown a living session, a valid operator key or a token, so
 * that strangers who send slowly can't keep an owner from pausing an API; and no person or token has more than a sixth
 * of them, so that neither can one who is known. Thread-safe.
 */
final class BodyPlaces {

    /** A place, which {@link #close} gives back. */
    final class Place implements AutoCloseable {

        private final @Nullable String client;
        private final boolean known;

        private Place(boolean known, @Nullable String client) {
            this.known = known;
            this.client = client;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }

    static final String KEY = "saltgate.body.threads";

    private static final int DEFAULT = 48;
    private static final int MAX = 10_000;

    /** The number of places that one unauthenticated address may have at a time. */
    private static final int PER_ADDRESS = 4;

    private final Semaphore all;
    private final Semaphore strangers;
    private final Map<String, Integer> byClient = new ConcurrentHashMap<>();
    private final int perClient;

    /** @param all how many there are, 2 or more */
    BodyPlaces(int all) {
        this.all = new Semaphore(all);
        this.strangers = new Semaphore(all / 2);
        this.perClient = Math.max(2, all / 6);
    }

    static BodyPlaces from(Settings settings) {
        String text = settings.get(KEY, Integer.toString(DEFAULT));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) < 2 || Integer.parseInt(text) > MAX) {
            throw new Settings.InvalidSetting(KEY, "is not a number from 2 to " + MAX);
        }
        return new BodyPlaces(Integer.parseInt(text));
    }

    /**
     * Takes a place for a known client; empty if there is none, or the client has as many as one may.
     *
     * @param client who it is; null for one that may have all places, as the operator's programs
     */
    Optional<Place> takeKnown(@Nullable String client) {
        return all.tryAcquire() ? counted(new Place(true, client), perClient) : Optional.empty();
    }

    /**
     * For anybody else; empty if there is no place.
     *
     * @param address by which the client is told from others; null if it can't be
     */
    Optional<Place> takeStranger(@Nullable String address) {
        if (!strangers.tryAcquire()) {
            return Optional.empty();
        }
        if (!all.tryAcquire()) {
            strangers.release();
            return Optional.empty();
        }
        return counted(new Place(false, address), PER_ADDRESS);
    }

    private Optional<Place> counted(Place place, int most) {
        if (place.client != null && byClient.merge(place.client, 1, Integer::sum) > most) {
            place.close();
            return Optional.empty();
        }
        return Optional.of(place);
    }

    private void giveBack(Place place) {
        if (place.client != null) {
            byClient.computeIfPresent(place.client, (client, count) -> count == 1 ? null : count - 1);
        }
        if (!place.known) {
            strangers.release();
        }
        all.release();
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
