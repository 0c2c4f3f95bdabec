package io.saltgate.gateways;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands on the wire between a gateway and Saltgate and takes down what the gateway says. */
final class Wiretap implements AutoCloseable {

    private final ServerSocket server;
    private final int to;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    Wiretap(int to) throws IOException {
        this.to = to;
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** All that gateways have said so far. */
    String said() {
        return said.toString(ISO_8859_1);
    }

    private void accept() {
        try {
            while (true) {
                Socket gateway = opened(server.accept());
                Socket saltgate = opened(new Socket(InetAddress.getByName("127.0.0.1"), to));
                threads.execute(() -> pass(gateway, saltgate, true));
                threads.execute(() -> pass(saltgate, gateway, false));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private Socket opened(Socket socket) {
        open.add(socket);
        return socket;
    }

    private void pass(Socket from, Socket target, boolean noted) {
        try (from;
                target) {
            InputStream in = from.getInputStream();
            OutputStream out = target.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (noted) {
                    said.write(
                            bytes, 0, count); // before it is passed on, so that it stands there once there is an answer
                }
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // one of the two hung up
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.close();
    }
}
