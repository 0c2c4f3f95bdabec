package io.saltgate.gateways;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A gateway that a test can run as operators do: the real program with the sample, in which only addresses and paths
 * are others.
 */
enum Gateway {
    NGINX(List.of("nginx"), "nginx.conf") {
        @Override
        Map<String, String> addresses(Path run, int port, int saltgate, int api) {
            return Map.of(
                    "listen 80 default_server;", "listen 127.0.0.1:" + port + " default_server;",
                    "    listen [::]:80 default_server;", "    #",
                    "server 127.0.0.1:8080;", "server 127.0.0.1:" + saltgate + ";",
                    "server 127.0.0.1:9000;", "server 127.0.0.1:" + api + ";");
        }

        @Override
        Map<String, String> publicPath() {
            return Map.of(
                    "    #location = /public/status {\n    #    auth_request off;\n    #    proxy_pass http://api;\n    #}",
                    "    location = /public/status {\n    auth_request off;\n    proxy_pass http://api;\n    }");
        }

        @Override
        Map<String, String> tokenKept() {
            return Map.of("#proxy_set_header X-Auth-Token", "proxy_set_header X-Auth-Token");
        }

        @Override
        Map<String, String> bodyLimit() {
            return Map.of();
        }

        @Override
        List<String> arguments(Path run, int port) throws IOException {
            Path main = Files.writeString(run.resolve("main.conf"), """
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
                        include %1$s/nginx.conf;
                    }
                    """.formatted(run));
            return List.of("-p", run.toString(), "-c", main.toString());
        }
    },

    HAPROXY(List.of("haproxy"), "haproxy.cfg", "haproxy-saltgate.lua") {
        @Override
        Map<String, String> addresses(Path run, int port, int saltgate, int api) {
            return Map.of(
                    "/etc/haproxy/haproxy-saltgate.lua",
                    run + "/haproxy-saltgate.lua",
                    "bind :80 ",
                    "bind 127.0.0.1:" + port + " ",
                    // The name is the machine's, and another test may run at the same time.
                    "str(\"abns@saltgate\")",
                    "str(\"abns@saltgate-" + port + "\")",
                    "bind abns@saltgate\n",
                    "bind abns@saltgate-" + port + "\n",
                    "127.0.0.1:8080",
                    "127.0.0.1:" + saltgate,
                    "127.0.0.1:9000",
                    "127.0.0.1:" + api);
        }

        @Override
        Map<String, String> publicPath() {
            return Map.of("#http-request set-var(txn.saltgate)", "http-request set-var(txn.saltgate)");
        }

        @Override
        Map<String, String> tokenKept() {
            return Map.of("#http-request del-header X-Auth-Token", "http-request del-header X-Auth-Token");
        }

        @Override
        Map<String, String> bodyLimit() {
            return Map.of("#http-request return status 413", "http-request return status 413");
        }

        @Override
        List<String> arguments(Path run, int port) {
            return List.of("-db", "-f", run + "/haproxy.cfg");
        }
    },

    CADDY(List.of("caddy"), "Caddyfile") {
        @Override
        Map<String, String> addresses(Path run, int port, int saltgate, int api) {
            return Map.of(
                    "\n{\n", "\n{\n\tadmin off\n\tauto_https off\n\tstorage file_system " + run + "/storage\n",
                    "\n:80 {", "\nhttp://:" + port + " {\n\tbind 127.0.0.1\n\t",
                    "reverse_proxy 127.0.0.1:8080", "reverse_proxy 127.0.0.1:" + saltgate,
                    "\t\treverse_proxy 127.0.0.1:9000", "\t\treverse_proxy 127.0.0.1:" + api,
                    "@anybody 127.0.0.1:9000", "@anybody 127.0.0.1:" + api);
        }

        @Override
        Map<String, String> publicPath() {
            return Map.of("#@anybody", "@anybody", "#reverse_proxy @anybody", "reverse_proxy @anybody");
        }

        @Override
        Map<String, String> tokenKept() {
            return Map.of("#request_header -X-Auth-Token", "request_header -X-Auth-Token");
        }

        @Override
        Map<String, String> bodyLimit() {
            return Map.of(
                    "#@large", "@large",
                    "#error @large", "error @large",
                    "#request_body {\n\t\t#\tmax_size 20MiB\n\t\t#}", "request_body {\n\t\t\tmax_size 20MiB\n\t\t}");
        }

        @Override
        List<String> arguments(Path run, int port) {
            return List.of("run", "--adapter", "caddyfile", "--config", run + "/Caddyfile");
        }
    },

    HTTPD(List.of("apache2", "httpd"), "httpd.conf", "httpd-saltgate.lua") {
        @Override
        Map<String, String> addresses(Path run, int port, int saltgate, int api) {
            return Map.of(
                    "/etc/apache2/httpd-saltgate.lua", run + "/httpd-saltgate.lua",
                    "<VirtualHost *:80>", "<VirtualHost *:" + port + ">",
                    "127.0.0.1:8080", "127.0.0.1:" + saltgate,
                    "ProxyPass        / http://127.0.0.1:9000/", "ProxyPass        / http://127.0.0.1:" + api + "/",
                    "ProxyPassReverse / http://127.0.0.1:9000/", "ProxyPassReverse / http://127.0.0.1:" + api + "/");
        }

        @Override
        Map<String, String> publicPath() {
            return Map.of("--[\"/public/status\"]", "[\"/public/status\"]");
        }

        @Override
        Map<String, String> tokenKept() {
            return Map.of("keep_token_from_api = false", "keep_token_from_api = true");
        }

        @Override
        Map<String, String> bodyLimit() {
            return Map.of("largest_body = math.huge", "largest_body = 20 * 1000 * 1000");
        }

        @Override
        List<String> arguments(Path run, int port) throws IOException {
            StringBuilder modules = new StringBuilder();
            for (String module : List.of("mpm_event", "authz_core", "proxy", "proxy_http", "lua")) {
                modules.append("LoadModule %1$s_module %2$s/mod_%1$s.so\n".formatted(module, modules()));
            }
            Path main = Files.writeString(run.resolve("main.conf"), """
                    ServerRoot %1$s
                    ServerName localhost
                    Listen 127.0.0.1:%2$d
                    PidFile %1$s/pid
                    ErrorLog /dev/stderr
                    Mutex default:%1$s
                    User nobody
                    %3$sInclude %1$s/httpd.conf
                    """.formatted(run, port, modules));
            // One process, which takes nothing with it that would live on.
            return List.of("-X", "-f", main.toString());
        }

        private static Path modules() {
            return Stream.of("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules")
                    .map(Path::of)
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("httpd's modules are not where they are looked for"));
        }
    };

    static final Path SAMPLES = Path.of("server-config/gateways");

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<String> commands;
    private final List<String> files;

    Gateway(List<String> commands, String... files) {
        this.commands = commands;
        this.files = List.of(files);
    }

    /** What an operator changes, and to what, for these ports. */
    abstract Map<String, String> addresses(Path run, int port, int saltgate, int api);

    /** What an operator changes to open {@code /public/status} to anybody. */
    abstract Map<String, String> publicPath();

    /** What an operator changes to keep the token from the API. */
    abstract Map<String, String> tokenKept();

    /** Lets callers bring receipts of changes. */
    Map<String, String> receiptsLetThrough() {
        return switch (this) {
            case NGINX -> Map.of("proxy_set_header X-Saltgate-After", "#");
            case HAPROXY -> Map.of("--asked[\"x-saltgate-after\"]", "asked[\"x-saltgate-after\"]");
            case CADDY -> Map.of("header_up -X-Saltgate-After", "#");
            case HTTPD -> Map.of("--[\"X-Saltgate-After\"]", "[\"X-Saltgate-After\"]");
        };
    }

    /** What an operator changes to refuse bodies of more than some 20 MB. */
    abstract Map<String, String> bodyLimit();

    abstract List<String> arguments(Path run, int port) throws IOException;

    /** A gateway that runs. */
    record Running(Process process, int port) implements AutoCloseable {
        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    /** @param changes as {@link #publicPath}; each text is in the sample just once */
    Running start(Path folder, Map<String, String> changes, int saltgatePort, int apiPort) throws IOException {
        return start(folder, UnaryOperator.identity(), changes, saltgatePort, apiPort);
    }

    /** With the recipe for browsers taken in, as docs/gateways.md says. */
    Running startForBrowsers(Path folder, int saltgatePort, int apiPort) throws IOException {
        return start(folder, text -> text.replaceAll("(#|--)cors ", ""), Map.of(), saltgatePort, apiPort);
    }

    private Running start(
            Path folder, UnaryOperator<String> edit, Map<String, String> changes, int saltgatePort, int apiPort)
            throws IOException {
        int port = SaltgateServer.freePort();
        Path run = Files.createTempDirectory(folder, name());
        Map<String, String> texts = new HashMap<>();
        for (String file : files) {
            texts.put(file, edit.apply(Files.readString(SAMPLES.resolve(file))));
        }
        replaceOnce(texts, changes);
        replaceOnce(texts, addresses(run, port, saltgatePort, apiPort));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(run.resolve(text.getKey()), text.getValue());
        }
        return run(run, port);
    }

    /** With another configuration than the sample, which stands in the folder already. */
    Running run(Path run, int port) throws IOException {
        Path log = run.resolve("log");
        List<String> command = new ArrayList<>(List.of(executable().toString()));
        command.addAll(arguments(run, port));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("HOME", run.toString());
        Running running = new Running(builder.start(), port);
        try {
            Eventually.await(this + " listens", PATIENCE, () -> listens(running, log));
        } catch (AssertionError e) {
            running.close();
            throw e;
        }
        return running;
    }

    static void replaceOnce(Map<String, String> texts, Map<String, String> changes) {
        changes.forEach((marked, by) -> {
            if (String.join("\n", texts.values()).split(Pattern.quote(marked), -1).length != 2) {
                throw new AssertionError("not once in " + texts.keySet() + ": " + marked);
            }
            texts.replaceAll((file, text) -> text.replace(marked, by));
        });
    }

    private boolean listens(Running running, Path log) {
        if (!running.process().isAlive()) {
            throw new AssertionError(this + " did not start: " + read(log));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.port())) {
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

    private Path executable() {
        List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(File.pathSeparator)));
        folders.add("/usr/sbin");
        return folders.stream()
                .flatMap(folder -> commands.stream().map(command -> Path.of(folder, command)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(this + " is not installed"));
    }
}
