package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.usage.CallerDirectory;
import io.saltgate.usage.CallerDirectory.Line;
import io.saltgate.usage.Counts;
import io.saltgate.usage.Outcome;
import io.saltgate.usage.Span;
import io.saltgate.usage.Usage;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Serves {@code /accounts/{slug}/usage}: calls and refusals by day and reason, the last call, and who called. */
@Path("/accounts/{slug}/usage")
@RequestScoped
public class UsageResource {

    private final Usage usage;
    private final CallerDirectory callers;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public UsageResource() {
        this(null, null);
    }

    @Inject
    public UsageResource(Usage usage, CallerDirectory callers) {
        this.usage = usage;
        this.callers = callers;
    }

    /** Today and the 29 days before, in UTC. */
    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response get(@Context HttpServletRequest request) {
        Caller caller = AccountsResource.caller(request);
        Counts counts = usage.getCounts(caller, Span.MONTH);
        JsonArrayBuilder days = SharedJson.createArrayBuilder();
        counts.steps().forEach(step -> days.add(day(step)));
        JsonObjectBuilder data = SharedJson.createObjectBuilder()
                .add("allowed", counts.allowed())
                .add("wouldRefuse", counts.wouldRefuse())
                .add("refused", counts.refused());
        return Answers.ok(Answers.add(
                        data,
                        "lastCallAt",
                        callers.findLastCall(caller).map(Answers::time).orElse(null))
                .add("days", days));
    }

    @GET
    @Path("/callers")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response listCallers(
            @Context HttpServletRequest request, @QueryParam("cursor") @DefaultValue("") String cursor) {
        CallerDirectory.Slice slice = callers.list(
                AccountsResource.caller(request),
                cursor.isEmpty()
                        ? null
                        : CallerCursor.read(cursor)
                                .orElseThrow(() -> CallRefused.unprocessable(
                                        "cursor.invalid", "cursor is none that this API has given out")));
        JsonArrayBuilder lines = SharedJson.createArrayBuilder();
        slice.lines().forEach(line -> lines.add(caller(line)));
        return Answers.ok(Answers.add(
                SharedJson.createObjectBuilder().add("callers", lines),
                "nextCursor",
                slice.next() == null ? null : CallerCursor.write(slice.next())));
    }

    private static JsonObjectBuilder day(Counts.Step step) {
        JsonObjectBuilder reasons = SharedJson.createObjectBuilder();
        step.calls().entrySet().stream()
                .filter(each -> !each.getKey().isAllowed())
                .forEach(each -> reasons.add(each.getKey().code(), each.getValue()));
        return SharedJson.createObjectBuilder()
                .add("day", LocalDate.ofInstant(step.began(), ZoneOffset.UTC).toString())
                .add("allowed", step.allowed())
                .add("wouldRefuse", step.calls().getOrDefault(Outcome.WOULD_REFUSE, 0L))
                .add("refused", step.refused())
                .add("reasons", reasons);
    }

    private static JsonObjectBuilder caller(Line line) {
        Usage.CallerLine caller = line.caller();
        return SharedJson.createObjectBuilder()
                .add("day", line.day().toString())
                .add("tokenId", caller.token().toString())
                .add("address", caller.isOthers() ? "others" : caller.address())
                .add("firstSeenAt", Answers.time(caller.firstSeen()))
                .add("lastSeenAt", Answers.time(caller.lastSeen()))
                .add("allowed", caller.allowed())
                .add("wouldRefuse", caller.wouldRefuse())
                .add("refused", caller.refused());
    }
}
