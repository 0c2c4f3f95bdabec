package io.saltgate.apiaccess.web;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.TokenHistory;
import io.saltgate.apiaccess.TokenHistory.Known;
import io.saltgate.apiaccess.TokenHistory.Recognised;
import io.saltgate.console.AccountPage;
import io.saltgate.console.Routes;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Messages;
import io.saltgate.usage.Usage;
import io.saltgate.usage.Usage.CallerLine;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The page Settings > API > Who calls: from where each token is used, and whether a string that was found is one of
 * them.
 */
@WebServlet("/settings/api/callers/*")
public class CallersPage extends AccountPage {

    static final Routes ROUTES = Routes.of("/settings/api/callers", Permission.SEE_API)
            .get("/export", Permission.SEE_API)
            .post("/check", Permission.SEE_API);

    private static final int DAYS = 30;
    private static final int SHOWN = 25;

    /**
     * A token's part of the page.
     *
     * @param lines those that are shown
     * @param callers how many there are
     */
    public record OfToken(Known token, List<CallerLine> lines, int callers) {}

    private final transient TokenHistory tokens;
    private final transient Usage usage;

    @Inject
    public CallersPage(TokenHistory tokens, Usage usage) {
        super(ROUTES);
        this.tokens = tokens;
        this.usage = usage;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        if (exchange.subPath().equals("/export")) {
            export(exchange);
        } else {
            show(exchange, HttpServletResponse.SC_OK, Map.of());
        }
    }

    /** Answers in place and stores nothing, since the pasted text may be a secret. */
    @Override
    protected void post(Exchange exchange) throws IOException {
        String text = exchange.field("string").strip();
        if (text.isEmpty()) {
            show(exchange, Exchange.UNPROCESSABLE, Map.of("complaint", "callers.check.empty"));
            return;
        }
        Map<String, Object> said = new HashMap<>();
        switch (tokens.recognise(caller(exchange), text)) {
            case Recognised.Token(Known token) -> {
                said.put("answer", token.standing().name());
                said.put("at", token.at());
            }
            case Recognised.Salt() -> said.put("answer", "SALT");
            case Recognised.Unknown() -> said.put("answer", "UNKNOWN");
            case Recognised.NoToken() -> said.put("answer", "NONE");
        }
        show(exchange, HttpServletResponse.SC_OK, said);
    }

    private void show(Exchange exchange, int status, Map<String, ? extends @Nullable Object> more) throws IOException {
        Caller caller = caller(exchange);
        Map<UUID, List<CallerLine>> lines = new LinkedHashMap<>();
        usage.getCallers(caller, DAYS)
                .forEach(line -> lines.computeIfAbsent(line.token(), added -> new ArrayList<>())
                        .add(line));
        List<OfToken> shown = tokens.list(caller).stream()
                .filter(token -> token.standing() != TokenHistory.Standing.RETIRED || lines.containsKey(token.id()))
                .map(token -> of(token, lines.getOrDefault(token.id(), List.of())))
                .toList();
        Map<String, Object> model = new HashMap<>();
        model.put("tokens", shown);
        more.forEach((name, value) -> {
            if (value != null) {
                model.put(name, value);
            }
        });
        exchange.render(status, "apiaccess/callers", model);
    }

    private static OfToken of(Known token, List<CallerLine> lines) {
        return new OfToken(token, lines.stream().limit(SHOWN).toList(), lines.size());
    }

    private void export(Exchange exchange) throws IOException {
        HttpServletResponse response = exchange.response();
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"callers.csv\"");
        PrintWriter out = response.getWriter();
        out.write(Messages.get(Locale.ENGLISH, "callers.export.columns") + "\r\n");
        for (CallerLine line : usage.exportCallers(caller(exchange), DAYS)) {
            // Nothing here is typed by anybody: ids, addresses in canonical form, times and numbers.
            out.write(String.join(
                            ",",
                            line.token().toString(),
                            line.isOthers() ? "others" : line.isAddressTold() ? line.address() : "unknown",
                            line.firstSeen().toString(),
                            line.lastSeen().toString(),
                            Long.toString(line.allowed()),
                            Long.toString(line.wouldRefuse()),
                            Long.toString(line.refused()))
                    + "\r\n");
        }
    }
}
