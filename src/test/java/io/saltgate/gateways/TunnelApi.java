package io.saltgate.gateways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/** An API that takes every invitation to speak something else over the connection, and keeps all that it hears. */
final class TunnelApi implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1"));
    private final StringBuffer heard = new StringBuffer();

    TunnelApi() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    String heard() {
        return heard.toString();
    }

    private void accept() {
        while (true) {
            try {
                Socket connection = server.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            StringBuilder request = new StringBuilder();
            boolean opened = false;
            for (int next = in.read(); next >= 0; next = in.read()) {
                request.append((char) next);
                heard.append((char) next);
                if (!opened && request.indexOf("\r\n\r\n", request.length() - 4) >= 0) {
                    opened = isInvited(request.toString());
                    connection
                            .getOutputStream()
                            .write(answer(request.toString()).getBytes(ISO_8859_1));
                    request.setLength(0);
                }
            }
        } catch (IOException e) {
            // The gateway hung up.
        }
    }

    private static boolean isInvited(String request) {
        return request.startsWith("CONNECT") || request.toLowerCase(Locale.ROOT).contains("\r\nupgrade:");
    }

    private static String answer(String request) {
        if (request.startsWith("CONNECT")) {
            return "HTTP/1.1 200 OK\r\n\r\n";
        }
        return isInvited(request)
                ? "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
