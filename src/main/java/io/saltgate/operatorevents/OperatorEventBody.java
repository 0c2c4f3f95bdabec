package io.saltgate.operatorevents;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.SharedJson;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the JSON body of an operator event. */
final class OperatorEventBody {

    private OperatorEventBody() {}

    static String of(OperatorEventType type, AccountEvent event, Account account, UUID id, Instant now) {
        JsonObjectBuilder details = SharedJson.createObjectBuilder();
        event.parameters().forEach(details::add);
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
                .add("by", by(event.by()));
        return end(withText(body, "subject", event.subject()).add("details", details), type.text(), id, now);
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
