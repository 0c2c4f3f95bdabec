package io.saltgate.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Attacks a server until it is closed: 400 connections that send a body a byte a second (a form, a multipart form,
 * JSON, a body to {@code /verify}), 450 that sign in and 450 that post to one invitation again and again, each time
 * from another address, and some that break off what they have pipelined.
 */
final class Siege implements AutoCloseable {

    private static final int SLOW_OF_EACH_KIND = 100;
    private static final int FLOOD_OF_EACH_KIND = 450;
    private static final int RESETS = 16;
    private static final int DECLARED = 100_000;

    /**
     * From the beginning of one try to that of the next: an attacker of 900 connections that doesn't take the machine
     * itself. They begin at any time within it.
     */
    private static final long PACE_MILLIS = 1_000;

    private final ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final int port;
    private volatile boolean over;

    private interface Attack {
        void run() throws IOException, InterruptedException;
    }

    private Siege(int port) {
        this.port = port;
    }

    /** @param invitation the path of one that nobody has accepted */
    static Siege of(int port, String invitation) {
        Siege siege = new Siege(port);
        for (String head : List.of(
                siege.head("/signin", "application/x-www-form-urlencoded", DECLARED),
                siege.head("/signin", "multipart/form-data; boundary=x", DECLARED),
                siege.head("/api/v1/accounts", "application/json", DECLARED),
                siege.head("/verify", "application/json", DECLARED))) {
            siege.start(SLOW_OF_EACH_KIND, () -> siege.drip(head));
        }
        siege.start(
                FLOOD_OF_EACH_KIND,
                () -> siege.post("/signin", "email=somebody" + number() + "%40example.com&password=guess-" + number()));
        siege.start(
                FLOOD_OF_EACH_KIND,
                () -> siege.post(invitation, "name=" + encoded("A guest") + "&password=" + "short-" + number() % 10));
        siege.start(RESETS, siege::breakOff);
        return siege;
    }

    /** How many tries of the floods were answered. */
    long answers() {
        return answers.get();
    }

    /** How many of them with 429 or 503. */
    long refused() {
        return refused.get();
    }

    private void start(int count, Attack attack) {
        for (int i = 0; i < count; i++) {
            attackers.submit(() -> {
                Thread.sleep(number() % PACE_MILLIS);
                while (!over) {
                    long began = System.nanoTime();
                    try {
                        attack.run();
                    } catch (IOException e) {
                        // ended by the server: again
                    }
                    Thread.sleep(Math.max(10, PACE_MILLIS - (System.nanoTime() - began) / 1_000_000));
                }
                return null;
            });
        }
    }

    private void drip(String head) throws IOException, InterruptedException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes(head));
            while (!over) {
                socket.getOutputStream().write('a');
                if (socket.getInputStream().available() > 0) {
                    return; // answered
                }
                Thread.sleep(PACE_MILLIS);
            }
        }
    }

    private void post(String path, String form) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(bytes(head(path, "application/x-www-form-urlencoded", form.length()) + form));
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            in.skip(Long.MAX_VALUE);
            answers.incrementAndGet();
            if (status.endsWith("429") || status.endsWith("503")) {
                refused.incrementAndGet();
            }
        }
    }

    private void breakOff() throws IOException {
        try (Socket socket = connect()) {
            socket.setSoLinger(true, 0);
            socket.getOutputStream().write(bytes(("GET /signin HTTP/1.1\r\n" + host() + "\r\n").repeat(50)));
        }
    }

    /** Of a post from an address that nobody had before, as the gateway says. */
    private String head(String path, String type, int length) {
        return "POST " + path + " HTTP/1.1\r\n" + host() + "Origin: http://localhost:" + port
                + "\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\nX-Forwarded-For: 2001:db8:"
                + Integer.toHexString(number() % 65_536) + ":" + Integer.toHexString(number() % 65_536)
                + "::1\r\nContent-Type: " + type + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private String host() {
        return "Host: localhost:" + port + "\r\n";
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static int number() {
        return ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        over = true;
        attackers.shutdownNow();
        attackers.close();
    }
}
