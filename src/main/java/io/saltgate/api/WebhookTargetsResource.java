package io.saltgate.api;

import io.saltgate.api.answer.TargetList;
import io.saltgate.api.body.WebhookTargets;
import io.saltgate.api.schema.Operation;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.net.AllowList;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.webhooks.endpoints.TargetPermits;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Serves {@code /accounts/{slug}/webhook-targets}: the private addresses that this account's webhooks may reach.
 */
@Path("/accounts/{slug}/webhook-targets")
@RequestScoped
public class WebhookTargetsResource {

    private final TargetPermits permits;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public WebhookTargetsResource() {
        this(null);
    }

    @Inject
    public WebhookTargetsResource(TargetPermits permits) {
        this.permits = permits;
    }

    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "getWebhookTargets",
            tag = ApiTags.WEBHOOKS,
            summary = "Show the private targets",
            description = "Shows the private addresses that this account's webhooks may reach.",
            answer = TargetList.class)
    public Response get(@Context HttpServletRequest request) {
        return answer(permits.list(AccountsResource.caller(request)));
    }

    @PUT
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "setWebhookTargets",
            tag = ApiTags.WEBHOOKS,
            summary = "Allow private targets",
            description = "Lets this one account's webhooks reach private addresses, with or without a port, also over"
                    + " plain http, in place of those that it had. Link-local addresses and metadata services are"
                    + " refused.",
            body = WebhookTargets.class,
            answer = TargetList.class,
            errors = {ErrorCode.TARGET_INVALID, ErrorCode.TARGET_METADATA, ErrorCode.TARGETS_FULL})
    public Response replace(@Context HttpServletRequest request, InputStream entity) {
        List<String> texts =
                JsonCall.required(request, entity, WebhookTargets.class).body().targets();
        if (texts.size() > TargetPermits.MOST) {
            throw CallRefused.unprocessable("targets.full", "There are " + TargetPermits.MOST + " targets at most");
        }
        List<AllowList.Entry> entries = new ArrayList<>();
        for (String text : texts) {
            entries.add(entry(text));
        }
        permits.replace(AccountsResource.caller(request), new AllowList(entries));
        return answer(permits.list(AccountsResource.caller(request)));
    }

    private static AllowList.Entry entry(String text) {
        AllowList.Entry entry = AllowList.Entry.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "target.invalid",
                        Typed.quote(text) + " is not an address or range, with or without a port: 10.1.2.3:8080"));
        entry.findMetadata().ifPresent(block -> {
            throw CallRefused.unprocessable(
                    "target.metadata",
                    Typed.quote(text) + " includes addresses of " + block
                            + ", which are link-local or a cloud's metadata"
                            + " service; only the server's configuration can allow them (saltgate.webhooks.allow)");
        });
        return entry;
    }

    private static Response answer(List<String> targets) {
        return Answers.ok(new TargetList(targets));
    }
}
