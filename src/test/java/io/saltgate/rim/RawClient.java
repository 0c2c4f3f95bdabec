package io.saltgate.rim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection to a server, over which bytes go as they are; for clients that no library would be. */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();

    RawClient(int port) {
        this(port, 0);
    }

    /** @param receiveBuffer bytes that the system keeps for it; 0 is as the system has it */
    RawClient(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text, each character one byte. */
    void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** What the server sends until it closes the connection, or falls silent. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** The first bytes of an answer; empty if the connection ends before. */
    String readSome() throws IOException {
        byte[] some = new byte[4096];
        int count = socket.getInputStream().read(some);
        return count < 0 ? "" : new String(some, 0, count, ISO_8859_1);
    }

    /** Ends the connection as a client that crashes does: whatever the server still sends comes to nobody. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request, and all that comes back. It must ask for {@code Connection: close}. */
    static String exchange(int port, String request) {
        try (RawClient client = new RawClient(port)) {
            client.send(request);
            return client.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
