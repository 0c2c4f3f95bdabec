package io.saltgate.team.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.CsvCell;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Messages;
import io.saltgate.team.AccessReview;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The access review of Settings > Team: everyone who has access or can get it, as an RFC 4180 file. */
@WebServlet("/settings/team/access-review/*")
public class AccessReviewPage extends AccountPage {

    static final Routes ROUTES = Routes.of(TeamPage.PATH + "/access-review", Permission.SEE_AUDIT);

    private static final String HEAD =
            "status,name,email,role,second_factor,joined,last_seen,invited,expires," + "email_verified\r\n";

    /** Downloads take as long as the browser does, and hold one of the server's threads each. */
    private static final int MAX_EXPORTS = 2;

    private final transient Semaphore exports = new Semaphore(MAX_EXPORTS);
    private final transient AccessReview review;

    @Inject
    public AccessReviewPage(AccessReview review) {
        super(ROUTES);
        this.review = review;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exports.tryAcquire()) {
            try {
                export(exchange);
            } finally {
                exports.release();
            }
        } else {
            exchange.retryAfter(Duration.ofSeconds(30));
            exchange.fail(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    /** A part of the list, from what comes after an id. */
    private interface Part {
        AccessReview.Piece get(@Nullable UUID after);
    }

    private void export(Exchange exchange) throws IOException {
        Caller caller = caller(exchange);
        Instant asOf = review.begin(caller);
        HttpServletResponse response = exchange.response();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"access-review.csv\"");
        PrintWriter out = response.getWriter();
        out.write(HEAD);
        write(out, after -> review.listMembers(caller, asOf, after));
        write(out, after -> review.listInvitations(caller, asOf, after));
    }

    /** Piece by piece, so that memory doesn't grow with the team. */
    private static void write(PrintWriter out, Part part) {
        UUID after = null;
        do {
            AccessReview.Piece piece = part.get(after);
            piece.lines().forEach(line -> out.write(line(line)));
            after = piece.last();
        } while (after != null && !out.checkError());
    }

    private static String line(AccessReview.Line line) {
        boolean member = line.expiresAt() == null;
        return Stream.of(
                                member ? "member" : "invited",
                                line.name() == null ? "" : line.name(),
                                line.email(),
                                Messages.get(Locale.ENGLISH, "team.role." + line.role()),
                                member ? Messages.get(Locale.ENGLISH, "team.factor." + line.secondFactor()) : "",
                                member ? line.since().toString() : "",
                                text(line.lastSeenAt()),
                                member ? "" : line.since().toString(),
                                text(line.expiresAt()),
                                member ? (line.proved() ? "yes" : "no") : "")
                        .map(CsvCell::quote)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String text(@Nullable Instant instant) {
        return instant == null ? "" : instant.toString();
    }
}
