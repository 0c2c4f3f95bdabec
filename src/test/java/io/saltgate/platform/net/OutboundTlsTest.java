package io.saltgate.platform.net;

import static io.saltgate.platform.net.OutboundUrlTest.url;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.net.OutboundGuard.Verdict;
import io.saltgate.platform.net.OutboundHttp.Answer;
import io.saltgate.platform.net.OutboundHttp.Failure;
import io.saltgate.testing.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates, names and handshakes; keytool makes the certificates. */
class OutboundTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private static Path dir;

    private static KeyStore good;
    private static KeyStore expired;
    private static SSLContext trusting;

    private final OutboundHttp http = new OutboundHttp(trusting, Duration.ofSeconds(2));
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void makeCertificates() throws Exception {
        keytool("ca", "-ext", "bc:c=ca:true", "-validity", "30");
        keytool("good", "-signer", "ca", "-ext", "san=dns:hooks.test,ip:127.0.0.1", "-validity", "30");
        keytool("expired", "-signer", "ca", "-ext", "san=dns:hooks.test", "-startdate", "-30d", "-validity", "10");
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(dir.resolve("all.p12"))) {
            all.load(in, PASSWORD);
        }
        good = only("good", all);
        expired = only("expired", all);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
    }

    @AfterEach
    void close() throws Exception {
        http.close();
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    @Test
    void showsTheNameInTheHandshakeAndChecksTheCertificateAgainstIt() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        AtomicReference<String> protocol = new AtomicReference<>();
        Receiver receiver = open(Receiver.startTls(server(good), (request, out, socket) -> {
            ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
            asked.set(session.getRequestedServerNames().toString());
            protocol.set(session.getProtocol());
            Receiver.ok().answer(request, out, socket);
        }));

        Answer answer = post("https://hooks.test:" + receiver.port() + "/a");

        assertThat(answer).isInstanceOf(Answer.Received.class);
        assertThat(asked.get()).contains("value=hooks.test");
        assertThat(protocol.get()).isEqualTo("TLSv1.3");
        assertThat(receiver.requests().getFirst().header("Host")).contains("hooks.test:" + receiver.port());
    }

    @Test
    void keepsAConnectionForTheNext() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), Receiver.ok()));

        for (int i = 0; i < 5; i++) {
            assertThat(post("https://hooks.test:" + receiver.port() + "/")).isInstanceOf(Answer.Received.class);
            Thread.sleep(120);
        }

        assertThat(receiver.connections()).isEqualTo(1);
    }

    @Test
    void checksTheCertificateOfAnAddressToo() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), Receiver.ok()));

        assertThat(post("https://127.0.0.1:" + receiver.port() + "/")).isInstanceOf(Answer.Received.class);
        assertRefused(
                http.post(
                        url("https://127.0.0.2:" + receiver.port() + "/"),
                        allowed("127.0.0.1"),
                        Map.of(),
                        new byte[0],
                        LONG),
                "the certificate is for another name");
    }

    @Test
    void refusesACertificateForAnotherName() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), Receiver.ok()));

        for (String name : List.of("other.test", "a.hooks.test", "hooks.test.other.test", "localhost")) {
            assertRefused(post("https://" + name + ":" + receiver.port() + "/"), "the certificate is for another name");
        }
        assertThat(receiver.requests()).isEmpty();
    }

    /** A session of one name is not taken up again for another. */
    @Test
    void refusesACertificateForAnotherNameAlsoAfterAGoodOne() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), Receiver.ok()));

        assertThat(post("https://hooks.test:" + receiver.port() + "/")).isInstanceOf(Answer.Received.class);

        assertRefused(post("https://other.test:" + receiver.port() + "/"), "the certificate is for another name");
    }

    @Test
    void refusesACertificateOfAnUnknownAuthority() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), Receiver.ok()));
        OutboundHttp asConfigured = open(OutboundHttp.open());

        Answer answer = asConfigured.post(
                url("https://hooks.test:" + receiver.port() + "/"), allowed("127.0.0.1"), Map.of(), new byte[0], LONG);

        assertRefused(answer, "the certificate is not from an authority that is trusted here");
        assertThat(receiver.requests()).isEmpty();
    }

    /** Payara sets it to a list of its own. */
    @Test
    void trustsTheRuntimesAuthoritiesWhateverTheServerIsSetTo() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), Receiver.ok()));
        System.setProperty("javax.net.ssl.trustStore", dir.resolve("all.p12").toString());
        System.setProperty("javax.net.ssl.trustStorePassword", new String(PASSWORD));
        try {
            OutboundHttp asConfigured = open(OutboundHttp.open());

            Answer answer = asConfigured.post(
                    url("https://hooks.test:" + receiver.port() + "/"),
                    allowed("127.0.0.1"),
                    Map.of(),
                    new byte[0],
                    LONG);

            assertRefused(answer, "the certificate is not from an authority that is trusted here");
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void refusesAnExpiredCertificate() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(expired), Receiver.ok()));

        assertRefused(post("https://hooks.test:" + receiver.port() + "/"), "the certificate has expired");
    }

    @Test
    void refusesAReceiverWithoutTls() {
        ServerSocket plain = open(listen());
        Thread.ofVirtual().start(() -> {
            try (Socket socket = plain.accept()) {
                socket.getOutputStream().write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 0", "", ""));
                socket.getInputStream().read(new byte[10_000]);
            } catch (IOException e) {
                // hung up
            }
        });

        assertRefused(post("https://hooks.test:" + plain.getLocalPort() + "/"), "the TLS handshake failed");
    }

    @Test
    void aReceiverThatIsSilentInTheHandshakeIsNoConnection() {
        ServerSocket silent = open(listen());

        assertThat(failure(post("https://hooks.test:" + silent.getLocalPort() + "/")))
                .isEqualTo(Failure.CONNECT_TIMEOUT);
    }

    private static ServerSocket listen() {
        try {
            return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesOldProtocols() throws Exception {
        SSLContext old = server(good);
        Receiver receiver = open(Receiver.startTls(old, Receiver.ok(), "TLSv1.1", "TLSv1"));

        assertThat(failure(post("https://hooks.test:" + receiver.port() + "/"))).isEqualTo(Failure.TLS);
    }

    /** The server's own key, if it has one, is nothing that receivers should see. */
    @Test
    void showsNoCertificateOfOurs() throws Exception {
        AtomicReference<Object> peer = new AtomicReference<>();
        Receiver receiver = open(Receiver.startTls(server(good), (request, out, socket) -> {
            try {
                peer.set(((SSLSocket) socket).getSession().getPeerPrincipal());
            } catch (SSLPeerUnverifiedException e) {
                peer.set("nobody");
            }
            Receiver.ok().answer(request, out, socket);
        }));
        receiver.wantClientCertificates();

        assertThat(post("https://hooks.test:" + receiver.port() + "/")).isInstanceOf(Answer.Received.class);
        assertThat(peer.get()).isEqualTo("nobody");
    }

    @Test
    void tellsThatAReceiverHangsUpInTheMiddle() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), (request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 100", "", "half"));
            socket.close();
        }));

        assertThat(failure(post("https://hooks.test:" + receiver.port() + "/"))).isEqualTo(Failure.CLOSED);
    }

    @Test
    void aSlowAnswerEndsWhenTheTimeIsUp() throws Exception {
        Receiver receiver = open(Receiver.startTls(server(good), (request, out, socket) -> {
            out.write(Receiver.text("HTTP/1.1 200 OK", "Content-Length: 100000", "", ""));
            while (true) {
                out.write('a');
                Thread.sleep(50);
            }
        }));
        long before = System.nanoTime();

        Answer answer = http.post(
                url("https://hooks.test:" + receiver.port() + "/"),
                allowed("127.0.0.1"),
                Map.of(),
                new byte[0],
                Duration.ofSeconds(1));

        assertThat(failure(answer)).isEqualTo(Failure.TIMEOUT);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
    }

    private Answer post(String url) {
        return http.post(url(url), allowed("127.0.0.1"), Map.of("X-A", "b"), new byte[] {1, 2, 3}, LONG);
    }

    private static void assertRefused(Answer answer, String detail) {
        assertThat(answer).isEqualTo(new Answer.Failed(Failure.TLS, detail));
    }

    private static Failure failure(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Failed.class);
        return ((Answer.Failed) answer).failure();
    }

    private static Verdict.Allowed allowed(String address) {
        return new Verdict.Allowed(
                List.of(IpAddresses.parse(address).orElseThrow().toInetAddress()));
    }

    private static void keytool(String alias, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-storetype",
                "PKCS12",
                "-keystore",
                dir.resolve("all.p12").toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(options));
        Path log = dir.resolve(alias + ".log");
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(log)).isZero();
    }

    private static KeyStore only(String alias, KeyStore all) throws Exception {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        return one;
    }

    private static SSLContext server(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(factory.getKeyManagers(), null, null);
        return tls;
    }

    private <T extends AutoCloseable> T open(T each) {
        opened.add(each);
        return each;
    }
}
