package io.saltgate.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A server that keeps what it receives, byte for byte, and answers as badly as a test wants. */
public final class Receiver implements AutoCloseable {

    /** A request as it came. */
    public record Request(int connection, List<String> head, byte[] body) {

        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }

        public String line() {
            return head.getFirst();
        }
    }

    /** Writes an answer. Whoever throws closes the connection. */
    @FunctionalInterface
    public interface Answering {
        void answer(Request request, OutputStream out, Socket socket) throws Exception;
    }

    private static final int END_OF_HEAD = '\r' << 24 | '\n' << 16 | '\r' << 8 | '\n';

    private final ServerSocket server;
    private final Answering answering;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private Receiver(ServerSocket server, Answering answering) {
        this.server = server;
        this.answering = answering;
    }

    /** On 127.0.0.1, at a free port. */
    public static Receiver start(Answering answering) {
        return start("127.0.0.1", 0, answering);
    }

    public static Receiver start(String address, int port, Answering answering) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByName(address), port), 1000);
            return new Receiver(server, answering).listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param protocols all if there are none */
    public static Receiver startTls(SSLContext tls, Answering answering, String... protocols) {
        try {
            SSLServerSocket server = (SSLServerSocket)
                    tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
            if (protocols.length > 0) {
                server.setEnabledProtocols(protocols);
            }
            return new Receiver(server, answering).listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on. */
    public void wantClientCertificates() {
        ((SSLServerSocket) server).setWantClientAuth(true);
    }

    /** Always the same, as {@link #text} makes it; the connection is kept. */
    public static Answering saying(String... lines) {
        byte[] bytes = text(lines);
        return (request, out, socket) -> out.write(bytes);
    }

    /** Lines of a head, and what follows its blank line. */
    public static byte[] text(String... lines) {
        return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    public static Answering ok() {
        return saying("HTTP/1.1 200 OK", "Content-Length: 2", "", "ok");
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    private Receiver listen() {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    int number = connections.incrementAndGet();
                    sockets.add(socket);
                    Thread.ofVirtual().start(() -> serve(number, socket));
                } catch (IOException e) {
                    // closed
                }
            }
        });
        return this;
    }

    private void serve(int number, Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                List<String> head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                Request asked = new Request(number, head, new byte[0]);
                int length =
                        asked.header("Content-Length").map(Integer::parseInt).orElse(0);
                Request request = new Request(number, head, in.readNBytes(length));
                requests.add(request);
                answering.answer(request, socket.getOutputStream(), socket);
                socket.getOutputStream().flush();
            }
        } catch (Exception e) {
            // that is how a receiver hangs up
        }
    }

    private static List<String> head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (last != END_OF_HEAD) {
            int next = in.read();
            if (next < 0) {
                return List.of();
            }
            head.write(next);
            last = last << 8 | next;
        }
        return Arrays.asList(head.toString(StandardCharsets.ISO_8859_1).strip().split("\r\n"));
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
