package io.saltgate.api;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.ExternalId;
import io.saltgate.api.AccountBatch.Line;
import io.saltgate.api.AccountBatch.Outcome;
import io.saltgate.operator.AccountBatches;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Serves {@code /account-batches}: creates or changes up to a thousand accounts by {@code externalId}. Each line has its
 * own result, and a repeated call changes nothing, so that it needs no {@code Idempotency-Key}.
 */
@Path("/account-batches")
@RequestScoped
public class AccountBatchesResource {

    private static final int MAX_LINES = 1_000;

    private final AccountBatches batches;
    private final PublicUrl publicUrl;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public AccountBatchesResource() {
        this(null, null);
    }

    @Inject
    public AccountBatchesResource(AccountBatches batches, PublicUrl publicUrl) {
        this.batches = batches;
        this.publicUrl = publicUrl;
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response perform(@Context HttpServletRequest request, InputStream entity) {
        JsonArray entries = JsonBody.read(request, entity, "accounts").list("accounts");
        if (entries.isEmpty() || entries.size() > MAX_LINES) {
            throw CallRefused.unprocessable("accounts.count", "accounts has 1 to " + MAX_LINES + " lines");
        }
        List<Optional<Line>> lines = new ArrayList<>();
        List<List<Complaint>> complaints = new ArrayList<>();
        Set<ExternalId> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                Line line = parse(entries.get(i), "accounts[" + i + "]");
                if (!seen.add(line.externalId())) {
                    throw CallRefused.unprocessable(
                            "external.id.repeated", "accounts[" + i + "].externalId is in an earlier line");
                }
                lines.add(Optional.of(line));
                complaints.add(List.of());
            } catch (CallRefused e) {
                lines.add(Optional.empty());
                complaints.add(e.complaints());
            }
        }
        List<Outcome> done = new AccountBatch(AccountsResource.caller(request), batches)
                .perform(lines.stream().flatMap(Optional::stream).toList());
        JsonArrayBuilder results = SharedJson.createArrayBuilder();
        int next = 0;
        for (int i = 0; i < entries.size(); i++) {
            results.add(json(
                    entries.get(i),
                    lines.get(i).isPresent() ? done.get(next++) : new Outcome.Failed(complaints.get(i))));
        }
        return Answers.ok(SharedJson.createObjectBuilder().add("accounts", results));
    }

    private static Line parse(JsonValue entry, String place) {
        JsonBody body = JsonBody.of(entry, place, "externalId", "name", "ownerEmail", "suspended");
        return new Line(
                AccountsResource.externalId(body.text("externalId")),
                AccountsResource.name(body.text("name")),
                body.findText("ownerEmail").map(AccountsResource::email).orElse(null),
                body.has("suspended") ? Optional.of(body.bool("suspended")) : Optional.empty());
    }

    private JsonObjectBuilder json(JsonValue entry, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> {
                Account account = done.account();
                JsonObjectBuilder object = SharedJson.createObjectBuilder()
                        .add("externalId", String.valueOf(account.externalId()))
                        .add("result", done.word())
                        .add("account", AccountsResource.account(account));
                yield done.invitation() == null
                        ? object
                        : object.add(
                                "invitationLink",
                                publicUrl.of("/invitation/" + done.invitation().reveal()));
            }
            case Outcome.Failed failed -> {
                JsonArrayBuilder messages = SharedJson.createArrayBuilder();
                failed.complaints()
                        .forEach(each -> messages.add(SharedJson.createObjectBuilder()
                                .add("code", each.code())
                                .add("message", each.message())));
                JsonObjectBuilder object = SharedJson.createObjectBuilder();
                JsonValue id = entry instanceof JsonObject typed ? typed.get("externalId") : null;
                yield (id instanceof JsonString text
                                ? object.add("externalId", text.getString())
                                : object.addNull("externalId"))
                        .add("result", "failed")
                        .add("messages", messages);
            }
        };
    }
}
