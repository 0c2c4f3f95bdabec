package io.saltgate.api;

import io.saltgate.accounts.ExternalId;
import io.saltgate.api.AccountBatch.Line;
import io.saltgate.api.AccountBatch.Outcome;
import io.saltgate.api.answer.AccountResults;
import io.saltgate.api.body.AccountLine;
import io.saltgate.api.body.AccountLines;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.AccountBatches;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.InvitationToken;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Serves {@code /account-batches}: creates or changes up to a thousand accounts by {@code externalId}. Each line has
 * its own result, and a repeated call changes nothing, so that it needs no {@code Idempotency-Key}.
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
    @Operation(
            id = "saveAccounts",
            tag = ApiTags.ACCOUNTS,
            summary = "Create or change many accounts",
            description =
                    "Creates the accounts that don't exist; of those that do, name and `suspended` become what the"
                            + " call says, and `ownerEmail` is invited if nobody owns the account or is invited to."
                            + " Accounts that fail leave the others: the call is 200, and each has a `result`. The"
                            + " same call again changes nothing.",
            body = AccountLines.class,
            answer = AccountResults.class,
            errors = ErrorCode.ACCOUNTS_COUNT)
    public Response perform(@Context HttpServletRequest request, InputStream entity) {
        List<JsonNode> entries =
                JsonCall.required(request, entity, AccountLines.class).body().accounts();
        if (entries.isEmpty() || entries.size() > MAX_LINES) {
            throw CallRefused.unprocessable("accounts.count", "accounts has 1 to " + MAX_LINES + " lines");
        }
        Outcome[] outcomes = new Outcome[entries.size()];
        SortedMap<Integer, Line> lines = new TreeMap<>();
        Set<ExternalId> seen = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            try {
                Line line = parse(entries.get(i), "accounts[" + i + "]");
                if (!seen.add(line.externalId())) {
                    throw CallRefused.unprocessable(
                            "external.id.repeated", "accounts[" + i + "].externalId is in an earlier line");
                }
                lines.put(i, line);
            } catch (CallRefused e) {
                outcomes[i] = new Outcome.Failed(e.complaints());
            }
        }
        Iterator<Outcome> done = new AccountBatch(AccountsResource.caller(request), batches)
                .perform(List.copyOf(lines.values()))
                .iterator();
        lines.keySet().forEach(place -> outcomes[place] = done.next());
        return Answers.ok(new AccountResults(IntStream.range(0, outcomes.length)
                .mapToObj(i -> result(entries.get(i), outcomes[i]))
                .toList()));
    }

    private static Line parse(JsonNode entry, String place) {
        AccountLine line = JsonCall.bind(entry, AccountLine.class, place);
        return new Line(
                AccountFields.externalId(line.externalId()),
                AccountFields.name(line.name()),
                Optional.ofNullable(line.ownerEmail()).map(AccountFields::email).orElse(null),
                Optional.ofNullable(line.suspended()));
    }

    private AccountResults.Line result(JsonNode entry, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> AccountResults.Line.done(done.word(), done.account(), link(done.invitation()));
            case Outcome.Failed failed -> {
                JsonNode id = entry.path("externalId");
                yield AccountResults.Line.failed(id.isString() ? id.stringValue() : null, failed.complaints());
            }
        };
    }

    private @Nullable String link(@Nullable InvitationToken invitation) {
        return invitation == null ? null : publicUrl.of("/invitation/" + invitation.reveal());
    }
}
