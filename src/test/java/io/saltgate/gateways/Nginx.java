package io.saltgate.gateways;

import io.saltgate.testing.Eventually;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** A real nginx with the sample that operators get; only its three addresses are others. */
final class Nginx implements AutoCloseable {

    static final Path SAMPLE = Path.of("server-config/gateways/nginx.conf");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** @param sample the text of {@link #SAMPLE}, maybe with some lines taken in that are comments there */
    static Nginx start(Path folder, String sample, int saltgatePort, int apiPort) throws IOException {
        int port = freePort();
        Path run = Files.createTempDirectory(folder, "nginx");
        Files.writeString(
                run.resolve("saltgate.conf"),
                replaceOnce(
                        replaceOnce(
                                replaceOnce(sample, "server 127.0.0.1:8080;", "server 127.0.0.1:" + saltgatePort + ";"),
                                "server 127.0.0.1:9000;",
                                "server 127.0.0.1:" + apiPort + ";"),
                        "listen 80;",
                        "listen 127.0.0.1:" + port + ";"));
        Path main = Files.writeString(run.resolve("nginx.conf"), """
                daemon off;
                master_process off;
                pid %1$s/nginx.pid;
                error_log stderr warn;
                events { worker_connections 256; }
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    include %1$s/saltgate.conf;
                }
                """.formatted(run));
        Path log = run.resolve("log");
        Process process = new ProcessBuilder(executable().toString(), "-p", run.toString(), "-c", main.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Nginx nginx = new Nginx(process, port);
        Eventually.await("nginx listens", PATIENCE, () -> nginx.listens(log));
        return nginx;
    }

    /** Where callers come. */
    String url() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean listens(Path log) {
        if (!process.isAlive()) {
            throw new AssertionError("nginx did not start: " + read(log));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String replaceOnce(String text, String marked, String by) {
        int at = text.indexOf(marked);
        if (at < 0 || text.indexOf(marked, at + 1) >= 0) {
            throw new AssertionError("the sample does not have just one: " + marked);
        }
        return text.replace(marked, by);
    }

    private static Path executable() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "nginx"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nginx is not installed"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
