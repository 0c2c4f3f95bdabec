package io.saltgate.gateways;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.gate.Refusal;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Http;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A call at a gateway, byte for byte as it is given.
 *
 * @param from which of this machine's addresses calls
 */
record Call(String from, int port, List<String> headers) {

    /** Callers come from another address of this machine than the gateway, or nobody could tell them apart. */
    static final String CALLER = "127.0.0.2";

    static Call at(Gateway.Running gateway) {
        return new Call(CALLER, gateway.port(), List.of());
    }

    Call from(String address) {
        return new Call(address, port, headers);
    }

    Call token(String token) {
        return with("X-Auth-Token: " + token);
    }

    /** With further lines. */
    Call with(String... lines) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(Arrays.asList(lines));
        return new Call(from, port, all);
    }

    Answer get(String target) {
        return send("GET", target, "");
    }

    Answer send(String method, String target, String body) {
        return Http.sendRaw(from, port, method, target, body, headers.toArray(String[]::new));
    }

    /** In chunks of 5,000 bytes. */
    Answer sendChunked(String method, String target, String body) {
        StringBuilder request = new StringBuilder(method + " " + target
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + "Transfer-Encoding: chunked\r\n");
        headers.forEach(line -> request.append(line).append("\r\n"));
        request.append("\r\n");
        for (int at = 0; at < body.length(); at += 5_000) {
            String chunk = body.substring(at, Math.min(at + 5_000, body.length()));
            request.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return Http.sendRaw(from, port, request.append("0\r\n\r\n").toString().getBytes(UTF_8));
    }

    /** What the API says has reached it under this name. */
    static List<String> told(Answer answer, String name) {
        return answer.body()
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }

    static void assertAllowed(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(told(answer, "method")).hasSize(1);
    }

    /** Status, headers and body as Saltgate itself answers them. */
    static void assertRefused(Answer answer, Refusal refusal) {
        assertThat(answer.headers("X-Refusal")).as(answer.toString()).containsExactly(refusal.code());
        assertThat(answer.status()).isEqualTo(refusal.status());
        assertThat(answer.body())
                .isEqualTo("{\"status\":0,\"messages\":[{\"code\":\"" + refusal.code() + "\",\"message\":\""
                        + refusal.message() + "\"}],\"message\":\"" + refusal.message() + "\",\"data\":null}");
        assertThat(answer.headers("Content-Type")).singleElement().asString().startsWith("application/json");
        assertThat(answer.headers("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers("X-Judged-Address")).hasSize(1);
        assertThat(answer.headers("WWW-Authenticate")).hasSize(refusal.status() == 401 ? 1 : 0);
        assertThat(answer.headers("Retry-After")).hasSize(refusal.status() == 503 ? 1 : 0);
        assertThat(answer.headers("Set-Cookie")).isEmpty();
    }
}
