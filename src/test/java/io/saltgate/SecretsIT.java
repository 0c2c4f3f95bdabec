package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After everything that can be done was done, no secret is in any log, at the finest level, or in any table. */
@Tag("server")
class SecretsIT {

    private static final String PASSWORD = "correct-horse-battery-staple-42";
    private static final String WRONG_PASSWORD = "a-wrong-password-that-was-typed";

    @TempDir
    Path folder;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    @Tag("long")
    @Test
    void areNowhereOnTheEmbeddedDatabase() throws Exception {
        Path data = folder.resolve("data");
        try (SaltgateServer server = loud(SaltgateServer.configure().dataDir(data))) {
            walk(server);
            server.stop();
            assertNowhere(server.log(), "log");
            assertNowhere(accessLog(), "access log");
            try (Connection database =
                    DriverManager.getConnection("jdbc:h2:file:" + data.resolve("saltgate"), "", "")) {
                assertNowhere(dump(database, "PUBLIC"), "tables");
            }
        }
    }

    @Test
    void areNowhereOnPostgres() throws Exception {
        try (SaltgateServer server = loud(SaltgateServer.configure().postgres())) {
            walk(server);
            server.stop(); // the access log is written then at the latest
            assertNowhere(server.log(), "log");
            assertNowhere(accessLog(), "access log");
            try (Connection database = server.connect()) {
                assertNowhere(dump(database, "public"), "tables");
            }
        }
    }

    private SaltgateServer loud(SaltgateServer.Builder builder) throws IOException {
        Path logging = Files.writeString(folder.resolve("logging.properties"), """
                        handlers=java.util.logging.ConsoleHandler
                        java.util.logging.ConsoleHandler.level=ALL
                        java.util.logging.ConsoleHandler.formatter=java.util.logging.SimpleFormatter
                        java.util.logging.SimpleFormatter.format=%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n
                        .level=ALL
                        """);
        Files.createDirectories(folder.resolve("access"));
        return builder.withoutOwner()
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .logProperties(logging)
                .serverOption("--accesslog", folder.resolve("access").toString())
                .start();
    }

    private void walk(SaltgateServer server) throws IOException {
        Console console = Console.at(server);
        secrets.put(
                "set-up code",
                Files.readString(server.dataDir().resolve("setup-code")).strip());
        secrets.put("password", PASSWORD);
        secrets.put("wrong password", WRONG_PASSWORD);
        console.post(
                "/setup",
                "code",
                "a-wrong-set-up-code",
                "name",
                "Meera",
                "email",
                SaltgateServer.EMAIL,
                "password",
                PASSWORD,
                "account",
                "Acme");
        console.post(
                "/setup",
                "code",
                secrets.get("set-up code"),
                "name",
                "Meera",
                "email",
                SaltgateServer.EMAIL,
                "password",
                PASSWORD,
                "account",
                "Acme");
        keepSession(console, "first session");
        secrets.put("form token", console.csrf());
        console.enableApi();
        keepTokenAndSalt(console, server, "first");
        console.regenerate();
        keepTokenAndSalt(console, server, "second");
        console.addToWhitelist("127.0.0.1", "me");
        console.setMode("ENFORCED");
        server.verify(secrets.get("second token"));
        Answer invited = console.postForm(
                console.path("/settings/team/invitations"), "email", "dev@example.com", "role", "DEVELOPER");
        String link = invited.body().replaceAll("(?s).*/invitation/([0-9A-Za-z]{43}).*", "$1");
        assertThat(link).hasSize(43);
        secrets.put("invitation", link);
        console.post("/signin", "email", SaltgateServer.EMAIL, "password", WRONG_PASSWORD);
        console.post("/signin", "email", "nobody@example.com", "password", WRONG_PASSWORD);
        Console again = Console.at(server).signIn(SaltgateServer.EMAIL, PASSWORD);
        keepSession(again, "second session");
        again.postForm("/signin/confirmation", "password", PASSWORD);
        keepSession(again, "third session");
        again.disable();
        again.enableApi();
        keepTokenAndSalt(again, server, "third");
        again.signOut();
        provision(new OperatorApi(server, SaltgateServer.OPERATOR_KEY));
    }

    private void provision(OperatorApi api) {
        secrets.put("operator key", api.key());
        String link = OperatorApi.data(
                        api.post("/accounts", "{'name':'Other','slug':'other','ownerEmail':'other@example.com'}"))
                .getString("invitationLink");
        secrets.put("owner's invitation", link.substring(link.lastIndexOf('/') + 1));
        JsonObject issued = OperatorApi.data(api.post("/accounts/other/api/activation", null));
        secrets.put("provisioned token", issued.getString("authToken"));
        secrets.put("provisioned salt", issued.getString("privateSalt"));
        secrets.put(
                "rotated token",
                OperatorApi.data(api.post("/accounts/other/api/token/rotation", "{}"))
                        .getString("authToken"));
        // The key where it does not belong, and calls that fail with it.
        api.get("/accounts?access_token=none", "Content-Type", "application/x-www-form-urlencoded");
        api.post("/accounts", "{'" + api.key() + "':1}");
        api.post("/accounts", "{'name':'" + api.key() + "', broken");
        api.post("/nothing", "{}");
        api.send("DELETE", "/accounts", null);
        new OperatorApi(api.server(), api.key() + "x").get("/accounts");
    }

    private void keepTokenAndSalt(Console console, SaltgateServer server, String which) {
        String token = console.authToken();
        secrets.put(which + " token", token);
        secrets.put(which + " salt", console.privateSalt());
        server.verify(token);
        server.verify(token, "X-Auth-Token", token);
        server.verify(token + "x");
        server.verify(token.substring(0, token.length() - 1) + "!");
        server.verify("nonsense", "Cookie", "X-Auth-Token=" + token);
        console.send("GET", "/api/v1/account", null, "X-Auth-Token", token);
        console.send("POST", "/verify/a/b", "body " + token, "X-Auth-Token", token);
    }

    private void keepSession(Console console, String which) {
        secrets.put(which, console.cookie().substring(console.cookie().indexOf('=') + 1));
    }

    private void assertNowhere(String text, String where) {
        assertThat(text).as(where).isNotBlank();
        Map<String, String> found = new LinkedHashMap<>();
        secrets.forEach((name, secret) -> {
            int at = text.indexOf(secret);
            if (at >= 0) {
                found.put(name, around(text, at).replace(secret, "<" + name + ">"));
            }
        });
        assertThat(found).as(where).isEmpty();
    }

    /** The two lines before it and its own, cut where they are long. */
    private static String around(String text, int at) {
        int from = at;
        for (int lines = 0; lines < 3 && from >= 0; lines++) {
            from = text.lastIndexOf('\n', from - 1);
        }
        return text.substring(Math.max(from + 1, at - 2_000), Math.min(text.length(), at + 100));
    }

    /** Of the requests, as the server writes it. */
    private String accessLog() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("access"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return String.join("\n", lines);
    }

    private static String dump(Connection database, String schema) throws SQLException {
        StringBuilder dump = new StringBuilder();
        try (ResultSet tables =
                database.getMetaData().getTables(null, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                try (Statement statement = database.createStatement();
                        ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
                    while (rows.next()) {
                        dump.append(table);
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            dump.append('|').append(rows.getString(i));
                        }
                        dump.append('\n');
                    }
                }
            }
        }
        assertThat(dump.toString().toLowerCase(Locale.ROOT))
                .contains("auth_token|", "audit_entry|", "console_session|");
        return dump.toString();
    }
}
