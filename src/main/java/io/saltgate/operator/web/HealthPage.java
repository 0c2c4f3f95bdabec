package io.saltgate.operator.web;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.RestoredTokens;
import io.saltgate.console.OperatorPage;
import io.saltgate.gate.GateService;
import io.saltgate.gate.GateSettings;
import io.saltgate.notices.MailQueue;
import io.saltgate.operations.Refusal;
import io.saltgate.operations.RestoredDatabase;
import io.saltgate.operator.Installation;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.usage.Usage;
import io.saltgate.webhooks.delivery.WebhookMetrics;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Operator > Health: versions, the database, and what waits. */
@WebServlet("/operator/health")
public class HealthPage extends OperatorPage {

    /** How long a request regenerates tokens; the next one goes on. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Maven writes it into the archive; what is built otherwise has none. */
    private static final String POM = "/META-INF/maven/io.saltgate/saltgate/pom.properties";

    private final transient Installation installation;
    private final transient WebhookMetrics webhooks;
    private final transient MailQueue mail;
    private final transient Usage usage;
    private final transient GateService gate;
    private final transient GateSettings gateSettings;
    private final transient PublicUrl publicUrl;
    private final transient RestoredDatabase restored;
    private final transient RestoredTokens tokens;

    @Inject
    public HealthPage(
            Installation installation,
            WebhookMetrics webhooks,
            MailQueue mail,
            Usage usage,
            GateService gate,
            GateSettings gateSettings,
            PublicUrl publicUrl,
            RestoredDatabase restored,
            RestoredTokens tokens) {
        this.installation = installation;
        this.webhooks = webhooks;
        this.mail = mail;
        this.usage = usage;
        this.gate = gate;
        this.gateSettings = gateSettings;
        this.publicUrl = publicUrl;
        this.restored = restored;
        this.tokens = tokens;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        show(exchange, null);
    }

    /** @param since when the regenerating of all tokens began that isn't finished; null for none */
    private void show(Exchange exchange, @Nullable Instant since) throws IOException {
        Caller caller = caller(exchange);
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("version", version());
        model.put("publicUrl", publicUrl);
        model.put("server", getServletContext().getServerInfo());
        model.put("java", Runtime.version().toString());
        model.put(
                "started",
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()));
        model.put("installation", installation.get(caller));
        model.put("webhooks", webhooks.get(caller));
        model.put("mail", mail.getBacklog(caller));
        model.put("usageBehind", usage.getBehind(caller).toSeconds());
        model.put("pollAge", gate.pollAge().map(Duration::toMillis).orElse(-1L));
        model.put("closed", gate.closed().orElse(""));
        model.put("restored", restored.find(caller).orElse(null));
        model.put("since", since);
        model.put("left", since == null ? 0 : tokens.count(caller, since));
        model.put("bound", gateSettings.bound().toMillis());
        exchange.render("operator/health", model);
    }

    /** Accepts the restored database, after regenerating all its tokens if that is wanted. */
    @Override
    protected void post(Exchange exchange) throws IOException {
        Instant since = exchange.field("tokens").equals("regenerate") ? since(exchange) : null;
        if (since != null && restored.find(caller(exchange)).isPresent() && !regenerate(exchange, since)) {
            show(exchange, since);
            return;
        }
        try {
            restored.accept(caller(exchange));
            exchange.redirect(
                    "/operator/health",
                    since == null ? "operator.database.accepted" : "operator.database.accepted.regenerated");
        } catch (Refusal e) { // someone else was faster
            exchange.redirect("/operator/health");
        }
    }

    /** When the regenerating began, as its form says; now, if this is the beginning. */
    private static Instant since(Exchange exchange) {
        try {
            Instant began = Instant.parse(exchange.field("since"));
            return began.isBefore(Instant.now()) ? began : Instant.now();
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }

    /**
     * Regenerates for as long as a request may take.
     *
     * @return whether it is done
     */
    private boolean regenerate(Exchange exchange, Instant since) {
        Instant end = Instant.now().plus(PATIENCE);
        Optional<AccountId> account = Optional.empty();
        do {
            account = tokens.regenerateNext(caller(exchange), since, account.orElse(null));
        } while (account.isPresent() && Instant.now().isBefore(end));
        return account.isEmpty();
    }

    /** Empty for a build that doesn't say. */
    private String version() throws IOException {
        try (InputStream pom = getServletContext().getResourceAsStream(POM)) {
            Properties properties = new Properties();
            if (pom != null) {
                properties.load(pom);
            }
            return properties.getProperty("version", "");
        }
    }
}
