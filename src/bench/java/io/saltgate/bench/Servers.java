package io.saltgate.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How the servers are started that are compared. All listen on the loopback address only. */
final class Servers {

    static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final String GATE_PORT = "SALTGATE_GATE_PORT";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private Servers() {}

    /** A real one, in its own process, with the settings that an operator would raise first. */
    static EmbeddedPostgres postgres() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "4GB")
                .setServerConfig("fsync", "off") // for the rows that are written before anything is measured
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
        return postgres;
    }

    static void close(Closeable postgres) {
        try {
            postgres.close();
        } catch (IOException e) {
            System.err.println("PostgreSQL could not be stopped: " + e);
        }
    }

    /** As bin/run starts it, with the other WAR beside it. */
    static Child payara(Path home, int port, Path saltgate, Path other, String database)
            throws IOException, InterruptedException {
        List<String> more = List.of("--deploy", other.toString());
        return payara(home, port, saltgate, database, Bench.HEAP, Map.of("SALTGATE_GATEWAYS", "127.0.0.1"), more);
    }

    /** As bin/run starts it, with an operator key, and with leave to send to this machine. */
    static Child sender(Path home, int port, Path saltgate, String database, String key, String heap)
            throws IOException, InterruptedException {
        Map<String, String> settings = Map.of("SALTGATE_OPERATOR_KEY", key, "SALTGATE_WEBHOOKS_ALLOW", "127.0.0.1");
        return payara(home.resolve("sender"), port, saltgate, database, heap, settings, List.of());
    }

    /** As bin/run starts it, one of several over a database and key ring, with an operator key. */
    static Child node(Path home, int port, Path saltgate, String database, String key, Path ring, boolean hints)
            throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "SALTGATE_OPERATOR_KEY",
                key,
                "SALTGATE_KEYRING",
                ring.toString(),
                "SALTGATE_GATE_HINTS",
                hints ? "on" : "off");
        return payara(home, port, saltgate, database, "1g", settings, List.of());
    }

    /** As bin/run starts it, behind a gateway that is believed, with an operator key and a person. */
    static Child besieged(Path home, int port, int gatePort, Path saltgate, String database, String key)
            throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                GATE_PORT,
                Integer.toString(gatePort),
                "SALTGATE_OPERATOR_KEY",
                key,
                "SALTGATE_GATEWAYS",
                "127.0.0.1",
                "SALTGATE_BOOTSTRAP_EMAIL",
                "owner@example.com",
                "SALTGATE_BOOTSTRAP_PASSWORD",
                "correct horse battery staple");
        return payara(home.resolve("siege"), port, saltgate, database, "1g", settings, List.of());
    }

    /** On the embedded database, with a small heap; ready when this path is answered with 200. */
    static Child small(Path home, int port, Path war, String ready) throws IOException, InterruptedException {
        Files.createDirectories(home);
        ProcessBuilder command = command(home, port, war, "512m", new HashMap<>(), List.of());
        return Child.start("Payara", command.directory(home.toFile()), home.resolve("server.log"))
                .await("http://127.0.0.1:" + port + ready, 200, PATIENCE);
    }

    private static Child payara(
            Path home,
            int port,
            Path saltgate,
            String database,
            String heap,
            Map<String, String> moreSettings,
            List<String> moreOptions)
            throws IOException, InterruptedException {
        Map<String, String> settings = new HashMap<>(moreSettings);
        settings.put("SALTGATE_DB_URL", database);
        settings.put("SALTGATE_DB_USER", "postgres");
        settings.put("SALTGATE_DB_PASSWORD", "postgres");
        ProcessBuilder command = command(home, port, saltgate, heap, settings, moreOptions);
        return Child.start("Payara", command.directory(home.toFile()), home.resolve("server.log"))
                .await("http://127.0.0.1:" + port + "/health/ready", 200, PATIENCE);
    }

    private static ProcessBuilder command(
            Path home, int port, Path war, String heap, Map<String, String> settings, List<String> moreOptions)
            throws IOException {
        Path tmp = Files.createDirectories(home.resolve("tmp"));
        settings.put("SALTGATE_DATA_DIR", home.resolve("data").toString());
        settings.put("SALTGATE_PUBLIC_URL", "http://localhost:" + port);
        List<String> words = new ArrayList<>(List.of(
                JAVA,
                "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + tmp,
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.glassfish.startupThreadPolicy=USE_NO_THREADS",
                "-Dorg.glassfish.grizzly.http.STRICT_HEADER_VALUE_VALIDATION_RFC_9110=false",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:MaxGCPauseMillis=20",
                "-XX:MaxTenuringThreshold=1",
                "-XX:+DebugNonSafepoints", // else a profile puts the blame on the wrong frames
                "-Xmx" + heap,
                "-jar",
                Path.of("target/server/payara-micro.jar").toAbsolutePath().toString(),
                "--deploy",
                war.toString(),
                "--contextroot",
                "/"));
        words.addAll(moreOptions);
        words.addAll(List.of(
                "--port",
                Integer.toString(port),
                "--noHazelcast",
                "--disablephonehome",
                "--prebootcommandfile",
                commandFile(home, "pre-boot", settings.get(GATE_PORT)).toString(),
                "--postbootcommandfile",
                commandFile(home, "post-boot", null).toString(),
                "--postdeploycommandfile",
                commandFile(home, "post-deploy", settings.get(GATE_PORT)).toString(),
                "--logproperties",
                Path.of("bin/lib/logging.properties").toAbsolutePath().toString()));
        return Child.command(settings, words.toArray(String[]::new));
    }

    /**
     * The server's commands of one moment, as {@code bin/run} fills them in.
     *
     * @param gatePort of the listener for gateways; null for none
     */
    private static Path commandFile(Path home, String moment, String gatePort) throws IOException {
        String commands = Files.readString(Path.of("bin/lib/server", moment));
        if (gatePort != null) {
            commands += Files.readString(Path.of("bin/lib/server", moment + "-gate"))
                    .replace("@GATE_HOST@", "127.0.0.1")
                    .replace("@GATE_PORT@", gatePort);
        }
        return Files.writeString(
                home.resolve(moment), commands.replace("@HOST@", "127.0.0.1").replace("@THREADS@", "192"));
    }

    /** Takes whatever is posted to it. */
    static Child receiver(Path home, int port) throws IOException, InterruptedException {
        return nginx(home, port, "", """
                client_max_body_size 1m;
                location / { return 204; }
                """, 204);
    }

    /** Knows one token by heart and asks nobody. */
    static Child nginx(Path home, int port, String token) throws IOException, InterruptedException {
        return nginx(home, port, """
                map_hash_bucket_size 128;
                map $http_x_auth_token $known { default 0; "%s" 1; }
                """.formatted(token), """
                location / {
                    if ($known) { return 200; }
                    return 401;
                }
                """, 401);
    }

    /** Asks Saltgate before an upstream at {@code /asking}, and nobody at {@code /plain}; the upstream is nginx too. */
    static Child gateway(Path home, int port, int upstream, int saltgate) throws IOException, InterruptedException {
        return nginx(home, port, """
                upstream saltgate { server 127.0.0.1:%d; keepalive 64; keepalive_requests 1000000000; }
                upstream api { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 1000000000; }
                server { listen 127.0.0.1:%2$d; location / { return 200 ok; } }
                proxy_http_version 1.1;
                proxy_set_header Connection "";
                """.formatted(saltgate, upstream), """
                location = / { return 204; }
                location /plain { proxy_pass http://api; }
                location /asking { auth_request /_saltgate; proxy_pass http://api; }
                location = /_saltgate {
                    internal;
                    proxy_pass http://saltgate/verify;
                    proxy_pass_request_body off;
                    proxy_set_header Content-Length "";
                    proxy_set_header Connection "";
                }
                """, 204);
    }

    private static Child nginx(Path home, int port, String maps, String server, int status)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path configuration = Files.writeString(home.resolve("nginx.conf"), """
                daemon off;
                worker_processes auto;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 1024; }
                http {
                    access_log off;
                    keepalive_requests 1000000000;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    %2$s
                    server {
                        listen 127.0.0.1:%3$d;
                        %4$s
                    }
                }
                """.formatted(home, maps, port, server));
        ProcessBuilder command =
                Child.command(Map.of(), "nginx", "-p", home.toString(), "-c", configuration.toString());
        return Child.start("nginx", command, home.resolve("log"))
                .await("http://127.0.0.1:" + port + "/", status, Duration.ofSeconds(10));
    }
}
