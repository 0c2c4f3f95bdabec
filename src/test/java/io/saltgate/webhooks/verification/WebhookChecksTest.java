package io.saltgate.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.delivery.Scene;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.events.Deliveries;
import io.saltgate.webhooks.verification.WebhookCheck.Change;
import io.saltgate.webhooks.verification.WebhookCheck.Computed;
import io.saltgate.webhooks.verification.WebhookCheck.Mac;
import io.saltgate.webhooks.verification.WebhookCheck.Received;
import io.saltgate.webhooks.verification.WebhookCheck.Signed;
import io.saltgate.webhooks.verification.search.JsonDifference;
import io.saltgate.webhooks.verification.search.Mistake;
import io.saltgate.webhooks.verification.search.MistakeSearch;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a webhook that doesn't check, by what people often do. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookChecksTest {

    private static final String DOCUMENT = "01HN8Z2K7M9P4Q5R6S7T8U9V0";

    /** Later than any salt of these tests. */
    private static final Instant SENT_AT = Instant.now().plusSeconds(3_600);

    private World world;
    private Scene scene;
    private Signature signature;
    private Instant now;

    @BeforeAll
    void open() {
        world = new World(TestDatabase.H2);
        scene = Scene.in(world);
    }

    @AfterAll
    void close() {
        world.close();
    }

    @BeforeEach
    void begin() {
        now = world.clock().instant();
        signature = of(scene);
    }

    @Test
    void whatWasSentMatches() {
        String body = body(signature.mac(DOCUMENT));

        WebhookCheck check = check(headers("msg-1", now, body, signature), body);

        assertThat(check.mac()).isEqualTo(Mac.MATCHES);
        assertThat(check.signature()).isEqualTo(Signed.MATCHES);
        assertThat(check.clock()).isEqualTo(WebhookCheck.Clock.FINE);
        assertThat(check.isGood()).isTrue();
    }

    @Test
    void headersMayHaveOthersAmongThemAndAnyCase() {
        String body = body(signature.mac(DOCUMENT));
        String headers = "POST /hook HTTP/1.1\r\nHost: example.com\r\n"
                + headers("msg-1", now, body, signature)
                        .toUpperCase(Locale.ROOT)
                        .replace("MSG-1", "msg-1");
        String value = signature.standard("msg-1", now, body.getBytes(UTF_8));
        headers = headers.replaceAll("(?m)^WEBHOOK-SIGNATURE:.*$", "WEBHOOK-SIGNATURE: v1,b3RoZXI= " + value);

        assertThat(check(headers, body).signature()).isEqualTo(Signed.MATCHES);
    }

    Stream<Arguments> macs() {
        byte[] key = salt(scene).getBytes(UTF_8);
        byte[] id = DOCUMENT.getBytes(UTF_8);
        return Stream.of(
                Arguments.of(
                        List.of(Mistake.UPPER_CASE),
                        hex(hmac("HmacSHA1", key, id)).toUpperCase(Locale.ROOT)),
                Arguments.of(List.of(Mistake.BASE64_FOR_MAC), base64(hmac("HmacSHA1", key, id))),
                Arguments.of(List.of(Mistake.SHA256_FOR_MAC), hex(hmac("HmacSHA256", key, id))),
                Arguments.of(List.of(Mistake.SWAPPED), hex(hmac("HmacSHA1", id, key))),
                Arguments.of(List.of(), hex(hmac("HmacSHA1", "another salt".getBytes(UTF_8), id))),
                Arguments.of(List.of(), hex(hmac("HmacSHA1", key, "another document".getBytes(UTF_8)))));
    }

    @ParameterizedTest
    @MethodSource("macs")
    void saysWhatIsWrongWithAMac(List<Mistake> expected, String mac) {
        WebhookCheck check = check("", body(mac));

        assertThat(check.mac()).isEqualTo(expected.isEmpty() ? Mac.WRONG : Mac.MISTAKES);
        assertThat(mistakes(check.mistakes().mac())).isEqualTo(expected);
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(check("", "").mac()).isEqualTo(Mac.NO_BODY);
        assertThat(check("", "hello").mac()).isEqualTo(Mac.NOT_JSON);
        for (String odd : List.of("[".repeat(5_000), "{\"a\":1e99999999999}", "{\"a\":" + "9".repeat(5_000) + "}")) {
            assertThat(check("", odd).mac()).isIn(Mac.NOT_JSON, Mac.NO_DOCUMENT_ID);
        }
        assertThat(check("", "[]").mac()).isEqualTo(Mac.NOT_JSON);
        assertThat(check("", "{}").mac()).isEqualTo(Mac.NO_DOCUMENT_ID);
        assertThat(check("", "{\"documentId\":\"d\"}").mac()).isEqualTo(Mac.MISSING);
        assertThat(check("", "{}").signature()).isEqualTo(Signed.NO_HEADERS);
        assertThat(check("Host: a", "{}").signature()).isEqualTo(Signed.NO_SIGNATURE);
        assertThat(check("webhook-signature: v1,x", "{}").signature()).isEqualTo(Signed.NO_ID);
        assertThat(check("webhook-signature: v1,x\nwebhook-id: m", "{}").signature())
                .isEqualTo(Signed.NO_TIMESTAMP);
        assertThat(check("webhook-signature: v1,x\nwebhook-id: m\nwebhook-timestamp: 1", "")
                        .signature())
                .isEqualTo(Signed.NO_BODY);
    }

    Stream<Arguments> signatures() {
        byte[] key = salt(scene).getBytes(UTF_8);
        byte[] secret = ("whsec_" + base64(key)).getBytes(UTF_8);
        String time = Long.toString(SENT_AT.getEpochSecond());
        byte[] whole = ("m." + time + ".{\"a\":1}").getBytes(UTF_8);
        byte[] timed = (time + ".{\"a\":1}").getBytes(UTF_8);
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        byte[] right = hmac("HmacSHA256", key, whole);
        return Stream.of(
                Arguments.of(List.of(Mistake.HEX_FOR_SIGNATURE), "v1," + hex(right)),
                Arguments.of(List.of(Mistake.NO_VERSION), base64(right)),
                Arguments.of(List.of(Mistake.SHA1_FOR_SIGNATURE), "v1," + base64(hmac("HmacSHA1", key, whole))),
                Arguments.of(List.of(Mistake.BODY_ALONE), "v1," + base64(hmac("HmacSHA256", key, body))),
                Arguments.of(List.of(Mistake.NO_ID), "v1," + base64(hmac("HmacSHA256", key, timed))),
                Arguments.of(List.of(Mistake.SECRET_AS_TEXT), "v1," + base64(hmac("HmacSHA256", secret, whole))),
                Arguments.of(List.of(), "v1," + base64(hmac("HmacSHA256", "another".getBytes(UTF_8), whole))));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void saysWhatIsWrongWithASignature(List<Mistake> expected, String value) {
        String headers =
                "webhook-id: m\nwebhook-timestamp: " + SENT_AT.getEpochSecond() + "\nwebhook-signature: " + value;

        WebhookCheck check = check(headers, "{\"a\":1}");

        assertThat(check.signature()).isEqualTo(expected.isEmpty() ? Signed.WRONG : Signed.MISTAKES);
        assertThat(mistakes(check.mistakes().signature())).isEqualTo(expected);
    }

    /** C14: the value that a receiver's own code computed, beside a webhook that was sent. */
    @Test
    void saysWhatAComputedValueIs() {
        Sent sent = send("{\"price\":1.10}");
        byte[] key = salt(scene).getBytes(UTF_8);
        byte[] whole = (sent.head() + sent.body()).getBytes(UTF_8);
        String rewritten = sent.body().replace("1.10", "1.1");

        assertThat(computed(sent, signature.mac(DOCUMENT)).computed()).isEqualTo(Computed.MATCHES_MAC);
        assertThat(computed(sent, base64(hmac("HmacSHA256", key, whole))).computed())
                .isEqualTo(Computed.MATCHES_SIGNATURE);
        assertThat(computed(sent, "").computed()).isEqualTo(Computed.NONE);
        assertThat(computed(sent, salt(scene)).computed()).isEqualTo(Computed.SECRET);
        assertThat(computed(sent, "whsec_" + base64(key)).computed()).isEqualTo(Computed.SECRET);
        assertThat(computed(sent, "true").computed()).isEqualTo(Computed.NO_HASH);
        assertThat(computed(sent, "00".repeat(20)).computed()).isEqualTo(Computed.UNKNOWN);
        assertThat(check("", "", "00".repeat(20)).computed()).isEqualTo(Computed.NEEDS_BODY);
        assertThat(check("", sent.body(), "00".repeat(32)).computed()).isEqualTo(Computed.NEEDS_HEADERS);

        WebhookCheck numbers =
                computed(sent, base64(hmac("HmacSHA256", key, (sent.head() + rewritten).getBytes(UTF_8))));
        assertThat(numbers.computed()).isEqualTo(Computed.MISTAKES);
        assertThat(mistakes(numbers.mistakes().computed())).containsExactly(Mistake.NUMBERS);
        assertThat(numbers.mistakes().computed().orElseThrow().number())
                .contains(new JsonDifference.Example("1.10", "1.1"));
        assertThat(mistakes(computed(sent, hex(hmac("HmacSHA256", key, DOCUMENT.getBytes(UTF_8))))
                        .mistakes()
                        .computed()))
                .containsExactly(Mistake.SHA256_FOR_MAC);
        assertThat(mistakes(computed(sent, hex(hmac("HmacSHA1", key, sent.body().getBytes(UTF_8))))
                        .mistakes()
                        .computed()))
                .containsExactly(Mistake.BODY_FOR_MAC);
    }

    /** C14: where only the rewritten body was pasted, the one that was sent is known by its id. */
    @Test
    void holdsAComputedValueAgainstWhatWasSent() {
        Sent sent = send("{\"price\":1.10}");
        byte[] key = salt(scene).getBytes(UTF_8);
        String rewritten = sent.body().replace("1.10", "1.1");
        String ofRewritten = base64(hmac("HmacSHA256", key, (sent.head() + rewritten).getBytes(UTF_8)));
        String ofSent = base64(hmac("HmacSHA256", key, (sent.head() + sent.body()).getBytes(UTF_8)));

        assertThat(check(sent.headers(), rewritten, ofSent).computed()).isEqualTo(Computed.MATCHES_SIGNATURE);
        WebhookCheck check = check(sent.headers(), rewritten, ofRewritten);
        assertThat(check.signature()).isEqualTo(Signed.BODY_CHANGED);
        assertThat(check.difference().change()).isEqualTo(Change.REWRITTEN);
        assertThat(check.difference().rewriting().orElseThrow().how()).containsExactly(Mistake.NUMBERS);
        assertThat(mistakes(check.mistakes().computed())).containsExactly(Mistake.BODY_CHANGED);
    }

    /** C14: another account's salt is never tried, whatever delivery the id is of. */
    @Test
    void triesNoOtherAccountsSalt() {
        Sent sent = send("{}");
        Scene other = Scene.in(world);
        byte[] foreign = salt(scene).getBytes(UTF_8);
        String value = hex(hmac("HmacSHA1", foreign, DOCUMENT.getBytes(UTF_8)));

        WebhookCheck check =
                world.ask(s -> s.webhookChecks().check(other.owner(), Received.of(sent.headers(), sent.body(), value)));

        assertThat(check.computed()).isEqualTo(Computed.UNKNOWN);
        assertThat(check.mac()).isEqualTo(Mac.WRONG);
        assertThat(check.signature()).isIn(Signed.WRONG, Signed.OLDER_SALT);
    }

    /** A webhook as it arrived. */
    private record Sent(String headers, String head, String body) {}

    private Sent send(String payload) {
        scene.add("http://127.0.0.1:9/hook");
        UUID event = scene.tell("document.completed", DOCUMENT, payload, null);
        Deliveries.Details details = world.ask(s -> s.deliveries()
                .get(scene.owner(), scene.deliveries().getFirst().delivery().id()));
        String id = details.line().delivery().id().toString();
        String body = new String(
                details.event()
                        .payload()
                        .toBody(
                                new Payload.Facts(
                                        event,
                                        "document.completed",
                                        details.event().occurredAt(),
                                        DOCUMENT),
                                signature.mac(DOCUMENT)),
                UTF_8);
        scene.deliver(details.line().delivery(), signature.mac(DOCUMENT).substring(0, 6));
        return new Sent(headers(id, now, body, signature), id + "." + now.getEpochSecond() + ".", body);
    }

    private WebhookCheck computed(Sent sent, String value) {
        return check(sent.headers(), sent.body(), value);
    }

    private static List<Mistake> mistakes(Optional<MistakeSearch.Finding> finding) {
        return finding.map(MistakeSearch.Finding::mistakes).orElse(List.of());
    }

    @Test
    void saysHowABodyThatWasSentHasChanged() {
        Endpoint endpoint = scene.add("http://127.0.0.1:9/hook");
        UUID event = scene.tell("document.completed", DOCUMENT, "{ \"b\" : 1.0,\n\"a\" : \"\\/\" }", null);
        Deliveries.Details details = world.ask(s -> s.deliveries()
                .get(scene.owner(), scene.deliveries().getFirst().delivery().id()));
        String id = details.line().delivery().id().toString();
        String body = new String(
                details.event()
                        .payload()
                        .toBody(
                                new Payload.Facts(
                                        event,
                                        "document.completed",
                                        details.event().occurredAt(),
                                        DOCUMENT),
                                signature.mac(DOCUMENT)),
                UTF_8);
        String headers = headers(id, now, body, signature);

        assertThat(endpoint.isOn()).isTrue();
        assertThat(check(headers, body).signature()).isEqualTo(Signed.MATCHES);
        assertThat(check(headers, body.replace("\n", "\r\n")).signature())
                .as("what a form makes of line ends")
                .isEqualTo(Signed.MATCHES);
        assertChange(headers, body + "\n", Change.END_ADDED);
        assertChange(headers, "\uFEFF" + body, Change.BYTE_ORDER_MARK);
        assertChange(headers, body.replace(" ", "").replace("\n", ""), Change.REWRITTEN);
        WebhookCheck numbers = assertChange(headers, body.replace("1.0", "1"), Change.REWRITTEN);
        assertThat(numbers.difference().rewriting().orElseThrow().example())
                .contains(new JsonDifference.Example("1.0", "1"));
        WebhookCheck other = assertChange(headers, body.replace("1.0", "2.0"), Change.OTHER);
        assertThat(other.difference().at()).isEqualTo(body.indexOf("1.0"));
        assertThat(other.difference().sent()).isEqualTo(body.getBytes(UTF_8).length);
    }

    @Test
    void guessesAtTheEndsOfABodyThatIsNotKnown() {
        String body = "{\"a\":1}\n";
        String headers = headers("not-ours", now, body, signature);

        assertChange(headers, body.strip(), Change.END_TRIMMED);
        String trimmed = headers("not-ours", now, "{\"a\":1}", signature);
        assertChange(trimmed, "{\"a\":1}\n\n", Change.END_ADDED);
    }

    @Test
    void holdsTheTimeAgainstTheClock() {
        String body = body(signature.mac(DOCUMENT));
        assertThat(check(headers("m", now.minusSeconds(400), body, signature), body)
                        .clock())
                .isEqualTo(WebhookCheck.Clock.OLD);
        assertThat(check(headers("m", now.plusSeconds(400), body, signature), body)
                        .clock())
                .isEqualTo(WebhookCheck.Clock.AHEAD);
        assertThat(check("webhook-timestamp: " + now.toEpochMilli(), body).clock())
                .isEqualTo(WebhookCheck.Clock.NOT_SECONDS);
        assertThat(check("", body).clock()).isEqualTo(WebhookCheck.Clock.UNKNOWN);
    }

    @Test
    void saysThatASaltIsOfBefore() {
        Scene renewed = Scene.in(world);
        Signature old = of(renewed);
        Instant then = world.clock().instant();
        world.clock().turn(Duration.ofMinutes(1));
        world.tell(s -> s.apiAccesses()
                .disable(
                        renewed.owner(),
                        ((ApiStatus.Enabled) s.apiAccesses().getStatus(renewed.owner())).enablingId()));
        world.tell(s -> s.apiAccesses()
                .enable(renewed.owner(), ((ApiStatus.Off) s.apiAccesses().getStatus(renewed.owner())).changeId()));

        Received received = Received.of(headers("m", then, "{\"a\":1}", old), "{\"a\":1}", "");
        WebhookCheck check = world.ask(s -> s.webhookChecks().check(renewed.owner(), received));

        assertThat(check.signature()).isEqualTo(Signed.OLDER_SALT);
    }

    private WebhookCheck assertChange(String headers, String body, Change change) {
        WebhookCheck check = check(headers, body);
        assertThat(check.signature()).isEqualTo(Signed.BODY_CHANGED);
        assertThat(check.difference().change()).isEqualTo(change);
        return check;
    }

    private WebhookCheck check(String headers, String body) {
        return check(headers, body, "");
    }

    private WebhookCheck check(String headers, String body, String computed) {
        return world.ask(s -> s.webhookChecks().check(scene.owner(), Received.of(headers, body, computed)));
    }

    private static String headers(String id, Instant at, String body, Signature by) {
        return "webhook-id: " + id + "\nwebhook-timestamp: " + at.getEpochSecond() + "\nwebhook-signature: "
                + by.standard(id, at, body.getBytes(UTF_8)) + "\n";
    }

    private static String body(String mac) {
        return "{\"a\":1,\"documentId\":\"" + DOCUMENT + "\",\"mac\":\"" + mac + "\"}";
    }

    private Signature of(Scene account) {
        return new Signature(salt(account));
    }

    private String salt(Scene account) {
        return world.ask(s -> s.apiAccesses().revealSalt(account.owner())).reveal();
    }

    private static byte[] hmac(String algorithm, byte[] key, byte[] message) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
