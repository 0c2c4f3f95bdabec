package io.saltgate.api;

import inet.ipaddr.IPAddress;
import io.saltgate.api.answer.AddedEntries;
import io.saltgate.api.answer.AddressCheck;
import io.saltgate.api.answer.ModeData;
import io.saltgate.api.answer.RemovedEntry;
import io.saltgate.api.answer.ReplacedWhitelist;
import io.saltgate.api.answer.WhitelistData;
import io.saltgate.api.body.AddressToCheck;
import io.saltgate.api.body.NewEntries;
import io.saltgate.api.body.NewMode;
import io.saltgate.api.body.WholeWhitelist;
import io.saltgate.api.schema.Input;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.Whitelists;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
    @Operation(
            id = "getWhitelist",
            tag = ApiTags.WHITELIST,
            summary = "Show the whitelist",
            description =
                    "Shows the mode and all entries. While the account's API is off, the list is empty and `off`.",
            answer = WhitelistData.class)
    public Response get(@Context HttpServletRequest request) {
        Optional<Whitelists.View> view = whitelists.findView(AccountsResource.caller(request));
        return Answers.ok(new WhitelistData(
                WhitelistMode.text(view.map(Whitelists.View::mode).orElse(Whitelist.Mode.OFF)),
                view.map(Whitelists.View::entries).orElse(List.of()).stream()
                        .filter(entry -> !entry.isOver(clock.instant())) // and not yet deleted
                        .map(WhitelistData.Entry::of)
                        .toList()));
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "addWhitelistEntries",
            tag = ApiTags.WHITELIST,
            summary = "Add entries",
            description =
                    "Adds entries, all or none, up to 10,000 in all. What is refused is named entry by entry, with a"
                            + " message for each.",
            body = NewEntries.class,
            answer = AddedEntries.class,
            idempotent = true,
            reads = Input.RANGE,
            errors = {
                ErrorCode.API_OFF,
                ErrorCode.ENTRIES_EMPTY,
                ErrorCode.WHITELIST_FULL,
                ErrorCode.WHITELIST_LABEL_INVALID,
                ErrorCode.WHITELIST_EXPIRES_INVALID
            })
    public Response add(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<NewEntries> call = JsonCall.required(request, entity, NewEntries.class);
        return keys.serve(
                request,
                call.bytes(),
                new WhitelistAddition(
                        AccountsResource.caller(request), call.body().entries(), whitelists, clock));
    }

    /** Replaces the whole list; {@code ?dryRun=true} only shows what that would do. */
    @PUT
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "replaceWhitelist",
            tag = ApiTags.WHITELIST,
            summary = "Replace the whole whitelist",
            description = "Afterwards the list is exactly these entries, with exactly these labels and ends. An entry"
                    + " that stays keeps its id. Where the list is enforced and the new one would stop every call, the"
                    + " call is refused unless it has `force`. A query parameter other than `dryRun` is refused.",
            parameters =
                    @Parameter(
                            name = "dryRun",
                            description = "`true` changes nothing and shows what would happen.",
                            example = "true",
                            oneOf = {"true", "false"}),
            body = WholeWhitelist.class,
            answer = ReplacedWhitelist.class,
            reads = Input.RANGE,
            errors = {
                ErrorCode.API_OFF,
                ErrorCode.WHITELIST_SHUTS_OUT_ALL,
                ErrorCode.WHITELIST_CHANGED,
                ErrorCode.QUERY_UNKNOWN,
                ErrorCode.DRY_RUN_INVALID,
                ErrorCode.WHITELIST_FULL,
                ErrorCode.WHITELIST_LABEL_INVALID,
                ErrorCode.WHITELIST_EXPIRES_INVALID
            })
    public Response replace(@Context HttpServletRequest request, InputStream entity) {
        return Answers.ok(replacement.answer(request, entity));
    }

    @DELETE
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "removeWhitelistEntry",
            tag = ApiTags.WHITELIST,
            summary = "Remove an entry",
            description = "Removes an entry by its id.",
            answer = RemovedEntry.class,
            errors = ErrorCode.API_OFF)
    public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
        Whitelists.Removed removed = Exchange.parseId(id)
                .flatMap(entry -> whitelists.remove(AccountsResource.caller(request), entry))
                .orElseThrow(() -> CallRefused.of(404));
        return Answers.ok(new RemovedEntry(
                removed.range().toString(),
                removed.remainsThrough().map(Object::toString).orElse(null)));
    }

    @PUT
    @Path("/mode")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "setWhitelistMode",
            tag = ApiTags.WHITELIST,
            summary = "Set the mode",
            description = "Sets whether addresses that aren't listed are refused.",
            body = NewMode.class,
            answer = ModeData.class,
            errors = {ErrorCode.API_OFF, ErrorCode.WHITELIST_MODE_INVALID})
    public Response setMode(@Context HttpServletRequest request, InputStream entity) {
        Whitelist.Mode mode = WhitelistMode.parse(
                JsonCall.required(request, entity, NewMode.class).body().mode());
        whitelists.setMode(AccountsResource.caller(request), mode, null);
        return Answers.ok(new ModeData(WhitelistMode.text(mode)));
    }

    @POST
    @Path("/check")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "checkWhitelistAddress",
            tag = ApiTags.WHITELIST,
            summary = "Ask about an address",
            description = "Returns how the list judges an address. Nothing is changed or recorded.",
            body = AddressToCheck.class,
            answer = AddressCheck.class,
            reads = Input.RANGE,
            errors = ErrorCode.ADDRESS_INVALID)
    public Response check(@Context HttpServletRequest request, InputStream entity) {
        IPAddress address = address(
                JsonCall.required(request, entity, AddressToCheck.class).body().address());
        Whitelists.Check check = whitelists.check(AccountsResource.caller(request), address);
        return Answers.ok(new AddressCheck(
                address.toCanonicalString(),
                WhitelistMode.text(check.mode()),
                check.isListed(),
                check.through().stream().map(IpRange::toString).toList(),
                check.passes()));
    }

    private static IPAddress address(String typed) {
        return IpAddresses.parse(typed).orElseThrow(() -> {
            Complaint complaint = IpRange.parse(typed) instanceof IpRange.Parsed.Bad bad
                    ? EntryParser.complaint(typed, bad)
                    : new Complaint("address.invalid", Typed.quote(typed) + " is a range, or has spaces around it");
            return CallRefused.unprocessable(List.of(complaint));
        });
    }
}
