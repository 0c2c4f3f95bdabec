package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;

/** A new console link. Its text has no link in it. */
public record ConsoleLinkData(
        @Field(
                value = "Where to send the customer's browser, in the tab itself and not in a frame: works once, and is"
                        + " given only here.",
                example = "https://saltgate.example.org/console-links/4f9c2e")
        String link,

        @Field(value = "When it ends, two minutes from now.", example = "2026-02-07T12:02:00Z")
        Instant expiresAt)
        implements Data {

    @Override
    public String toString() {
        return "console link until " + expiresAt;
    }
}
