package io.saltgate.rim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clients that begin to send a body, or a header, and then send a byte now and then, or nothing at all: each holds a
 * connection, and most should hold nothing else.
 */
final class SlowBodies implements AutoCloseable {

    private static final long PAUSE_MILLIS = 200;
    private static final String MULTIPART = "multipart/form-data; boundary=x";

    private final List<RawClient> clients = new ArrayList<>();
    private final Thread drip = Thread.ofVirtual().unstarted(this::drip);

    /**
     * Opens the connections, each with its headers sent; bytes follow from then on.
     *
     * @param port of the server
     * @param count how many, of every kind in turn
     * @param token of an account, for questions to the gate
     * @param operatorKey for calls of the API
     */
    SlowBodies(int port, int count, String token, String operatorKey) throws IOException {
        List<String> kinds = List.of(
                head("/signin", "application/x-www-form-urlencoded", ""),
                head("/accounts/acme/settings/ip-whitelist/import", MULTIPART, ""),
                head("/api/v1/accounts", "application/json", ""),
                head("/api/v1/accounts", "application/json", "Authorization: Bearer " + operatorKey + "\r\n"),
                head("/verify", "application/octet-stream", "X-Auth-Token: " + token + "\r\n"),
                head("/verify/upload", MULTIPART, ""),
                "GET /verify HTTP/1.1\r\nX-Forwarded-For: %s\r\nX-Half: ", // a header that doesn't end
                "");
        for (int i : IntStream.range(0, count).toArray()) {
            RawClient client = new RawClient(port);
            client.send(String.format(kinds.get(i % kinds.size()), address(i)));
            clients.add(client);
        }
        drip.start();
    }

    private static String head(String path, String type, String more) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\nContent-Type: " + type + "\r\n"
                + more + "Content-Length: 10000\r\n\r\nx";
    }

    /** One of a network of its own. */
    static String address(int i) {
        return "2001:db8:" + Integer.toHexString(i / 1000 + 1) + ":" + Integer.toHexString(i % 1000) + "::1";
    }

    private void drip() {
        try {
            for (int round = 0; !Thread.interrupted(); round++) {
                for (int i = round % 2; i < clients.size(); i += 2) { // the others stand still
                    if (i % 4 == round % 4) {
                        dripOn(clients.get(i));
                    }
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void dripOn(RawClient client) {
        try {
            client.send("x");
        } catch (IOException e) {
            // the server has closed it, as it may
        }
    }

    @Override
    public void close() {
        drip.interrupt();
        clients.forEach(RawClient::close);
    }
}
