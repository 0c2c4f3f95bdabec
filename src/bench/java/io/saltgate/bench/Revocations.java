package io.saltgate.bench;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How soon a revocation on one node holds on another, with hints and without, and what hints cost changes. Three nodes
 * over one PostgreSQL that makes every commit durable: two with hints, and one that neither sends nor hears any.
 */
final class Revocations implements AutoCloseable {

    private static final String KEY = "a-key-of-the-benchmark-0123456789";
    private static final int WRITERS = 8;
    private static final int INTERVAL_MILLIS = 200;
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;
    private static final int ROUNDS = 5;

    private final HttpClient client = HttpClient.newHttpClient();
    private final DurablePostgres postgres;
    private final List<Child> nodes = new ArrayList<>();
    private final int hinting = Child.freePort();
    private final int listening = Child.freePort();
    private final int silent = Child.freePort();

    Revocations(Path home, Path war) throws IOException, InterruptedException {
        postgres = new DurablePostgres(home.resolve("revocations"));
        Path ring = home.resolve("revocations.ring");
        for (int port : new int[] {hinting, listening, silent}) {
            nodes.add(Servers.node(
                    home.resolve("node-" + port), port, war, postgres.address(), KEY, ring, port != silent));
        }
    }

    void measure(Figures figures, int times, int seconds) throws Exception {
        String token = enable("revoked");
        revoke("revoked", token, hinting, times / 4); // warm-up
        figures.addAtMost(
                "revocation.p99.millis",
                "99 of 100 revocations hold on another node after, in milliseconds",
                p99(revoke("revoked", token, hinting, times)),
                30);
        figures.addAtMost(
                "revocation.p99.millis.without_hints",
                "the same without hints",
                p99(revoke("revoked", token, silent, times)),
                400);
        for (int i = 0; i < WRITERS; i++) {
            enable("writer-" + i);
        }
        double[] with = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        changesASecond(hinting, seconds); // warm-up
        changesASecond(silent, seconds);
        for (int i = 0; i < ROUNDS; i++) {
            with[i] = changesASecond(hinting, seconds);
            ratios[i] = with[i] / changesASecond(silent, seconds);
        }
        Arrays.sort(with);
        Arrays.sort(ratios);
        figures.add("changes.per_second", "changes a second by eight at a time, with hints", with[ROUNDS / 2]);
        figures.add("changes.ratio.hints", "changes with hints to changes without", ratios[ROUNDS / 2]);
    }

    private static double p99(double[] millis) {
        Arrays.sort(millis);
        return millis[(millis.length * 99 + 99) / 100 - 1];
    }

    /** From the acknowledgement by one node to the beginning of the first call that the listening node refuses. */
    private double[] revoke(String account, String token, int at, int times) throws Exception {
        double[] millis = new double[times];
        for (int i = 0; i < times; i++) {
            await(token, 200);
            Thread.sleep(ThreadLocalRandom.current().nextInt(INTERVAL_MILLIS)); // at any moment between two polls
            post(at, "/accounts/" + account + "/api/pause", "");
            long acknowledged = System.nanoTime();
            millis[i] = (await(token, 403) - acknowledged) / NANOS_A_MILLI;
            post(at, "/accounts/" + account + "/api/resumption", "");
        }
        return millis;
    }

    /** When the call began that was answered so. */
    private long await(String token, int status) throws IOException, InterruptedException {
        HttpRequest question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listening + "/verify"))
                .header("X-Auth-Token", token)
                .build();
        while (true) {
            long began = System.nanoTime();
            if (client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == status) {
                return began;
            }
        }
    }

    private double changesASecond(int at, int seconds) throws Exception {
        long began = System.nanoTime();
        long end = began + (long) (seconds * NANOS_A_SECOND);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String path = "/accounts/writer-" + i + "/api/";
            writers.add(() -> {
                int changes = 0;
                while (System.nanoTime() < end) {
                    post(at, path + "pause", "");
                    post(at, path + "resumption", "");
                    changes += 2;
                }
                return changes;
            });
        }
        int changes = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Integer> each : threads.invokeAll(writers)) {
                changes += each.get();
            }
        }
        return changes * NANOS_A_SECOND / (System.nanoTime() - began);
    }

    private String enable(String account) throws IOException, InterruptedException {
        post(hinting, "/accounts", "{\"name\":\"" + account + "\",\"slug\":\"" + account + "\"}");
        String answer = post(hinting, "/accounts/" + account + "/api/activation", "");
        try (JsonReader reader = Json.createReader(new StringReader(answer))) {
            return reader.readObject().getJsonObject("data").getString("authToken");
        }
    }

    private String post(int at, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + "/api/v1" + path))
                        .header("Authorization", "Bearer " + KEY)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public void close() throws IOException {
        nodes.forEach(Child::close);
        postgres.close();
    }
}
