package io.saltgate.platform.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.IoClientFactory;
import org.xbill.DNS.io.TcpIoClient;
import org.xbill.DNS.io.UdpIoClient;

/**
 * How dnsjava's questions get to a server: a socket of its own for each, on a thread of ours. dnsjava's own way is one
 * selector for all in a thread that outlives the application (closing it, it waits for itself), and time-outs that are
 * looked at only while nothing arrives.
 */
final class DnsSockets implements IoClientFactory, UdpIoClient, TcpIoClient {

    private interface Exchange {
        byte[] answer() throws IOException;
    }

    private final Executor threads;

    /** @param threads virtual ones: each question blocks one of them */
    DnsSockets(Executor threads) {
        this.threads = threads;
    }

    @Override
    public UdpIoClient createOrGetUdpClient() {
        return this;
    }

    @Override
    public TcpIoClient createOrGetTcpClient() {
        return this;
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveUdp(
            @Nullable InetSocketAddress local,
            InetSocketAddress remote,
            Message query,
            byte[] data,
            int max,
            Duration timeout) {
        return start(() -> exchangeUdp(remote, data, max, timeout));
    }

    @Override
    public CompletableFuture<byte[]> sendAndReceiveTcp(
            @Nullable InetSocketAddress local, InetSocketAddress remote, Message query, byte[] data, Duration timeout) {
        return start(() -> exchangeTcp(remote, data, timeout));
    }

    private CompletableFuture<byte[]> start(Exchange exchange) {
        CompletableFuture<byte[]> future = new CompletableFuture<>();
        try {
            threads.execute(() -> {
                try {
                    future.complete(exchange.answer());
                } catch (IOException | RuntimeException e) {
                    future.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    /** The system binds to a random port, and connected to the server it takes nobody else's datagrams. */
    private static byte[] exchangeUdp(InetSocketAddress server, byte[] query, int max, Duration timeout)
            throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(query, query.length));
            byte[] buffer = new byte[max];
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.setSoTimeout(millisTo(end));
                socket.receive(packet);
                boolean ours = packet.getLength() >= 2 && buffer[0] == query[0] && buffer[1] == query[1];
                if (ours) {
                    return Arrays.copyOf(buffer, packet.getLength());
                }
            }
        }
    }

    private static byte[] exchangeTcp(InetSocketAddress server, byte[] query, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        try (Socket socket = new Socket()) {
            socket.connect(server, millisTo(end));
            OutputStream out = socket.getOutputStream();
            out.write(ByteBuffer.allocate(2 + query.length)
                    .putShort((short) query.length)
                    .put(query)
                    .array());
            byte[] length = read(socket, 2, end);
            return read(socket, (length[0] & 0xFF) << 8 | length[1] & 0xFF, end);
        }
    }

    private static byte[] read(Socket socket, int count, long end) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count) {
            socket.setSoTimeout(millisTo(end));
            int n = in.read(bytes, done, count - done);
            if (n < 0) {
                throw new EOFException("the name server hung up");
            }
            done += n;
        }
        return bytes;
    }

    private static int millisTo(long end) throws SocketTimeoutException {
        long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (millis <= 0) {
            throw new SocketTimeoutException("the name server did not answer");
        }
        return (int) millis;
    }
}
