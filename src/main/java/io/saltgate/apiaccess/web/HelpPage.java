package io.saltgate.apiaccess.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Page;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Serves {@code /help/api} and {@code /help/webhooks} for integrators, who may have no account to sign in with.
 * Settings > API links to them unless the operator has documentation of their own.
 */
@WebServlet("/help/*")
public class HelpPage extends Page {

    /**
     * Functions that check a webhook: its signature, and its {@code mac}. The code is a file of its own, so that it can
     * be run in a test.
     */
    public record Sample(String language, String file, String code) {

        static Sample of(String language, String file) {
            try (InputStream in = Sample.class.getResourceAsStream("/help/" + file)) {
                if (in == null) {
                    throw new FileNotFoundException(file);
                }
                return new Sample(language, file, new String(in.readAllBytes(), UTF_8).stripTrailing());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static final List<Sample> SAMPLES = List.of(
            Sample.of("JavaScript (Node)", "webhooks.mjs"),
            Sample.of("Python", "webhooks.py"),
            Sample.of("PHP", "webhooks.php"),
            Sample.of("Java", "Webhooks.java.txt"),
            Sample.of("Go", "webhooks.go.txt"),
            Sample.of("C#", "Webhooks.cs.txt"));

    private final transient ApiPageSettings settings;

    @Inject
    public HelpPage(ApiPageSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void get(Exchange exchange) throws IOException {
        switch (exchange.subPath()) {
            case "" -> exchange.redirect("/help/api");
            case "/api" -> exchange.render("help/api", Map.of("settings", settings));
            case "/webhooks" -> exchange.render("help/webhooks", Map.of("samples", SAMPLES));
            default -> exchange.fail(HttpServletResponse.SC_NOT_FOUND);
        }
    }
}
