package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is signed verifies by somebody else's code (B45, B47, B48, B55). */
class SignatureTest {

    private static final String SALT = "3fJ8sK1mZq0XcV7bN5aL9wE2rT6yU4iO1pA8sD3fG0h";
    private static final String DOCUMENT = "01HN8Z2K7M9P4Q5R6S7T8U9V0";

    static Stream<String> bodies() {
        return Stream.of(
                "{}",
                "{\"a\":1}",
                "{\"name\":\"😊 ₹ മലയാളം\"}",
                "{\"line\":\"\u2028\u2029\"}",
                "{\"escaped\":\"\\u2028 \\/ \\ud83d\\ude0a\"}",
                "{\"big\":123456789012345678901234567890.10,\"exp\":1E400}",
                "{\"a\":1}\n",
                "{\"a\":1}\r\n",
                "{ \"b\" : 2 ,\n \"a\" : 1 }");
    }

    @Test
    void macIsThatOfTheVector() {
        assertThat(new Signature("test-private-salt").mac(DOCUMENT))
                .isEqualTo("5e6eb6b6d6c81e0f2b096cdf2e14f56dc28b5432");
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void verifiesByTheLibraryOfTheSpecification(String body) throws Exception {
        Instant now = Instant.now();
        String signature = new Signature(SALT).standard("msg-1", now, body.getBytes(UTF_8));

        webhook().verify(body, headers("msg-1", now, signature));
        assertThatThrownBy(() -> webhook().verify(body + " ", headers("msg-1", now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
        assertThatThrownBy(() -> webhook().verify(body, headers("msg-2", now, signature)))
                .isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void isSignedAfreshForEachAttempt() throws Exception {
        Instant now = Instant.now();
        Signature signature = new Signature(SALT);
        byte[] body = "{}".getBytes(UTF_8);
        Instant hoursAgo = now.minusSeconds(7 * 3600);

        assertThat(signature.standard("msg-1", hoursAgo, body)).isNotEqualTo(signature.standard("msg-1", now, body));
        assertThatThrownBy(() ->
                        webhook().verify("{}", headers("msg-1", hoursAgo, signature.standard("msg-1", hoursAgo, body))))
                .isInstanceOf(WebhookVerificationException.class);
        webhook().verify("{}", headers("msg-1", now, signature.standard("msg-1", now, body)));
    }

    private static Webhook webhook() {
        return new Webhook("whsec_" + Base64.getEncoder().encodeToString(SALT.getBytes(UTF_8)));
    }

    private static HttpHeaders headers(String id, Instant at, String signature) {
        return HttpHeaders.of(
                Map.of(
                        "webhook-id", List.of(id),
                        "webhook-timestamp", List.of(Long.toString(at.getEpochSecond())),
                        "webhook-signature", List.of(signature)),
                (name, value) -> true);
    }
}
