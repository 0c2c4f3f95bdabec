package io.saltgate.platform.start;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.HttpHeader;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.util.DataChunk;
import org.glassfish.grizzly.http.util.MimeHeaders;
import org.glassfish.grizzly.nio.NIOConnection;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests whose headers two programs may read in two ways, with the server's own 400 and the end of the
 * connection. Values may hold bytes above 0x7F (RFC 9110, section 5.5), which the server only lets through with a check
 * that is weaker in everything else too; this one holds the rest:
 *
 * <ul>
 *   <li>a CR, LF or NUL that is not part of a line's end (RFC 9112, section 2.2);
 *   <li>two Host lines (section 3.2); two lengths, or a transfer coding other than {@code chunked} (section 6.1).
 * </ul>
 *
 * <p>It also ends connections of clients that go on asking and don't read their answers: the server keeps those in
 * memory without a bound, and a few hundred such clients fill its heap. Requests that were read from a connection
 * before it ended are not answered: nobody would hear.
 */
final class HeaderProbe extends HttpProbe.Adapter {

    private static final int CR_LF = 2;

    /** Bytes of earlier answers that may wait for their client, beyond what the system's own buffers hold. */
    private static final int MAX_UNREAD = 64 * 1024;

    /** The header that the codec parses next on this thread. */
    private static final ThreadLocal<@Nullable Received> RECEIVED = new ThreadLocal<>();

    /** @param start where the header begins in it */
    private record Received(Buffer buffer, int start) {}

    /**
     * Each time with all that has come of the header so far. What the codec keeps of its parts (method, names, values)
     * may lie in other memory: that of the piece in which the part came.
     */
    @Override
    @SuppressWarnings("rawtypes") // Grizzly's own signature
    public void onDataReceivedEvent(Connection connection, Buffer buffer) {
        RECEIVED.set(new Received(buffer, buffer.position()));
    }

    /** Throwing is how a probe refuses: the codec answers as it does for what it finds itself. */
    @Override
    @SuppressWarnings("rawtypes") // Grizzly's own signature
    public void onHeaderParseEvent(Connection connection, HttpHeader header, int size) {
        if (header instanceof HttpRequestPacket request) {
            if (!connection.isOpen()) {
                throw new IllegalStateException("the client has gone");
            }
            if (leavesItsAnswers(connection)) {
                connection.terminateSilently();
                throw new IllegalStateException("the client does not read its answers");
            }
            if (!hasWholeLines(RECEIVED.get(), size)) {
                throw new IllegalStateException("a bare CR, LF or NUL in the headers");
            }
            checkFraming(request.getHeaders());
        }
    }

    @SuppressWarnings("rawtypes") // Grizzly's own signature
    private static boolean leavesItsAnswers(Connection connection) {
        return connection instanceof NIOConnection nio
                && nio.getAsyncWriteQueue().spaceInBytes() > MAX_UNREAD;
    }

    /** Null before the thread's first. Ends where the header does, once that is parsed. */
    private static boolean hasWholeLines(@Nullable Received received, int end) {
        if (received == null) {
            return false;
        }
        Buffer buffer = received.buffer();
        int start = received.start();
        int limit = Math.min(end, buffer.limit()) - start;
        if (!buffer.hasArray()) {
            return hasWholeLines(i -> buffer.get(start + i), limit);
        }
        byte[] bytes = buffer.array();
        int first = buffer.arrayOffset() + start;
        return hasWholeLines(i -> bytes[first + i], limit);
    }

    /** The buffer and range of a header's bytes. */
    interface Bytes {
        byte at(int index);
    }

    /** @param limit how many bytes there may be before the empty line that ends the header */
    static boolean hasWholeLines(Bytes header, int limit) {
        int lineStart = 0;
        for (int i = 0; i < limit; i++) {
            byte each = header.at(i);
            if (each > '\r') { // by far the most
                continue;
            }
            if (each == 0 || each == '\n') {
                return false;
            }
            if (each == '\r') {
                if (i + 1 >= limit || header.at(i + 1) != '\n') {
                    return false;
                }
                if (i == lineStart) {
                    return true;
                }
                lineStart = i + CR_LF;
                i++;
            }
        }
        return false;
    }

    private static void checkFraming(MimeHeaders headers) {
        int hosts = 0;
        boolean length = false;
        boolean coded = false;
        for (int i = 0; i < headers.size(); i++) {
            DataChunk name = headers.getName(i);
            switch (name.getLength()) {
                case 4 -> hosts += name.equalsIgnoreCase("host") ? 1 : 0;
                case 14 -> length |= name.equalsIgnoreCase("content-length");
                case 17 -> {
                    if (name.equalsIgnoreCase("transfer-encoding")) {
                        if (coded || !headers.getValue(i).equalsIgnoreCase("chunked")) {
                            throw new IllegalStateException("a transfer coding other than chunked");
                        }
                        coded = true;
                    }
                }
                default -> {}
            }
        }
        if (hosts > 1 || length && coded) {
            throw new IllegalStateException("two hosts or two lengths");
        }
    }
}
