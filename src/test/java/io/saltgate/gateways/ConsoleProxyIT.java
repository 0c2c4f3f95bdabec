package io.saltgate.gateways;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console behind TLS, by the samples of a proxy that ends it: sign-in, security headers, uploads, who visits. */
class ConsoleProxyIT {

    private static final String FORGED = "198.51.100.7";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private static Path folder;

    private static SaltgateServer saltgate;
    private static HttpClient browser;
    private static String address;
    private static int port;

    private String cookie = "";

    @BeforeAll
    static void start() throws Exception {
        port = SaltgateServer.freePort();
        address = "https://localhost:" + port;
        browser = HttpClient.newBuilder()
                .sslContext(trust(certificate()))
                .localAddress(InetAddress.getByName(Call.CALLER))
                .build();
        saltgate = SaltgateServer.configure()
                .env("SALTGATE_PUBLIC_URL", address)
                .env("SALTGATE_GATEWAYS", "127.0.0.1")
                .start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        saltgate.close();
    }

    @Test
    void worksBehindNginx() throws Exception {
        int http = SaltgateServer.freePort();
        Path run = Files.createDirectory(folder.resolve("nginx"));
        write(
                run.resolve("nginx.conf"),
                "console-nginx.conf",
                Map.of(
                        "listen 443 ssl http2;", "listen 127.0.0.1:" + port + " ssl http2;",
                        "listen 80;", "listen 127.0.0.1:" + http + ";",
                        "server 127.0.0.1:8080;", "server 127.0.0.1:" + saltgate.port() + ";",
                        "/etc/ssl/certs/saltgate.pem", folder + "/certificate.pem",
                        "/etc/ssl/private/saltgate.key", folder + "/key.pem"));
        try (Gateway.Running nginx = Gateway.NGINX.run(run, port)) {
            assertWorks();
            assertThat(Http.get("http://127.0.0.1:" + http + "/signin?a=b").header("Location"))
                    .matches("https://[^/]+/signin\\?a=b");
        }
    }

    @Test
    void worksBehindCaddy() throws Exception {
        Path run = Files.createDirectory(folder.resolve("caddy"));
        write(
                run.resolve("Caddyfile"),
                "console.Caddyfile",
                Map.of(
                        "\nsaltgate.example.com {",
                        "\n{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system " + run
                                + "/storage\n}\n"
                                + address + " {\n\tbind 127.0.0.1\n\ttls " + folder + "/certificate.pem " + folder
                                + "/key.pem",
                        "reverse_proxy 127.0.0.1:8080",
                        "reverse_proxy 127.0.0.1:" + saltgate.port()));
        try (Gateway.Running caddy = Gateway.CADDY.run(run, port)) {
            assertWorks();
        }
    }

    private void assertWorks() throws Exception {
        HttpResponse<String> page = get("/signin");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().allValues("Strict-Transport-Security"))
                .singleElement()
                .asString()
                .startsWith("max-age=31536000");
        assertThat(page.headers().allValues("Content-Security-Policy")).hasSize(1);

        HttpResponse<String> signedIn = post(
                "/signin",
                Http.form("email", SaltgateServer.EMAIL, "password", SaltgateServer.PASSWORD),
                "application/x-www-form-urlencoded");
        assertThat(signedIn.statusCode()).as(signedIn.body()).isEqualTo(303);
        String set = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set).startsWith("__Host-saltgate").contains("; Secure");
        cookie = set.substring(0, set.indexOf(';'));

        // The visitor's address is what the proxy sees.
        assertThat(get("/operator/gateway-check").body()).contains(Call.CALLER).doesNotContain(FORGED);

        assertThat(upload(4 * 1024 * 1024 - 1_000).headers().allValues("Content-Security-Policy"))
                .as("answered by Saltgate")
                .hasSize(1);
        assertThat(upload(6 * 1024 * 1024).statusCode()).isEqualTo(413);

        assertThat(get("/verify").statusCode()).isEqualTo(404);
        assertThat(get("/verify/documents").statusCode()).isEqualTo(404);
        assertThat(get("/verify").headers().map()).doesNotContainKey("x-refusal");
    }

    /** A whitelist to import. */
    private HttpResponse<String> upload(int length) throws Exception {
        String path = "/accounts/" + SaltgateServer.ACCOUNT + "/settings/ip-whitelist";
        Matcher csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                .matcher(get("/accounts?all=1").body());
        assertThat(csrf.find()).isTrue();
        String body = "--limit\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + csrf.group(1)
                + "\r\n--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\nrange,label\n" + "10.0.0.0/8,Office\n".repeat(length / 18)
                + "\r\n--limit--\r\n";
        return post(path + "/import", body, "multipart/form-data; boundary=limit");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    private HttpResponse<String> post(String path, String body, String type) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", type)
                .header("Origin", address)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        request.header("X-Forwarded-For", FORGED).header("Forwarded", "for=" + FORGED);
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The sample with what an operator changes. */
    private static void write(Path file, String sample, Map<String, String> changes) throws IOException {
        Map<String, String> text = new HashMap<>(Map.of(sample, Files.readString(Gateway.SAMPLES.resolve(sample))));
        Gateway.replaceOnce(text, changes);
        Files.writeString(file, text.get(sample).replace("server_name saltgate.example.com", "server_name localhost"));
    }

    /** A new one for localhost, in PEM files too. */
    private static KeyStore certificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "proxy",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        Files.writeString(
                folder.resolve("certificate.pem"),
                pem("CERTIFICATE", keys.getCertificate("proxy").getEncoded()));
        Files.writeString(
                folder.resolve("key.pem"),
                pem("PRIVATE KEY", keys.getKey("proxy", PASSWORD).getEncoded()));
        return keys;
    }

    private static String pem(String kind, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    private static SSLContext trust(KeyStore keys) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("proxy", keys.getCertificate("proxy"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }
}
