package io.saltgate.operator.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.OperatorPage;
import io.saltgate.gate.GateService;
import io.saltgate.gate.GateSettings;
import io.saltgate.notices.MailQueue;
import io.saltgate.operations.Refusal;
import io.saltgate.operations.RestoredDatabase;
import io.saltgate.operator.Installation;
import io.saltgate.operator.RestoredTokens;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Operator > Health: versions, the database, and what waits. */
@WebServlet("/operator/health")
public class HealthPage extends OperatorPage {

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
        model.put("bound", gateSettings.bound().toMillis());
        exchange.render("operator/health", model);
    }

    /** Accepts the restored database, if wanted with new Auth Tokens for all accounts. */
    @Override
    protected void post(Exchange exchange) throws IOException {
        try {
            if (exchange.field("action").equals("regenerate")) {
                int regenerated = tokens.regenerateAll(caller(exchange));
                exchange.redirect("/operator/health", "operator.database.regenerated", Integer.toString(regenerated));
                return;
            }
            restored.accept(caller(exchange));
            exchange.redirect("/operator/health", "operator.database.accepted");
        } catch (Refusal e) { // someone else was faster
            exchange.redirect("/operator/health");
        }
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
