package io.saltgate.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.SaltgateServer.Payara;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** C9: what clients do wrong, or leave in the middle, is a few lines in the log, without stack traces. */
@Tag("server")
class LogFloodIT {

    private static final int PIPELINED = 700;
    private static final int TIMES = 20;
    private static final int MOST_BYTES = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SaltgateServer server;

    @ParameterizedTest
    @MethodSource(SaltgateServer.SERVERS)
    void aFloodIsAFewLines(Payara payara) throws IOException {
        server = SaltgateServer.shared(payara);
        int before = server.log().length();

        for (String path : List.of("/verify", "/signin", "/nothing", "/api/v1/account", "/theme/base.css")) {
            reset(get(path).repeat(PIPELINED));
        }
        for (int i = 0; i < TIMES; i++) {
            for (String path : List.of("/a%%3", "/a:b", "/a%5Cb", "/verify/%zz", "//verify/%00", "/theme/%")) {
                send(get(path));
            }
            send("GET / HTTP/1.1\r\nHost: a:b:c\r\n\r\n");
            send("POST /signin HTTP/1.1\r\n" + host() + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
            send("GET /signin HTTP/1.1\r\n" + host()
                    + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !\r\n\r\n");
            send("GET / HTTP/1.1\r\n" + host() + "A: " + "x".repeat(100_000) + "\r\n\r\n");
            reset("GET /sig");
            reset("POST /signin HTTP/1.1\r\n" + host() + "Origin: http://localhost:" + server.port()
                    + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nemail=a");
        }
        String written = awaitQuiet().substring(before);

        assertThat(server.verify(null).status()).isEqualTo(401);
        assertThat(written.lines().filter(line -> line.startsWith("\tat ")))
                .as("stack traces")
                .isEmpty();
        assertThat(written.length()).as("of %s", written).isLessThan(MOST_BYTES);
    }

    /** The log, once nothing has been written to it for two seconds. */
    private String awaitQuiet() {
        int[] length = {-1};
        long[] since = {0};
        Eventually.await("quiet", PATIENCE, () -> {
            int now = server.log().length();
            if (now != length[0]) {
                length[0] = now;
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > Duration.ofSeconds(2).toNanos();
        });
        return server.log();
    }

    private String get(String path) {
        return "GET " + path + " HTTP/1.1\r\n" + host() + "\r\n";
    }

    private String host() {
        return "Host: localhost:" + server.port() + "\r\n";
    }

    /** And reads the beginning of the answer, if there is one. */
    private void send(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().read(new byte[1_000]);
        } catch (IOException e) {
            // refused by ending the connection
        }
    }

    /** And breaks the connection off at once, so that the server finds it reset. */
    private void reset(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // the server ended it first
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }
}
