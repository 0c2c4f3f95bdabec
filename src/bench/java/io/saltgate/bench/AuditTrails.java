package io.saltgate.bench;

import io.saltgate.audit.MadeTrail;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A trail of a million entries: how long it takes to verify, and a page of it beside one of a trail of one page. */
final class AuditTrails implements AutoCloseable {

    private static final int MILLION = 1_000_000;
    private static final int PAGE = 50;
    private static final int WARM_UP = 100;
    private static final double TWICE = 2;
    private static final double MINUTE = 60;

    private static final String LONG = "long-trail";
    private static final String SHORT = "short-trail";

    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put("page", "");
        QUERIES.put("what", "?what=token.copied");
        QUERIES.put("person", "?person=owner%40example.com");
        QUERIES.put("address", "?address=203.0.113.7");
        QUERIES.put("text", "?text=10.0.0.");
        QUERIES.put("none", "?text=nothing-has-this");
    }

    private final HttpClient client = HttpClient.newBuilder()
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();
    private final Path home;
    private final DurablePostgres postgres;
    private final Child payara;
    private final int port = Child.freePort();

    AuditTrails(Path home, Path war) throws IOException, InterruptedException {
        this.home = home.resolve("audit");
        postgres = new DurablePostgres(this.home.resolve("postgres"));
        payara = Servers.besieged(
                this.home, port, Child.freePort(), war, postgres.address(), "a-key-of-the-benchmark-0123456789");
    }

    /** @param rounds of one page of each trail in turn */
    void measure(Figures figures, int rounds) throws Exception {
        write();
        long began = System.nanoTime();
        if (!MadeTrail.verify(Map.of(
                "saltgate.db.url",
                postgres.address(),
                "saltgate.db.user",
                "postgres",
                "saltgate.db.password",
                "postgres",
                "saltgate.keyring",
                keyRing().toString()))) {
            throw new IllegalStateException("the trails that were made are not intact");
        }
        figures.addAtMost("audit.verify.seconds", "1,000,000 audit entries verified, seconds", seconds(began), MINUTE);
        signIn();
        for (int i = 0; i < WARM_UP; i++) {
            for (String query : QUERIES.values()) {
                get(SHORT, query);
                get(LONG, query);
            }
        }
        for (Map.Entry<String, String> query : QUERIES.entrySet()) {
            List<Double> ratios = new ArrayList<>();
            List<Double> times = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                double ofShort = get(SHORT, "");
                double ofLong = get(LONG, query.getValue());
                ratios.add(ofLong / ofShort);
                times.add(ofLong);
            }
            figures.addAtMost(
                    "audit." + query.getKey() + ".ratio",
                    "1,000,000 audit entries, " + query.getKey() + ": to the page of a trail of one page",
                    median(ratios),
                    TWICE);
            figures.note("audit." + query.getKey() + ".millis", median(times) * 1_000);
        }
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private Path keyRing() {
        return home.resolve("siege/data/keyring");
    }

    private void write() throws Exception {
        KeyRing ring = new KeyRingFile(keyRing()).read();
        try (Connection connection = DriverManager.getConnection(postgres.address() + "?user=postgres");
                Statement statement = connection.createStatement()) {
            UUID person;
            try (ResultSet row = statement.executeQuery("select id from users")) {
                row.next();
                person = row.getObject(1, UUID.class);
            }
            for (Map.Entry<String, Integer> each :
                    Map.of(LONG, MILLION, SHORT, PAGE).entrySet()) {
                UUID account = UUID.randomUUID();
                insert(
                        connection,
                        "insert into account (id, slug, name, status, created_at) values (?, ?, ?, 'ACTIVE', now())",
                        account,
                        each.getKey(),
                        each.getKey());
                insert(
                        connection,
                        "insert into member (account_id, user_id, role, joined_at) values (?, ?, 'OWNER', now())",
                        account,
                        person);
                MadeTrail.write(connection, ring, account, person, each.getValue());
            }
            statement.execute("vacuum (analyze)");
        }
    }

    private static void insert(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private void signIn() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/signin"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", "http://localhost:" + port)
                .POST(HttpRequest.BodyPublishers.ofString(
                        "email=owner%40example.com&password=correct+horse+battery+staple"))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 303) {
            throw new IllegalStateException("nobody could sign in: " + status);
        }
    }

    /** Gets a page, and returns how many seconds that took. */
    private double get(String slug, String query) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/accounts/" + slug + "/settings/audit" + query))
                .build();
        long began = System.nanoTime();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        double seconds = seconds(began);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(query + ": " + answer.statusCode());
        }
        return seconds;
    }

    @Override
    public void close() throws IOException {
        payara.close();
        postgres.close();
    }
}
