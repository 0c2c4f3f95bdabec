package io.saltgate.api;

import inet.ipaddr.IPAddress;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Serves {@code /accounts/{slug}/ip-whitelist}: shows, adds, replaces and removes entries, sets the mode, checks an
 * address.
 */
@Path("/accounts/{slug}/ip-whitelist")
@RequestScoped
public class IpWhitelistResource {

    private final Whitelists whitelists;
    private final WhitelistReplacement replacement;
    private final Clock clock;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public IpWhitelistResource() {
        this(null, null, null, null);
    }

    @Inject
    public IpWhitelistResource(
            Whitelists whitelists, WhitelistReplacement replacement, Clock clock, IdempotencyKeys keys) {
        this.whitelists = whitelists;
        this.replacement = replacement;
        this.clock = clock;
        this.keys = keys;
    }

    /** Shows the list. While the API is off there is none, which is shown as an empty one in mode off. */
    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response get(@Context HttpServletRequest request) {
        Optional<Whitelists.View> view = whitelists.findView(AccountsResource.caller(request));
        JsonArrayBuilder entries = SharedJson.createArrayBuilder();
        view.map(Whitelists.View::entries).orElse(List.of()).forEach(entry -> entries.add(entry(entry)));
        return Answers.ok(SharedJson.createObjectBuilder()
                .add("mode", WhitelistMode.text(view.map(Whitelists.View::mode).orElse(Whitelist.Mode.OFF)))
                .add("entries", entries));
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response add(@Context HttpServletRequest request, InputStream entity) {
        byte[] bytes = JsonBody.readBytes(request, entity);
        JsonBody body = JsonBody.parseRequired(request, bytes, "entries");
        return keys.serve(
                request,
                bytes,
                new WhitelistAddition(AccountsResource.caller(request), body.list("entries"), whitelists, clock));
    }

    /** Replaces the whole list; {@code ?dryRun=true} only shows what that would do. */
    @PUT
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response replace(@Context HttpServletRequest request, InputStream entity) {
        return Answers.ok(replacement.answer(request, entity));
    }

    @DELETE
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
        Whitelists.Removed removed = Exchange.parseId(id)
                .flatMap(entry -> whitelists.remove(AccountsResource.caller(request), entry))
                .orElseThrow(() -> CallRefused.of(404));
        return Answers.ok(Answers.add(
                SharedJson.createObjectBuilder().add("address", removed.range().toString()),
                "remainsThrough",
                removed.remainsThrough().orElse(null)));
    }

    @PUT
    @Path("/mode")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response setMode(@Context HttpServletRequest request, InputStream entity) {
        Whitelist.Mode mode =
                WhitelistMode.parse(JsonBody.read(request, entity, "mode").text("mode"));
        whitelists.setMode(AccountsResource.caller(request), mode, null);
        return Answers.ok(SharedJson.createObjectBuilder().add("mode", WhitelistMode.text(mode)));
    }

    @POST
    @Path("/check")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response check(@Context HttpServletRequest request, InputStream entity) {
        IPAddress address = address(JsonBody.read(request, entity, "address").text("address"));
        Whitelists.Check check = whitelists.check(AccountsResource.caller(request), address);
        JsonArrayBuilder through = SharedJson.createArrayBuilder();
        check.through().forEach(range -> through.add(range.toString()));
        return Answers.ok(SharedJson.createObjectBuilder()
                .add("address", address.toCanonicalString())
                .add("mode", WhitelistMode.text(check.mode()))
                .add("listed", check.isListed())
                .add("through", through)
                .add("passes", check.passes()));
    }

    private static IPAddress address(String typed) {
        return IpAddresses.parse(typed).orElseThrow(() -> {
            Complaint complaint = IpRange.parse(typed) instanceof IpRange.Parsed.Bad bad
                    ? NewEntries.complaint(typed, bad)
                    : new Complaint("address.invalid", Typed.quote(typed) + " is a range, or has spaces around it");
            return CallRefused.unprocessable(List.of(complaint));
        });
    }

    private static JsonObjectBuilder entry(WhitelistEntry entry) {
        JsonObjectBuilder object = SharedJson.createObjectBuilder()
                .add("id", entry.id().toString())
                .add("address", entry.range().toString());
        Answers.add(object, "label", entry.label());
        Answers.add(object, "expiresAt", entry.expiresAt());
        return object.add("createdAt", entry.createdAt().toString());
    }
}
