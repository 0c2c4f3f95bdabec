package io.saltgate.webhooks.verification.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.webhooks.verification.search.MistakeSearch.Finding;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C14: a value that an integrator's code computed, and the mistake that code makes. */
class MistakeSearchTest {

    private static final String SALT = "3fJ8sK1mZq0XcV7bN5aL9wE2rT6yU4iO1pA8sD3fG0h";
    private static final String SECRET = "whsec_" + base64(SALT.getBytes(UTF_8));
    private static final String ID = "019b76da-a800-7c35-9a51-3b1d0c6f2a10";
    private static final String TIME = "1767225600";
    private static final String DOCUMENT = "01HN8Z2K7M9P4Q5R6S7T8U9V0";
    private static final String EVENT = "019b76da-a7ff-7d21-8f0e-5c2b9a7e4d63";
    private static final String HEAD = ID + "." + TIME + ".";
    private static final String RIGHT_MAC = hex(hmac("HmacSHA1", SALT, DOCUMENT));

    private static final String START = "{\"price\":1.10,\"name\":\"Zoë </b>\",\"a\":[1,2],";
    private static final String OURS =
            "\"type\":\"document.completed\",\"eventId\":\"" + EVENT + "\",\"documentId\":\"" + DOCUMENT + "\"";
    private static final String BODY = START + OURS + ",\"mac\":\"" + RIGHT_MAC + "\"}";

    private static final Webhook WEBHOOK = webhook(BODY, Optional.empty());

    @Test
    void knowsWhatIsRight() {
        assertFound(RIGHT_MAC, Goal.MAC);
        assertFound(base64(hmac("HmacSHA256", SALT, HEAD + BODY)), Goal.SIGNATURE);
        assertFound("v1," + base64(hmac("HmacSHA256", SALT, HEAD + BODY)), Goal.SIGNATURE);
    }

    static Stream<Arguments> macs() {
        return Stream.of(
                mac(hex(hmac("HmacSHA256", SALT, DOCUMENT)), Mistake.SHA256_FOR_MAC),
                mac(hex(hmac("HmacSHA512", SALT, DOCUMENT)), Mistake.OTHER_DIGEST),
                mac(hex(hmac("HmacMD5", SALT, DOCUMENT)), Mistake.OTHER_DIGEST),
                mac(hex(hmac("HmacSHA1", SALT, BODY)), Mistake.BODY_FOR_MAC),
                mac(base64(hmac("HmacSHA1", SALT, DOCUMENT)), Mistake.BASE64_FOR_MAC),
                mac(base64(RIGHT_MAC.getBytes(UTF_8)), Mistake.BASE64_OF_HEX),
                mac(RIGHT_MAC.toUpperCase(Locale.ROOT), Mistake.UPPER_CASE),
                mac(hex(hmac("HmacSHA1", SALT, EVENT)), Mistake.OTHER_ID_FOR_MAC),
                mac(hex(hmac("HmacSHA1", SALT, ID)), Mistake.OTHER_ID_FOR_MAC),
                mac(hex(hmac("HmacSHA1", SALT, "\"" + DOCUMENT + "\"")), Mistake.DOCUMENT_ID_QUOTED),
                mac(hex(hmac("HmacSHA1", SALT, DOCUMENT + "\n")), Mistake.DOCUMENT_ID_SPACE),
                mac(hex(hmac("HmacSHA1", SALT, DOCUMENT.toLowerCase(Locale.ROOT))), Mistake.DOCUMENT_ID_CASE),
                mac(hex(hash("SHA-1", SALT + DOCUMENT)), Mistake.PLAIN_HASH),
                mac(hex(hash("SHA-1", DOCUMENT + SALT)), Mistake.PLAIN_HASH),
                mac(hex(hash("SHA-1", DOCUMENT)), Mistake.NO_KEY),
                mac(hex(hmac("HmacSHA1", DOCUMENT, SALT)), Mistake.SWAPPED),
                mac(hex(hmac("HmacSHA1", SALT + "\n", DOCUMENT)), Mistake.SALT_LINE_END),
                mac(hex(hmac("HmacSHA1", SALT + "\r\n", DOCUMENT)), Mistake.SALT_LINE_END),
                mac(hex(hmac("HmacSHA1", " " + SALT, DOCUMENT)), Mistake.SALT_SPACE),
                mac(hex(hmac("HmacSHA1", SALT + " ", DOCUMENT)), Mistake.SALT_SPACE),
                mac(hex(hmac("HmacSHA1", "\"" + SALT + "\"", DOCUMENT)), Mistake.SALT_QUOTED),
                mac(hex(hmac("HmacSHA1", SALT.substring(1), DOCUMENT)), Mistake.SALT_INCOMPLETE),
                mac(hex(hmac("HmacSHA1", SALT.substring(0, 42), DOCUMENT)), Mistake.SALT_INCOMPLETE),
                mac(hex(hmac("HmacSHA1", SALT.toLowerCase(Locale.ROOT), DOCUMENT)), Mistake.SALT_CASE),
                mac(hex(hmac("HmacSHA1", SECRET, DOCUMENT)), Mistake.SECRET_AS_TEXT),
                mac(hex(hmac("HmacSHA1", SECRET.substring(6), DOCUMENT)), Mistake.SECRET_NOT_DECODED),
                mac(hex(hmac("HmacSHA1", Base64.getDecoder().decode(SALT), DOCUMENT)), Mistake.SALT_DECODED),
                mac(hex(hmac("HmacSHA1", new byte[1], DOCUMENT)), Mistake.SALT_MISSING),
                mac(hex(hmac("HmacSHA1", "undefined", DOCUMENT)), Mistake.SALT_MISSING),
                mac(hex(hmac("HmacSHA1", "test-private-salt", DOCUMENT)), Mistake.SALT_OF_SAMPLES),
                mac(base64(hmac("HmacSHA256", SALT, DOCUMENT)), Mistake.SHA256_FOR_MAC, Mistake.BASE64_FOR_MAC),
                mac(hex(hmac("HmacSHA256", SALT + "\n", DOCUMENT)), Mistake.SHA256_FOR_MAC, Mistake.SALT_LINE_END));
    }

    @ParameterizedTest
    @MethodSource("macs")
    void namesWhatIsWrongWithAMac(String value, List<Mistake> mistakes) {
        assertFound(value, Goal.MAC, mistakes.toArray(Mistake[]::new));
    }

    static Stream<Arguments> signatures() {
        String event = base64(hmac("HmacSHA256", SALT, EVENT + "." + TIME + "." + BODY));
        return Stream.of(
                mac(base64(hmac("HmacSHA1", SALT, HEAD + BODY)), Mistake.SHA1_FOR_SIGNATURE),
                mac(hex(hmac("HmacSHA256", SALT, HEAD + BODY)), Mistake.HEX_FOR_SIGNATURE),
                mac(base64(hmac("HmacSHA256", SALT, BODY)), Mistake.BODY_ALONE),
                mac(base64(hmac("HmacSHA256", SALT, ID + "." + BODY)), Mistake.NO_TIMESTAMP),
                mac(base64(hmac("HmacSHA256", SALT, TIME + "." + BODY)), Mistake.NO_ID),
                mac(base64(hmac("HmacSHA256", SALT, TIME + "." + ID + "." + BODY)), Mistake.OTHER_ORDER),
                mac(base64(hmac("HmacSHA256", SALT, ID + TIME + BODY)), Mistake.NO_DOTS),
                mac(base64(hmac("HmacSHA256", SALT, ID + "." + TIME + "000." + BODY)), Mistake.OTHER_TIMESTAMP),
                mac(base64(hmac("HmacSHA256", SALT, ID + "." + TIME)), Mistake.NO_BODY),
                mac(event, Mistake.OTHER_ID),
                mac(base64(hmac("HmacSHA256", SECRET, HEAD + BODY)), Mistake.SECRET_AS_TEXT),
                mac(base64(hmac("HmacSHA256", SALT + "\n", HEAD + BODY)), Mistake.SALT_LINE_END),
                mac(
                        Base64.getUrlEncoder().withoutPadding().encodeToString(hmac("HmacSHA256", SALT, HEAD + BODY)),
                        Mistake.BASE64_VARIANT),
                mac(base64(hmac("HmacSHA256", SALT, HEAD + START + OURS + "}")), Mistake.MAC_CUT_OUT),
                mac(base64(hmac("HmacSHA256", SALT, HEAD + START + OURS + ",\"mac\":\"\"}")), Mistake.MAC_CUT_OUT),
                mac(base64(hmac("HmacSHA256", SALT, HEAD + BODY + "\n")), Mistake.END_ADDED),
                mac(base64(hmac("HmacSHA256", SALT, HEAD + "\uFEFF" + BODY)), Mistake.BYTE_ORDER_MARK),
                mac(hex(hmac("HmacSHA256", SALT, TIME + "." + BODY)), Mistake.NO_ID, Mistake.HEX_FOR_SIGNATURE));
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void namesWhatIsWrongWithASignature(String value, List<Mistake> mistakes) {
        assertFound(value, Goal.SIGNATURE, mistakes.toArray(Mistake[]::new));
    }

    /** What the libraries of languages make of the body: each text is what they really write. */
    static Stream<Arguments> writings() {
        String price = BODY.replace("1.10", "1.1");
        String tail = "\"type\": \"document.completed\", \"eventId\": \"" + EVENT + "\", \"documentId\": \"" + DOCUMENT
                + "\"";
        String mac = ", \"mac\": \"" + RIGHT_MAC + "\"}";
        String sorted = "{\"a\":[1,2],\"documentId\":\"" + DOCUMENT + "\",\"eventId\":\"" + EVENT + "\",\"mac\":\""
                + RIGHT_MAC + "\",\"name\":\"Zoë \\u003c/b\\u003e\",\"price\":1.1,\"type\":\"document.completed\"}";
        return Stream.of(
                Arguments.of("JavaScript", price, List.of(Mistake.NUMBERS)),
                Arguments.of(
                        "Python",
                        "{\"price\": 1.1, \"name\": \"Zo\\u00eb </b>\", \"a\": [1, 2], " + tail + mac,
                        List.of(Mistake.NUMBERS, Mistake.ESCAPES, Mistake.SPACES)),
                Arguments.of(
                        "Python without the mac",
                        "{\"price\": 1.1, \"name\": \"Zo\\u00eb </b>\", \"a\": [1, 2], " + tail + "}",
                        List.of(Mistake.MAC_CUT_OUT, Mistake.NUMBERS, Mistake.ESCAPES, Mistake.SPACES)),
                Arguments.of(
                        "PHP",
                        price.replace("ë", "\\u00eb").replace("</b>", "<\\/b>"),
                        List.of(Mistake.NUMBERS, Mistake.ESCAPES)),
                Arguments.of("Go", sorted, List.of(Mistake.NUMBERS, Mistake.KEY_ORDER, Mistake.ESCAPES)),
                Arguments.of(
                        "JavaScript without the mac",
                        START.replace("1.10", "1.1") + OURS + "}",
                        List.of(Mistake.MAC_CUT_OUT, Mistake.NUMBERS)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writings")
    void namesWhatAParserDidToTheBody(String name, String text, List<Mistake> mistakes) {
        Finding found =
                find(base64(hmac("HmacSHA256", SALT, HEAD + text)), WEBHOOK).orElseThrow();

        assertThat(found.goal()).isEqualTo(Goal.SIGNATURE);
        assertThat(found.mistakes()).containsExactlyInAnyOrderElementsOf(mistakes);
        assertThat(found.number()).contains(new JsonDifference.Example("1.10", "1.1"));
    }

    /** The value was put into the body in place of the mac: it can't be of a body that has it. */
    @ParameterizedTest
    @ValueSource(strings = {"HmacSHA1", "HmacSHA256"})
    void knowsAHashOfTheBodyThatWasPutIntoIt(String algorithm) {
        String value = hex(hmac(algorithm, SALT, BODY));
        Webhook pasted = webhook(BODY.replace(RIGHT_MAC, value), Optional.empty());

        Finding found = new MistakeSearch(SALT, pasted).find(value, Goal.MAC).orElseThrow();

        assertThat(found.mistakes()).contains(Mistake.BODY_FOR_MAC);
        assertThat(found.mistakes().contains(Mistake.SHA256_FOR_MAC)).isEqualTo(algorithm.equals("HmacSHA256"));
    }

    @Test
    void holdsWhatWasPastedAgainstWhatWasSent() {
        String pasted = BODY.replace("1.10", "1.1");
        Webhook webhook = webhook(pasted, Optional.of(BODY));

        assertThat(find(base64(hmac("HmacSHA256", SALT, HEAD + BODY)), webhook))
                .get()
                .matches(Finding::isRight);
        assertThat(find(base64(hmac("HmacSHA256", SALT, HEAD + pasted)), webhook)
                        .orElseThrow()
                        .mistakes())
                .containsExactly(Mistake.BODY_CHANGED);
    }

    /** A form makes CR LF of every line end: whatever the receiver hashed, both are what was received. */
    @Test
    void takesLineEndsOfAFormForWhatTheyWere() {
        String body = "{\n\"documentId\":\"" + DOCUMENT + "\"}\n";
        Webhook webhook = webhook(body.replace("\n", "\r\n"), Optional.empty());

        assertThat(find(base64(hmac("HmacSHA256", SALT, HEAD + body)), webhook))
                .get()
                .matches(Finding::isRight);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s\n",
                "\"%s\"",
                "mac: %s",
                "\"mac\": \"%s\",",
                "sha1=%s",
                "SHA1(stdin)= %s",
                "0x%s",
                "  %s  ",
            })
    void readsAValueWithWhatStandsBesideIt(String form) {
        assertFound(form.formatted(RIGHT_MAC), Goal.MAC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-signature: v1,%s", "v1=%s", "v1,b3RoZXI= v1,%s", "v1,%s"})
    void readsASignatureWithWhatStandsBesideIt(String form) {
        assertFound(form.formatted(base64(hmac("HmacSHA256", SALT, HEAD + BODY))), Goal.SIGNATURE);
    }

    @Test
    void findsNothingInWhatHasNothingToDoWithIt() {
        assertThat(find(hex(hmac("HmacSHA1", "another salt", DOCUMENT)), WEBHOOK))
                .isEmpty();
        assertThat(find("", WEBHOOK)).isEmpty();
        assertThat(find("x".repeat(100_000), WEBHOOK)).isEmpty();
        assertThat(MistakeSearch.isHash("hello")).isFalse();
        assertThat(MistakeSearch.isHash(RIGHT_MAC.substring(1))).isFalse();
        assertThat(MistakeSearch.isHash(RIGHT_MAC)).isTrue();
    }

    @Test
    void knowsTheSecretItself() {
        for (String secret : List.of(SALT, SECRET, SECRET.substring(6), "\"" + SALT + "\"", SALT + "\n")) {
            assertThat(MistakeSearch.isSecret(secret, SALT)).as(secret).isTrue();
        }
        assertThat(MistakeSearch.isSecret(RIGHT_MAC, SALT)).isFalse();
    }

    /** A large or hostile body costs a bounded time of the processor. */
    @Test
    void endsSoon() {
        String large = "{\"documentId\":\"d\",\"a\":[" + "1.10,".repeat(50_000) + "1]}";
        String deep = "[".repeat(100_000);
        String value = hex(hmac("HmacSHA256", "another", "d"));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (String body : List.of(large, deep, "\"".repeat(250_000), "{\"mac\":\"\"".repeat(25_000))) {
            long start = threads.getCurrentThreadCpuTime();
            assertThat(find(value, webhook(body, Optional.empty()))).isEmpty();
            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
                    .isLessThan(Duration.ofSeconds(5));
        }
    }

    private static void assertFound(String value, Goal goal, Mistake... mistakes) {
        Finding found = find(value, WEBHOOK).orElseThrow();
        assertThat(found.mistakes()).containsExactlyInAnyOrder(mistakes);
        assertThat(found.goal()).isEqualTo(goal);
    }

    private static Optional<Finding> find(String value, Webhook webhook) {
        return new MistakeSearch(SALT, webhook).find(value);
    }

    private static Webhook webhook(String body, Optional<String> sent) {
        return new Webhook(
                Optional.of(ID),
                Optional.of(TIME),
                body,
                sent,
                Optional.of(DOCUMENT),
                Optional.of(EVENT),
                Optional.of(RIGHT_MAC));
    }

    private static Arguments mac(String value, Mistake... mistakes) {
        return Arguments.of(value, List.of(mistakes));
    }

    private static byte[] hmac(String algorithm, String key, String message) {
        return hmac(algorithm, key.getBytes(UTF_8), message);
    }

    private static byte[] hmac(String algorithm, byte[] key, String message) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(message.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hash(String algorithm, String message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message.getBytes(UTF_8));
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
