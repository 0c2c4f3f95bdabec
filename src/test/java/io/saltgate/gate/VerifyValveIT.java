package io.saltgate.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a question takes the short way to the gate or the servlet's, the answer is the same. */
@Tag("server")
@ParameterizedClass
@EnumSource(SaltgateServer.Payara.class)
class VerifyValveIT {

    private static final String SHORT = "/verify";

    /** Reaches the servlet by the server's own reading of the path, and so the long way. */
    private static final String LONG = "//verify";

    private SaltgateServer server;

    @Parameter
    private SaltgateServer.Payara payara;

    private TestAccount account;
    private Console owner;
    private String token;

    @BeforeEach
    void enableApi() {
        server = SaltgateServer.shared(payara);
        account = TestAccount.on(server);
        owner = account.signIn();
        owner.enableApi();
        token = owner.authToken();
    }

    @Test
    void thereIsAShortWay() {
        assertThat(server.log()).contains("plain questions to the gate are answered before the container's own work");
    }

    @Test
    void bothWaysAnswerTheSame() {
        String[][] calls = {
            {"X-Auth-Token", token},
            {},
            {"X-Auth-Token", token, "X-Auth-Token", token},
            {"X-Auth-Token", token + "x"},
            {"X-Auth-Token", token, "Cookie", "JSESSIONID=x"},
            {"X-Auth-Token", token, "X-HTTP-Method-Override", "TRACE"},
        };
        for (String[] headers : calls) {
            assertSame(headers);
        }
        owner.addToWhitelist("198.51.100.7");
        owner.setMode("ENFORCED");
        assertSame("X-Auth-Token", token);
        owner.pause();
        assertSame("X-Auth-Token", token);
        owner.disable();
        assertSame("X-Auth-Token", token);
    }

    @Test
    void whateverIsNotPlainIsAnsweredToo() {
        List<Answer> answers = List.of(
                raw("POST", SHORT, "Content-Length: 2\r\n\r\nab"),
                raw("POST", SHORT, "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
                raw("POST", SHORT, "Content-Length: 0\r\n\r\n"),
                raw("GET", SHORT + "?a=b", "\r\n"),
                raw("GET", "http://localhost" + SHORT, "\r\n"));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Account-Slug")).isEqualTo(account.slug());
        });
        assertThat(raw("POST", SHORT, "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n")
                        .status())
                .isNotEqualTo(200);
        assertThat(raw("TRACE", SHORT, "\r\n").status()).isEqualTo(405);
    }

    @Test
    void noPathSaysThatItAllowsWhatIsRefused() {
        for (String path : List.of("/", "/signin", "/theme/base.css", "/nothing", "/api/v1/account")) {
            Map<String, List<String>> headers = raw("OPTIONS", path, "\r\n").headers();
            assertThat(headers.getOrDefault("Allow", List.of()))
                    .as(path)
                    .noneMatch(allowed -> allowed.contains("TRACE"));
        }
    }

    private void assertSame(String... headers) {
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS")) {
            assertThat(comparable(Http.send(method, server.address() + SHORT, null, headers)))
                    .isEqualTo(comparable(Http.send(method, server.address() + LONG, null, headers)));
        }
    }

    /** All but what is never the same. */
    private static String comparable(Answer answer) {
        Map<String, Object> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        Stream.of("X-Decision-Id", "Date").forEach(headers::remove);
        return answer.status() + " " + headers + " " + answer.body();
    }

    private Answer raw(String method, String target, String rest) {
        return Http.sendRaw(
                server.port(),
                (method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Auth-Token: " + token
                                + "\r\n" + rest)
                        .getBytes(US_ASCII));
    }
}
