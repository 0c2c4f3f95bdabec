package io.saltgate.webhooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.SharedJson;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.Payload;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Instant;
import java.util.UUID;

/** Writes the body that a webhook of a type has, for reading. */
final class ExampleBody {

    private static final UUID EVENT = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
    private static final String DOCUMENT = "01HN8Z2K7M9P4Q5R6S7T8U9V0";
    private static final String MAC = "5e6eb6b6d6c81e0f2b096cdf2e14f56dc28b5432";

    private ExampleBody() {}

    static String of(EventCatalogue.Entry entry) {
        Payload.Facts facts = new Payload.Facts(EVENT, entry.type().value(), TIME, DOCUMENT);
        String body = new String(entry.example().toBody(facts, MAC), UTF_8);
        try (JsonReader reader = SharedJson.createReader(new StringReader(body))) {
            return SharedJson.pretty(reader.readObject());
        }
    }
}
