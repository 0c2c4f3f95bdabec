package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.CallerPage;
import io.saltgate.api.answer.UsageData;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.usage.CallerDirectory;
import io.saltgate.usage.CallerDirectory.Line;
import io.saltgate.usage.Counts;
import io.saltgate.usage.Outcome;
import io.saltgate.usage.Span;
import io.saltgate.usage.Usage;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

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
    @Operation(
            id = "getUsage",
            tag = ApiTags.USAGE,
            summary = "Show calls and refusals by day",
            description = "Counts the calls of today and the 29 days before, in UTC, up to five seconds ago.",
            answer = UsageData.class)
    public Response get(@Context HttpServletRequest request) {
        Caller caller = AccountsResource.caller(request);
        Counts counts = usage.getCounts(caller, Span.MONTH);
        return Answers.ok(new UsageData(
                counts.allowed(),
                counts.wouldRefuse(),
                counts.refused(),
                callers.findLastCall(caller).map(Answers::time).orElse(null),
                counts.steps().stream().map(UsageResource::day).toList()));
    }

    @GET
    @Path("/callers")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "listCallers",
            tag = ApiTags.USAGE,
            summary = "List who called",
            description = "Lists callers by day, token and address, the latest day first, up to five seconds ago.",
            parameters =
                    @Parameter(
                            name = "cursor",
                            description = "`nextCursor` of the page before.",
                            example = "MjAyNi0wMS0zMQ"),
            answer = CallerPage.class,
            errors = ErrorCode.CURSOR_INVALID)
    public Response listCallers(
            @Context HttpServletRequest request, @QueryParam("cursor") @DefaultValue("") String cursor) {
        CallerDirectory.Slice slice = callers.list(
                AccountsResource.caller(request),
                cursor.isEmpty()
                        ? null
                        : CallerCursor.read(cursor)
                                .orElseThrow(() -> CallRefused.unprocessable(
                                        "cursor.invalid", "cursor is none that this API has given out")));
        return Answers.ok(new CallerPage(
                slice.lines().stream().map(UsageResource::caller).toList(),
                slice.next() == null ? null : CallerCursor.write(slice.next())));
    }

    private static UsageData.Day day(Counts.Step step) {
        Map<String, Long> reasons = new LinkedHashMap<>();
        step.calls().forEach((outcome, calls) -> {
            if (!outcome.isAllowed()) {
                reasons.put(outcome.code(), calls);
            }
        });
        return new UsageData.Day(
                LocalDate.ofInstant(step.began(), ZoneOffset.UTC).toString(),
                step.allowed(),
                step.calls().getOrDefault(Outcome.WOULD_REFUSE, 0L),
                step.refused(),
                reasons);
    }

    private static CallerPage.Line caller(Line line) {
        Usage.CallerLine caller = line.caller();
        return new CallerPage.Line(
                line.day().toString(),
                caller.token().toString(),
                caller.isOthers() ? "others" : caller.address(),
                Answers.time(caller.firstSeen()),
                Answers.time(caller.lastSeen()),
                caller.allowed(),
                caller.wouldRefuse(),
                caller.refused());
    }
}
