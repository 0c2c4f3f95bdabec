package io.saltgate.bench;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What teams ask when they have no Saltgate: an identity provider's token introspection (RFC 7662). */
final class Keycloak implements AutoCloseable {

    private static final String PASSWORD = "benchmark-only";
    private static final String REALM = """
            {"realm": "bench", "enabled": true, "accessTokenLifespan": 36000,
             "clients": [{"clientId": "gateway", "secret": "%s", "publicClient": false,
                          "serviceAccountsEnabled": true, "standardFlowEnabled": false}]}
            """.formatted(PASSWORD);

    private final Child server;
    private final String url;

    private Keycloak(Child server, String url) {
        this.server = server;
        this.url = url;
    }

    static Keycloak start(Path home) throws IOException, InterruptedException {
        Bench.forget(unpacked().resolve("data")); // a former run's realms
        int port = Child.freePort();
        ProcessBuilder command = Child.command(
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "KC_BOOTSTRAP_ADMIN_USERNAME",
                        "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD",
                        PASSWORD),
                unpacked().resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        String url = "http://127.0.0.1:" + port;
        Child server = Child.start("Keycloak", command, home.resolve("log"))
                .await(url + "/realms/master", 200, Duration.ofSeconds(180));
        return new Keycloak(server, url);
    }

    /** What to post to {@link #introspection}: a living token, and who asks. */
    String question() throws IOException, InterruptedException {
        String admin = token(
                "master",
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", PASSWORD));
        send(
                HttpRequest.newBuilder(URI.create(url + "/admin/realms"))
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(REALM)),
                201);
        String token = token(
                "bench", Map.of("grant_type", "client_credentials", "client_id", "gateway", "client_secret", PASSWORD));
        String question = form(Map.of("client_id", "gateway", "client_secret", PASSWORD, "token", token));
        if (!post(introspection(), question).contains("\"active\":true")) {
            throw new IllegalStateException("Keycloak does not know its own token");
        }
        return question;
    }

    String introspection() {
        return url + "/realms/bench/protocol/openid-connect/token/introspect";
    }

    @Override
    public void close() {
        server.close();
    }

    private String token(String realm, Map<String, String> grant) throws IOException, InterruptedException {
        String answer = post(url + "/realms/" + realm + "/protocol/openid-connect/token", form(grant));
        try (JsonReader reader = Json.createReader(new StringReader(answer))) {
            return reader.readObject().getString("access_token");
        }
    }

    private static String post(String url, String form) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)),
                200);
    }

    private static String send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != status) {
                throw new IOException("Keycloak answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        }
    }

    private static String form(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
    }

    private static Path unpacked() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("target/bench"))) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith("keycloak-"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }
}
