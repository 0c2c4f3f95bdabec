package io.saltgate.webhooks.events;

import io.saltgate.platform.SharedJson;
import io.saltgate.platform.crypto.Base62;
import io.saltgate.webhooks.DocumentId;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.NewEvent;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.TypeFilter;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An event as a product could tell it, for trying a receiver: of a type that the endpoint takes, with all kinds of
 * values.
 */
final class TestEvent {

    private static final String TYPE = "document.completed";

    private TestEvent() {}

    /** Has the example of the catalogue. */
    static NewEvent of(EventCatalogue.Entry entry) {
        return new NewEvent(entry.type(), document(), entry.example());
    }

    static NewEvent of(TypeFilter types, Instant now) {
        DocumentId id = document();
        JsonObject payload = SharedJson.createObjectBuilder()
                .add("test", true)
                .add("documentName", "Test – नमूना 😊.pdf")
                .add("pages", 3)
                .add("amount", SharedJson.createValue(new java.math.BigDecimal("1250.00")))
                .add("completedAt", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .add(
                        "signers",
                        SharedJson.createArrayBuilder()
                                .add(SharedJson.createObjectBuilder()
                                        .add("name", "Zoë Example")
                                        .add("email", "zoe@example.com")
                                        .add("status", "signed"))
                                .add(SharedJson.createObjectBuilder()
                                        .add("name", "Ravi Example")
                                        .add("email", "ravi@example.com")
                                        .addNull("status")))
                .add("downloadUrl", "https://example.com/documents/" + id.value() + "?format=pdf&v=1")
                .build();
        return new NewEvent(new EventType(type(types)), id, new Payload(payload.toString()));
    }

    private static DocumentId document() {
        return new DocumentId("TEST" + Base62.random(22));
    }

    private static String type(TypeFilter types) {
        if (types.takes(new EventType(TYPE))) {
            return TYPE;
        }
        String first = types.names().getFirst();
        return first.endsWith(".*") ? first.substring(0, first.length() - 1) + "test" : first;
    }
}
