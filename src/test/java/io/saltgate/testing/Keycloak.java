package io.saltgate.testing;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real identity provider, in a process of its own, with one realm in which Saltgate is a client. */
public final class Keycloak implements AutoCloseable {

    public static final String SECRET = "the secret of the tests";
    public static final String PASSWORD = "a password at the provider";

    private static final String ADMIN = "admin";
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private static final String REALM = """
            {"realm": "acme", "enabled": true, "sslRequired": "none",
             "groups": [{"name": "acme admins"}, {"name": "acme readers"}],
             "clients": [{
               "clientId": "saltgate", "secret": "%1$s", "publicClient": false, "standardFlowEnabled": true,
               "redirectUris": ["%2$s/signin/sso/callback"],
               "attributes": {
                 "pkce.code.challenge.method": "S256",
                 "post.logout.redirect.uris": "%2$s/signin",
                 "backchannel.logout.url": "%2$s/signin/sso/logout",
                 "backchannel.logout.session.required": "true"},
               "protocolMappers": [{
                 "name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
                 "config": {"claim.name": "groups", "full.path": "false", "id.token.claim": "true"}}]}]}
            """;

    private final Process process;
    private final Path log;
    private final String url;

    private Keycloak(Process process, Path log, String url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /** Starts one, without a realm, and waits until it is ready. */
    public static Keycloak start() {
        try {
            Path home = unpacked();
            forget(home.resolve("data")); // a former run's realms
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            Path log = home.resolveSibling("keycloak.log");
            ProcessBuilder command = new ProcessBuilder(
                    home.resolve("bin/kc.sh").toString(), "start-dev", "--http-host=127.0.0.1", "--http-port=" + port);
            command.environment()
                    .putAll(Map.of(
                            "JAVA_HOME", System.getProperty("java.home"),
                            "KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN,
                            "KC_BOOTSTRAP_ADMIN_PASSWORD", PASSWORD));
            Process process = command.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
            Keycloak keycloak = new Keycloak(process, log, "http://localhost:" + port);
            Eventually.await("Keycloak is ready: " + log, PATIENCE, keycloak::isReady);
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("Keycloak did not start; its log is " + log);
        }
        try {
            return Http.get(url + "/realms/master").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    public String issuer() {
        return url + "/realms/acme";
    }

    /** Makes the realm, with Saltgate at this address as its client. */
    public void createRealm(String saltgate) {
        admin("POST", "/admin/realms", REALM.formatted(SECRET, saltgate), 201);
    }

    /** Makes somebody with {@link #PASSWORD}. */
    public void addUser(String name, boolean emailVerified, String... groups) {
        admin(
                "POST",
                "/admin/realms/acme/users",
                """
                {"username": "%1$s", "email": "%1$s@example.com", "emailVerified": %2$s, "enabled": true,
                 "firstName": "%1$s", "lastName": "R.",
                 "groups": [%3$s], "credentials": [{"type": "password", "value": "%4$s", "temporary": false}]}
                """.formatted(
                                name,
                                emailVerified,
                                String.join(
                                        ",",
                                        List.of(groups).stream()
                                                .map(group -> "\"" + group + "\"")
                                                .toList()),
                                PASSWORD),
                201);
    }

    public void moveToGroup(String user, String from, String to) {
        String id = idOf("/admin/realms/acme/users?exact=true&username=" + user);
        admin("DELETE", "/admin/realms/acme/users/" + id + "/groups/" + group(from), null, 204);
        admin("PUT", "/admin/realms/acme/users/" + id + "/groups/" + group(to), "{}", 204);
    }

    /** Ends all sessions of somebody, as an administrator does. */
    public void signOut(String user) {
        String id = idOf("/admin/realms/acme/users?exact=true&username=" + user);
        admin("POST", "/admin/realms/acme/users/" + id + "/logout", "{}", 204);
    }

    private String group(String name) {
        return idOf("/admin/realms/acme/groups?exact=true&search=" + name.replace(" ", "%20"));
    }

    private String idOf(String path) {
        try (JsonReader reader = Json.createReader(new StringReader(admin("GET", path, null, 200)))) {
            return reader.readArray().getJsonObject(0).getString("id");
        }
    }

    private String admin(String method, String path, String body, int status) {
        Answer answer = Http.send(
                method,
                url + path,
                body,
                "Authorization",
                "Bearer " + adminToken(),
                "Content-Type",
                "application/json");
        if (answer.status() != status) {
            throw new AssertionError(
                    method + " " + path + " was answered with " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    private String adminToken() {
        Answer answer = Http.send(
                "POST",
                url + "/realms/master/protocol/openid-connect/token",
                Http.form("grant_type", "password", "client_id", "admin-cli", "username", ADMIN, "password", PASSWORD),
                "Content-Type",
                "application/x-www-form-urlencoded");
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject().getString("access_token");
        }
    }

    @Override
    public void close() {
        end(process);
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path unpacked() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("target/keycloak"))) {
            return folders.filter(Files::isDirectory)
                    .filter(folder -> folder.getFileName().toString().startsWith("keycloak-"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    private static void forget(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
