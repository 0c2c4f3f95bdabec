package io.saltgate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.apiaccess.PrivateSalt;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.webhooks.WebhookCheck.Change;
import io.saltgate.webhooks.WebhookCheck.Mac;
import io.saltgate.webhooks.WebhookCheck.Received;
import io.saltgate.webhooks.WebhookCheck.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
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
        Signature by = of(scene);
        PrivateSalt salt = world.ask(s -> s.apiAccesses().revealSalt(scene.owner()));
        byte[] id = DOCUMENT.getBytes(UTF_8);
        return Stream.of(
                Arguments.of(Mac.UPPER_CASE, by.mac(DOCUMENT).toUpperCase(Locale.ROOT)),
                Arguments.of(Mac.BASE64, base64(by.hmac("HmacSHA1", id))),
                Arguments.of(Mac.SHA256, hex(by.hmac("HmacSHA256", id))),
                Arguments.of(Mac.PLAIN_HASH, hex(by.plainHash("SHA-1", DOCUMENT, true))),
                Arguments.of(
                        Mac.SWAPPED,
                        hex(new Signature(DOCUMENT)
                                .hmac("HmacSHA1", salt.reveal().getBytes(UTF_8)))),
                Arguments.of(Mac.WRONG, new Signature("another salt").mac(DOCUMENT)),
                Arguments.of(Mac.WRONG, by.mac("another document")));
    }

    @ParameterizedTest
    @MethodSource("macs")
    void saysWhatIsWrongWithAMac(Mac expected, String mac) {
        assertThat(check("", body(mac)).mac()).isEqualTo(expected);
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
        Signature by = of(scene);
        String time = Long.toString(SENT_AT.getEpochSecond());
        byte[] body = "{\"a\":1}".getBytes(UTF_8);
        byte[] head = ("m." + time + ".").getBytes(UTF_8);
        byte[] right = by.hmac("HmacSHA256", head, body);
        return Stream.of(
                Arguments.of(Signed.HEX, "v1," + hex(right)),
                Arguments.of(Signed.NO_VERSION, base64(right)),
                Arguments.of(Signed.SHA1, "v1," + base64(by.hmac("HmacSHA1", head, body))),
                Arguments.of(Signed.OF_THE_BODY, "v1," + base64(by.hmac("HmacSHA256", body))),
                Arguments.of(
                        Signed.OTHER_MESSAGE,
                        "v1," + base64(by.hmac("HmacSHA256", (time + ".").getBytes(UTF_8), body))),
                Arguments.of(
                        Signed.SECRET_AS_TEXT, "v1," + base64(by.bySecretText().hmac("HmacSHA256", head, body))),
                Arguments.of(Signed.WRONG, "v1," + base64(new Signature("another").hmac("HmacSHA256", head, body))));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void saysWhatIsWrongWithASignature(Signed expected, String value) {
        String headers =
                "webhook-id: m\nwebhook-timestamp: " + SENT_AT.getEpochSecond() + "\nwebhook-signature: " + value;

        assertThat(check(headers, "{\"a\":1}").signature()).isEqualTo(expected);
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

        Received received = Received.of(headers("m", then, "{\"a\":1}", old), "{\"a\":1}");
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
        return world.ask(s -> s.webhookChecks().check(scene.owner(), Received.of(headers, body)));
    }

    private static String headers(String id, Instant at, String body, Signature by) {
        return "webhook-id: " + id + "\nwebhook-timestamp: " + at.getEpochSecond() + "\nwebhook-signature: "
                + by.standard(id, at, body.getBytes(UTF_8)) + "\n";
    }

    private static String body(String mac) {
        return "{\"a\":1,\"documentId\":\"" + DOCUMENT + "\",\"mac\":\"" + mac + "\"}";
    }

    private Signature of(Scene account) {
        PrivateSalt salt = world.ask(s -> s.apiAccesses().revealSalt(account.owner()));
        return new Signature(salt);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
