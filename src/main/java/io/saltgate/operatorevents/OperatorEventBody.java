package io.saltgate.operatorevents;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.SharedJson;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an operator event says of an account, and its JSON.
 *
 * @param by who did it; Saltgate itself for what nobody did
 * @param subject what it happened to: an id, a range; null if the type says it all
 * @param details further facts by name
 */
record OperatorEventBody(
        Account account, Caller by, @Nullable String subject, Map<String, String> details) {

    OperatorEventBody {
        details = new TreeMap<>(details); // in the same order in every event
    }

    String json(OperatorEventType type, UUID id, Instant now) {
        JsonObjectBuilder members = SharedJson.createObjectBuilder();
        details.forEach(members::add);
        JsonObjectBuilder body = SharedJson.createObjectBuilder()
                .add(
                        "account",
                        withText(
                                SharedJson.createObjectBuilder()
                                        .add("id", account.id().toString())
                                        .add("slug", account.slug())
                                        .add("name", account.name()),
                                "externalId",
                                account.externalId()))
                .add("by", by(by));
        return end(withText(body, "subject", subject).add("details", members), type.text(), id, now);
    }

    static String test(UUID id, Instant now) {
        return end(SharedJson.createObjectBuilder(), OperatorEventType.TEST, id, now);
    }

    private static JsonObjectBuilder by(Caller caller) {
        String kind = switch (caller.kind()) {
            case USER, MEMBER -> "member";
            case OPERATOR -> "operator";
            case OPERATOR_KEY -> "operatorKey";
            case ACCOUNT_TOKEN -> "accountToken";
            case NOBODY -> "nobody";
            case SYSTEM -> "saltgate";
        };
        UUID id = caller.id();
        return withText(
                withText(SharedJson.createObjectBuilder().add("kind", kind), "id", id == null ? null : id.toString()),
                "address",
                caller.address());
    }

    private static JsonObjectBuilder withText(JsonObjectBuilder object, String name, @Nullable String text) {
        return text == null ? object.addNull(name) : object.add(name, text);
    }

    private static String end(JsonObjectBuilder body, String type, UUID id, Instant now) {
        return body.add("type", type)
                .add("eventId", id.toString())
                .add("occurredAt", now.truncatedTo(ChronoUnit.MILLIS).toString())
                .build()
                .toString();
    }
}
