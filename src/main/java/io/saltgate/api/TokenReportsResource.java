package io.saltgate.api;

import io.saltgate.api.answer.AcceptedReport;
import io.saltgate.api.body.TokenReport;
import io.saltgate.api.schema.Operation;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.web.ErrorCode;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/**
 * Serves {@code /token-reports}, for anyone who finds a leaked token. The answer is the same, after the same time,
 * whatever the token is.
 */
@Path("/token-reports")
@RequestScoped
public class TokenReportsResource {

    private static final JsonCall.Limits LIMITS = new JsonCall.Limits(8 * 1024, StrictJson.MAX_DEPTH);
    private static final int MAX_SOURCE = 200;

    private final TokenReportLimit limit;
    private final TokenReportQueue queue;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public TokenReportsResource() {
        this(null, null);
    }

    @Inject
    public TokenReportsResource(TokenReportLimit limit, TokenReportQueue queue) {
        this.limit = limit;
        this.queue = queue;
    }

    @POST
    @Operation(
            id = "reportToken",
            tag = ApiTags.REPORTS,
            summary = "Report a leaked token",
            description =
                    "For anyone who finds an Auth Token, such as a scanner of public code. The answer is the same,"
                            + " after the same time, whatever the token is. If it is a living one, the account's"
                            + " owners are notified.",
            open = true,
            body = TokenReport.class,
            status = 202,
            answer = AcceptedReport.class,
            errors = {ErrorCode.SOURCE_INVALID, ErrorCode.REPORTS_TOO_MANY})
    public Response report(@Context HttpServletRequest request, InputStream entity) {
        String address = AccountsResource.caller(request).address();
        if (!limit.takes(address)) {
            throw CallRefused.tooMany(
                    "reports.too.many",
                    "There are " + TokenReportLimit.PER_MINUTE + " reports a minute from one address at most");
        }
        TokenReport body =
                JsonCall.required(request, entity, TokenReport.class, LIMITS).body();
        String token = body.token();
        String source = Optional.ofNullable(body.source()).map(String::strip).orElse("");
        if (source.length() > MAX_SOURCE || !PlainText.isPlain(source)) {
            throw CallRefused.unprocessable(
                    "source.invalid", "source is one line of at most " + MAX_SOURCE + " characters");
        }
        // Where it was found may be told by an address that has the token in it.
        String told = token.isBlank() ? source : source.replace(token.strip(), "...");
        if (!queue.offer(token, told.isEmpty() ? null : told, address)) {
            throw CallRefused.of(503);
        }
        return Answers.success(Response.Status.ACCEPTED.getStatusCode(), new AcceptedReport(true))
                .build();
    }
}
