package io.saltgate.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The product's API behind a gateway: tells what has reached it, one {@code name: value} a line. */
final class EchoApi implements AutoCloseable {

    private static final int MAX_TOLD = 2 * 1024 * 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger calls = new AtomicInteger();

    EchoApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::echo);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** How many have reached it. */
    int calls() {
        return calls.get();
    }

    private void echo(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        StringBuilder told = new StringBuilder();
        told.append("method: ").append(exchange.getRequestMethod()).append('\n');
        told.append("target: ").append(exchange.getRequestURI()).append('\n');
        byte[] body = exchange.getRequestBody().readAllBytes();
        told.append("body-length: ").append(body.length).append('\n');
        told.append("body: ")
                .append(new String(body, 0, Math.min(body.length, MAX_TOLD), UTF_8))
                .append('\n');
        exchange.getRequestHeaders()
                .forEach((name, values) -> values.forEach(value -> told.append(name.toLowerCase(Locale.ROOT))
                        .append(": ")
                        .append(value)
                        .append('\n')));
        byte[] bytes = told.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "https://api.example.com");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
