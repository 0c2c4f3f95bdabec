package io.saltgate.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A product leads its customer into Settings > API and back, as if it were a page of its own. */
class ConsoleLinkStoryIT {

    private static final String API = "/accounts/" + SaltgateServer.ACCOUNT + "/settings/api";

    private static HttpServer product;
    private static SaltgateServer server;
    private static volatile String theme = "auto";

    @BeforeAll
    static void start() throws IOException {
        product = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        product.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        product.createContext("/", ConsoleLinkStoryIT::showPage);
        product.createContext("/api-settings", ConsoleLinkStoryIT::leadIn);
        product.start();
        server = SaltgateServer.configure()
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_RETURN_ORIGINS", home())
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        product.stop(0);
    }

    private static String home() {
        return "http://localhost:" + product.getAddress().getPort();
    }

    /** The name of the link back, on each page of the session. */
    private static String back() {
        return "Back to localhost:" + product.getAddress().getPort();
    }

    private static void showPage(HttpExchange exchange) throws IOException {
        byte[] page = ("<!doctype html><html lang=en><title>Product</title><h1>Product</h1>"
                        + "<p>Signed in as Alex</p><a href=/api-settings>API settings</a>")
                .getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
        exchange.close();
    }

    /** What a product's back end does: ask for a link, and send the browser there. */
    private static void leadIn(HttpExchange exchange) throws IOException {
        OperatorApi api = new OperatorApi(server, SaltgateServer.OPERATOR_KEY);
        String link = OperatorApi.data(api.post(
                        "/accounts/" + SaltgateServer.ACCOUNT + "/console-links",
                        "{'email':'alex@example.org','name':'Alex Doe','role':'admin','theme':'" + theme
                                + "','returnUrl':'" + home() + "/'}"))
                .getString("link");
        exchange.getResponseHeaders().set("Location", link);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    @Test
    void oneClickLeadsInAndOneBack() {
        theme = "auto";
        try (Chromium chromium = Chromium.start();
                Person alex = Person.withClipboard(server, chromium)) {
            alex.page().navigate(home() + "/");
            alex.follow("API settings").isAt(API).seesHeading("API").screen("console-link-api");
            alex.press("Enable API").sees("The API is enabled.").isAt(API);
            alex.press("Copy Auth Token");
            alex.page().waitForCondition(() -> alex.clipboard().startsWith("sg_"));
            alex.open("/accounts/" + SaltgateServer.ACCOUNT + "/settings/team").sees("Via another app");
            alex.screen("console-link-team");

            alex.follow(back());
            alex.page().waitForURL(home() + "/");
            alex.seesHeading("Product").follow("API settings");
            alex.seesHeading("Continue to " + SaltgateServer.ACCOUNT).screen("console-link-again");
            alex.press("Continue as Alex Doe").isAt(API);
            alex.press("Sign out").seesHeading("Signed out").screen("console-link-signed-out");
            alex.follow(back());
            alex.page().waitForURL(home() + "/");
        }
    }

    @Test
    void theLinkIsNotLeftInTheHistoryAndTheThemeIsTheProducts() {
        theme = "dark";
        try (Chromium chromium = Chromium.start();
                Person alex = Person.at(server, chromium)) {
            alex.page().navigate(home() + "/");
            alex.follow("API settings").isAt(API);
            assertThat(alex.page().evaluate("() => getComputedStyle(document.documentElement).colorScheme"))
                    .isEqualTo("dark");
            alex.screen("console-link-dark");
            alex.page().goBack();
            alex.page().waitForURL(home() + "/");
        }
    }

    @Test
    void whoIsSignedInIsAskedFirst() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(server, chromium)) {
            owner.signIn(SaltgateServer.EMAIL, SaltgateServer.PASSWORD);
            owner.isAt("/accounts/" + SaltgateServer.ACCOUNT);
            owner.page().navigate(home() + "/api-settings");
            owner.seesHeading("Continue to " + SaltgateServer.ACCOUNT).sees(SaltgateServer.EMAIL);
            owner.screen("console-link-asked");
            owner.follow("Stay signed in as owner").isAt("/accounts/" + SaltgateServer.ACCOUNT);
            owner.open("/profile").seesHeading("Your profile");
        }
    }

    /** A guest has nothing to sign in with, so the sign-in page leads back to where the guest came from. */
    @Test
    void whoseSessionHasEndedIsLedBack() {
        theme = "auto";
        try (Chromium chromium = Chromium.start();
                Person alex = Person.at(server, chromium)) {
            alex.page().navigate(home() + "/");
            alex.follow("API settings").isAt(API);
            alex.page()
                    .context()
                    .clearCookies(
                            new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("^saltgate-[0-9]+$")));
            alex.open(API).seesHeading("Sign in").sees("Your session has ended").screen("console-link-ended");
            alex.follow(back());
            alex.page().waitForURL(home() + "/");
            alex.open("/signin");
            alex.fill("Email", SaltgateServer.EMAIL).fill("Password", SaltgateServer.PASSWORD);
            alex.press("Sign in").isAt("/accounts/" + SaltgateServer.ACCOUNT);
            alex.press("Sign out").seesHeading("Sign in");
            assertThat(alex.page().getByText("Your session has ended").count()).isZero();
        }
    }

    @Test
    void worksWithoutJavaScript() {
        theme = "light";
        try (Chromium chromium = Chromium.start();
                Person alex = Person.withoutJavaScript(server, chromium)) {
            alex.page().navigate(home() + "/");
            alex.follow("API settings").seesHeading("Continue to " + SaltgateServer.ACCOUNT);
            alex.screen("console-link").press("Continue as Alex Doe").isAt(API);
            alex.page().goBack();
            alex.page().goForward();
            alex.isAt(API).follow(back());
            alex.page().waitForURL(home() + "/");
        }
    }
}
