package io.saltgate.bench;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long callers wait for {@code /verify} while a {@link Siege} goes on, beside how long they do without one. */
final class Sieges {

    private static final String KEY = "a-key-of-the-benchmark-0123456789";
    private static final int ACCOUNTS = 1_000;
    private static final int ENTRIES = 10;
    private static final int BUILD_UP_MILLIS = 3_000;
    private static final int WARM_UP_MILLIS = 20_000;
    private static final double REQUIRED = 3.0;

    private Sieges() {}

    static void measure(Path home, Path war, Figures figures, int rounds, int seconds) throws Exception {
        int port = Child.freePort();
        int gatePort = Child.freePort();
        try (EmbeddedPostgres postgres = Servers.postgres();
                Child payara = Servers.besieged(
                        home,
                        port,
                        gatePort,
                        war,
                        "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres",
                        KEY)) {
            KeyRing ring = new KeyRingFile(home.resolve("siege/data/keyring")).read();
            Accounts accounts = new Accounts(postgres.getJdbcUrl("postgres", "postgres"), ring);
            Path file = home.resolve("siege.tokens");
            Accounts.write(file, accounts.add(ACCOUNTS, ENTRIES));
            String invitation = invitation(port);
            Map<String, Rounds.Load> loads = new LinkedHashMap<>();
            long[] lost = new long[1];
            long[] flood = new long[2];
            for (int at : new int[] {gatePort, port}) {
                Wrk calls = Wrk.calls("http://127.0.0.1:" + at + "/verify", file, 0, ACCOUNTS);
                calls.run(2, 4); // the first of so many at once may be told to try again
                calls.run(20);
                String name = at == port ? "common." : "";
                loads.put(name + "quiet", () -> Wrk.finishWithLosses(calls.start(seconds, Wrk.CONNECTIONS), seconds));
                loads.put(name + "siege", () -> {
                    Wrk.Sample sample;
                    try (Siege siege = Siege.of(port, invitation)) {
                        Thread.sleep(BUILD_UP_MILLIS);
                        sample = Wrk.finishWithLosses(calls.start(seconds, Wrk.CONNECTIONS), seconds);
                        flood[0] += siege.answers();
                        flood[1] += siege.refused();
                    }
                    lost[0] += sample.refused();
                    payara.await("http://127.0.0.1:" + port + "/health/ready", 200, Servers.PATIENCE);
                    return sample;
                });
            }
            try (Siege siege = Siege.of(port, invitation)) { // until what it takes is compiled
                Thread.sleep(WARM_UP_MILLIS);
            }
            Rounds found = Rounds.interleave(rounds, loads);
            figures.addAtMost(
                    "siege.p99.ratio",
                    "99th percentile of /verify on the gateways' port under slow bodies and floods: to quiet",
                    found.ratio("siege", "quiet", Wrk.Sample::p99Micros),
                    REQUIRED);
            figures.add("siege.p99.micros", "the same under siege, in microseconds", found.p99Micros("siege"));
            figures.add("siege.quiet.p99.micros", "the same in quiet, in microseconds", found.p99Micros("quiet"));
            figures.add(
                    "siege.common.p99.ratio",
                    "99th percentile of /verify on the console's port under siege: to quiet",
                    found.ratio("common.siege", "common.quiet", Wrk.Sample::p99Micros));
            figures.add("siege.lost", "/verify under siege: answers that were late or refused", lost[0]);
            figures.note("siege.common.p99.micros", found.p99Micros("common.siege"));
            figures.note("siege.per_second", found.perSecond("siege"));
            figures.note("siege.quiet.per_second", found.perSecond("quiet"));
            figures.note("siege.flood.answers", (double) flood[0]);
            figures.note("siege.flood.refused", (double) flood[1]);
        }
    }

    /** Of an owner who has not accepted yet. */
    private static String invitation(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/accounts"))
                    .header("Authorization", "Bearer " + KEY)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"name\":\"Invited\",\"slug\":\"invited\",\"ownerEmail\":\"owner@example.com\"}"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
                String link = reader.readObject().getJsonObject("data").getString("invitationLink");
                return URI.create(link).getPath();
            }
        }
    }
}
