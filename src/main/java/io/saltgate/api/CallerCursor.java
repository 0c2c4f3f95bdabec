package io.saltgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.web.Exchange;
import io.saltgate.usage.CallerDirectory.Place;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** Writes a place in the list of callers as an opaque text, and reads it. */
final class CallerCursor {

    /** No cursor that we write is longer: a day, an id and an address. */
    private static final int MAX_LENGTH = 200;

    private CallerCursor() {}

    static String write(Place place) {
        String text = place.day() + " " + place.token() + " " + place.address();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    /** Empty for a text that can't have been written here. */
    static Optional<Place> read(String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split(" ", -1);
            Optional<UUID> token = parts.length == 3 ? Exchange.parseId(parts[1]) : Optional.empty();
            boolean plain = parts.length == 3 && parts[2].matches("[0-9a-f:.-]{0,45}");
            return token.isEmpty() || !plain
                    ? Optional.empty()
                    : Optional.of(new Place(LocalDate.parse(parts[0]), token.get(), parts[2]));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
