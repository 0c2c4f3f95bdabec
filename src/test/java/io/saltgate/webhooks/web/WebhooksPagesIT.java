package io.saltgate.webhooks.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The pages of webhooks: allowed, wrong role, another account's ids, forms that are wrong, stale or meant to do harm.
 */
class WebhooksPagesIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ENDPOINTS = "/settings/webhooks/endpoints";
    private static final String DELIVERIES = "/settings/webhooks/deliveries";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Behind an endpoint's page. */
    private static final List<String> ACTIONS = List.of(
            "/settings",
            "/activation",
            "/deactivation",
            "/removal",
            "/headers",
            "/headers/removal",
            "/test",
            "/replay",
            "/missed/replay",
            "/missed/removal");

    @AutoClose
    private final Receiver receiver = Receiver.start(Receiver.ok());

    private TestAccount account;
    private Console owner;

    @BeforeEach
    void enableApi() {
        account = TestAccount.onShared();
        owner = account.signIn();
        owner.enableApi();
    }

    @Test
    void addsChangesAndRemovesAnEndpoint() {
        String endpoint = add(owner, "<b>Billing</b> & more");
        Answer page = owner.get(owner.path(endpoint));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("&lt;b&gt;Billing&lt;/b&gt; &amp; more")
                .doesNotContain("<b>Billing");
        assertThat(page.body()).contains("document.completed\ndocument.*");

        Answer changed = owner.postForm(
                owner.path(endpoint + "/settings"), "url", url(), "version", page.field("version"), "types", "");
        assertThat(changed.location()).isEqualTo(owner.path(endpoint));
        assertThat(owner.get(owner.path("/settings/webhooks")).text()).contains("All events");
        assertThat(account.query("select sign_mac from webhook_endpoint where account_id = ?", account.id()))
                .as("a box that is not ticked")
                .isEqualTo("f");

        assertThat(owner.postForm(owner.path(endpoint + "/removal")).location())
                .isEqualTo(owner.path("/settings/webhooks"));
        assertThat(owner.get(owner.path(endpoint)).status()).isEqualTo(404);
        assertThat(owner.postForm(owner.path(endpoint + "/removal")).status()).isEqualTo(404);
    }

    @Test
    void anAuditorSeesAllAndChangesNothing() {
        String endpoint = add(owner, "");
        owner.postForm(owner.path(endpoint + "/headers"), "name", "x-key", "value", "secret-value");
        String delivery = owner.postForm(owner.path(endpoint + "/test")).location();
        awaitDelivered(delivery);
        Console auditor = account.signInAs(Role.AUDITOR);
        String before = account.snapshot();

        for (String path : List.of("/settings/webhooks", endpoint, DELIVERIES)) {
            Answer page = auditor.get(auditor.path(path));
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.body()).as(path).doesNotContain("method=\"post\" class", "secret-value");
        }
        assertThat(auditor.get(delivery).status()).isEqualTo(200);
        assertThat(auditor.get(delivery).body()).doesNotContain("/replay", "secret-value");
        for (String action : ACTIONS) {
            assertThat(auditor.postForm(auditor.path(endpoint + action)).status())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(auditor.postForm(auditor.path(ENDPOINTS), "url", url()).status())
                .isEqualTo(403);
        assertThat(auditor.postForm(delivery + "/replay").status()).isEqualTo(403);
        assertThat(auditor.get(auditor.path("/settings/webhooks/check")).status())
                .isEqualTo(403);
        assertThat(auditor.postForm(auditor.path("/settings/webhooks/check"), "body", "{}")
                        .status())
                .isEqualTo(403);
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(receiver.requests()).hasSize(1);
    }

    /**
     * The form offers what a replay of a range had no room for; what the cookie says is taken as numbers or not
     * at all.
     */
    @Test
    void offersTheRestOfARange() {
        String endpoint = add(owner, "");
        String path = owner.path(endpoint);
        assertThat(pageAfter(path, "webhook.replayed&count=0&more=1767225613&to=1767312000"))
                .contains("Nothing was missed so far.", "To continue, replay the range below")
                .contains("value=\"2026-01-01T00:00:13\"", "value=\"2026-01-02T00:00\"");
        assertThat(pageAfter(path, "webhook.replayed&count=2000&more=1767225613"))
                .contains("2,000 events are sent again", "There may be more. Replay again to continue.")
                .doesNotContain("range below");
        assertThat(pageAfter(path, "webhook.replayed&count=0&more=a&to=b")).contains("Nothing was missed in that time");
    }

    private String pageAfter(String path, String done) {
        String cookies =
                owner.cookie() + "; " + owner.cookie().replaceFirst("saltgate-([^=]*)=.*", "saltgate-done-$1=" + done);
        return Http.sendRaw(SaltgateServer.shared().port(), "GET", path, "", "Cookie: " + cookies)
                .body();
    }

    @Test
    void anotherAccountsEndpointsAndDeliveriesAreNotThere() {
        String endpoint = add(owner, "Not yours");
        String delivery = owner.postForm(owner.path(endpoint + "/test")).location();
        awaitDelivered(delivery);
        TestAccount other = TestAccount.onShared();
        Console stranger = other.signIn();
        stranger.enableApi();
        String before = account.snapshot();
        String ownDelivery = delivery.substring(delivery.indexOf("/settings"));

        for (String path : List.of(endpoint, endpoint + "/removal", ownDelivery)) {
            Answer answer = stranger.get(stranger.path(path));
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("Not yours");
        }
        for (String action : ACTIONS) {
            Answer answer = stranger.postForm(
                    stranger.path(endpoint + action),
                    "url",
                    url(),
                    "version",
                    "1",
                    "name",
                    "x-key",
                    "value",
                    "v",
                    "from",
                    "2026-01-01T00:00",
                    "to",
                    "2030-01-01T00:00");
            assertThat(answer.status()).as(action).isEqualTo(404);
        }
        assertThat(stranger.postForm(stranger.path(ownDelivery + "/replay")).status())
                .isEqualTo(404);
        String id = endpoint.substring(endpoint.lastIndexOf('/') + 1);
        assertThat(stranger.get(stranger.path(DELIVERIES + "?endpoint=" + id)).text())
                .contains("No deliveries match this filter.");
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(receiver.requests()).hasSize(1);
    }

    /** C31 */
    @Test
    void tellsWhoWasFasterAndKeepsWhatWasTyped() {
        String endpoint = add(owner, "First");
        String version = owner.get(owner.path(endpoint)).field("version");
        Console colleague = account.signInAs(Role.DEVELOPER);
        assertThat(colleague
                        .postForm(
                                colleague.path(endpoint + "/settings"),
                                "url",
                                url(),
                                "version",
                                version,
                                "description",
                                "Second")
                        .status())
                .isEqualTo(303);
        String before = account.snapshot();

        Answer late = owner.postForm(
                owner.path(endpoint + "/settings"), "url", url(), "version", version, "description", "Third");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text())
                .contains("No changes were made", "Field Saved now You typed Description Second Third")
                .containsPattern("UTC by developer-");
        assertThat(late.field("description")).isEqualTo("Third");
        assertThat(account.snapshot()).isEqualTo(before);

        assertThat(owner.postForm(
                                owner.path(endpoint + "/settings"),
                                "url",
                                url(),
                                "version",
                                late.field("version"),
                                "description",
                                "Third")
                        .status())
                .as("decided again")
                .isEqualTo(303);
    }

    /** C16 */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://foo_bar.example.com/ | can't contain “_”. Use letters, digits, hyphens and dots.",
                "https://müller.example/a | can't contain “ü”. Enter its ASCII form (punycode): "
                        + "https://xn--mller-kva.example/a",
                "https://a.example/b c | can't contain U+0020 (space) as it is. Percent-encode it: "
                        + "https://a.example/b%20c",
                "https://a\u200b.example/ | can't contain U+200B (zero width space). Use letters"
            })
    void saysWhichCharacterOfAUrlIsWrong(String url, String complaint) {
        Answer answer = owner.postForm(owner.path(ENDPOINTS), "url", url);

        assertRefused(answer, complaint);
        assertThat(answer.field("url")).isEqualTo(url);
    }

    @Test
    void doesARepeatedFormOnce() {
        String nonce = owner.get(owner.path("/settings/webhooks")).field("_nonce");
        assertThat(owner.postForm(owner.path(ENDPOINTS), "url", url(), "_nonce", nonce)
                        .status())
                .isEqualTo(303);
        assertThat(owner.postForm(owner.path(ENDPOINTS), "url", url(), "_nonce", nonce)
                        .status())
                .isEqualTo(409);
        assertThat(account.query("select count(*) from webhook_endpoint where account_id = ?", account.id()))
                .isEqualTo("1");
    }

    @Test
    void refusesWhatIsTooMuch() {
        assertRefused(
                owner.postForm(owner.path(ENDPOINTS), "url", "https://example.com/" + "x".repeat(2_000)), "2,000");
        String types = IntStream.range(0, 10_000).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
        assertRefused(owner.postForm(owner.path(ENDPOINTS), "url", url(), "types", types), "up to 39");
        String forty = IntStream.range(0, 40).mapToObj(i -> "t" + i).collect(Collectors.joining("\n"));
        assertRefused(owner.postForm(owner.path(ENDPOINTS), "url", url(), "types", forty), "up to 39");
        assertRefused(
                owner.postForm(owner.path(ENDPOINTS), "url", url(), "description", "x".repeat(201)), "200 characters");
        for (int i = 0; i < 20; i++) {
            assertThat(owner.postForm(owner.path(ENDPOINTS), "url", url()).status())
                    .isEqualTo(303);
        }
        assertRefused(owner.postForm(owner.path(ENDPOINTS), "url", url()), "20 endpoints at most");
        assertThat(account.query("select count(*) from webhook_endpoint where account_id = ?", account.id()))
                .isEqualTo("20");
    }

    /** C13 */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-key | 'a\r\nx-injected: 1' | one line of visible ASCII",
                "x-key | 'a\nb' | one line of visible ASCII",
                "x-key | 'ä' | one line of visible ASCII",
                "x-key | ' a' | one line of visible ASCII",
                "x-key | '' | Enter a value",
                "'x-key\r\nx-injected' | a | letters, digits and dashes",
                "'x key' | a | letters, digits and dashes",
                "'' | a | letters, digits and dashes",
                "Webhook-Signature | a | set by Saltgate",
                "host | a | set by Saltgate",
                "Content-Length | 1 | set by Saltgate",
                "X-Forwarded-For | 1.1.1.1 | “X-Forwarded-For” is set by proxies",
                "x_forwarded_for | 1.1.1.1 | “x_forwarded_for” is set by proxies",
                "True.Client.IP | 1.1.1.1 | “True.Client.IP” is set by proxies",
                "Forwarded | for=1.1.1.1 | “Forwarded” is set by proxies",
                "svix-id | a | “svix-id” is set by Saltgate: receivers verify",
                "webhook_signature | a | “webhook_signature” is set by Saltgate: receivers verify"
            })
    void takesNoHeaderThatIsNoneOrNotForCustomersToSet(String name, String value, String complaint) {
        String endpoint = add(owner, "");
        Answer answer = owner.postForm(owner.path(endpoint + "/headers"), "name", name, "value", value);
        assertRefused(answer, complaint);
        assertThat(answer.headers()).doesNotContainKey("x-injected");
        assertThat(account.query("select count(*) from webhook_header where account_id = ?", account.id()))
                .isEqualTo("0");
    }

    @Test
    void neverShowsAHeadersValueAndHasRoomForTen() {
        String endpoint = add(owner, "");
        for (int i = 0; i < 10; i++) {
            Answer set = owner.postForm(owner.path(endpoint + "/headers"), "name", "X-" + i, "value", "secret-value");
            assertThat(set.location()).isEqualTo(owner.path(endpoint) + "#headers");
        }
        Answer full = owner.postForm(owner.path(endpoint + "/headers"), "name", "x-more", "value", "secret-value");
        assertRefused(full, "10 custom headers at most");
        assertThat(full.body()).contains("x-9", "x-more").doesNotContain("secret-value");
        assertThat(owner.get(owner.path("/settings/audit")).body()).doesNotContain("secret-value");
        assertThat(account.snapshot()).doesNotContain("secret-value");

        owner.postForm(owner.path(endpoint + "/headers/removal"), "name", "x-9");
        owner.postForm(owner.path(endpoint + "/headers/removal"), "name", "no such");
        assertThat(account.query("select count(*) from webhook_header where account_id = ?", account.id()))
                .isEqualTo("9");
    }

    @Test
    void sendsNothingToWhatIsSwitchedOff() {
        String endpoint = add(owner, "");
        String delivery = owner.postForm(owner.path(endpoint + "/test")).location();
        await(1);
        owner.postForm(owner.path(endpoint + "/deactivation"));
        for (String path : List.of(
                owner.path(endpoint + "/test"), owner.path(endpoint + "/missed/replay"), delivery + "/replay")) {
            Answer answer = owner.postForm(path);
            assertThat(answer.status()).as(path).isEqualTo(409);
            assertThat(answer.text()).contains("the endpoint is switched off");
        }
        owner.disable();
        for (String path : List.of(endpoint + "/activation", ENDPOINTS)) {
            Answer answer = owner.postForm(owner.path(path), "url", url());
            assertThat(answer.status()).as(path).isEqualTo(409);
            assertThat(answer.text()).contains("The API of this account is off");
        }
        Answer check = owner.postForm(owner.path("/settings/webhooks/check"), "body", "{}");
        assertThat(check.status()).isEqualTo(409);
        assertThat(check.text()).contains("The API of this account is off");
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void checksWithoutTellingWhatWouldBeRight() {
        assertRefused(owner.postForm(owner.path("/settings/webhooks/check")), "Paste the headers, the body or both");
        String body = "{\"documentId\":\"</textarea><script>alert(1)</script>\",\"mac\":\"00\"}";
        Answer wrong = owner.postForm(
                owner.path("/settings/webhooks/check"),
                "headers",
                "webhook-id: " + UUID.randomUUID() + "\nWebhook-Timestamp: soon\nwebhook-signature: v1,AAAA",
                "body",
                "\r\n" + body);
        assertThat(wrong.status()).isEqualTo(200);
        assertThat(wrong.text()).contains("couldn't be verified", "isn't in seconds since 1970");
        assertThat(wrong.body())
                .contains("&lt;/textarea&gt;&lt;script&gt;")
                .contains(">\n\r\n{") // the first line end is the browser's own
                .doesNotContain("<script>alert", owner.privateSalt())
                .doesNotContainPattern("[0-9a-f]{40}(?![0-9a-f-])\\b(?!\")");
        assertThat(owner.postForm(owner.path("/settings/webhooks/check"), "body", "x".repeat(300_000))
                        .status())
                .isEqualTo(413);
    }

    /** C15 */
    @Test
    void showsWhatWasSignedAndWhatTheAnswerWas() throws Exception {
        Shown empty = delivered("text/plain", new byte[0]);
        String sha256 = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(empty.request().body()));
        int bytes = empty.request().body().length;
        int signed = (empty.request().header("webhook-id").orElseThrow() + "."
                                + empty.request().header("webhook-timestamp").orElseThrow() + ".")
                        .length()
                + bytes;
        assertThat(empty.text())
                .contains("The answer had no body.", sha256)
                .contains("%,d bytes".formatted(bytes), "Signed content %,d bytes".formatted(signed));

        assertThat(delivered("text/plain", "a".repeat(5_000).getBytes(UTF_8)).text())
                .contains("Only the first 4,000 characters are kept. The full answer has 5,000 bytes.");
        assertThat(delivered("text/plain", "a".repeat(50_000).getBytes(UTF_8)).text())
                .contains("Only the first 4,000 characters are kept. The full answer has 50,000 bytes.");
        assertThat(delivered("text/plain", "ok".getBytes(UTF_8)).text()).doesNotContain("are kept");

        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write("{\"ok\":true}".getBytes(UTF_8));
        }
        assertThat(delivered("application/json\r\nContent-Encoding: gzip", gzip.toByteArray())
                        .text())
                .contains("gzip, " + gzip.size() + " bytes; not shown.")
                .doesNotContain("\uFFFD");
        assertThat(delivered("image/png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2})
                        .text())
                .contains("Binary data (image/png), 7 bytes; not shown.")
                .doesNotContain("\uFFFD");
    }

    /** The text of a delivery's page, and the request that it tells of. */
    private record Shown(String text, Receiver.Request request) {}

    /** A delivery that is answered so. */
    private Shown delivered(String type, byte[] answer) {
        try (Receiver answering = Receiver.start((request, out, socket) -> {
            out.write(Receiver.text(
                    "HTTP/1.1 200 OK", "Content-Type: " + type, "Content-Length: " + answer.length, "", ""));
            out.write(answer);
        })) {
            String endpoint = owner.postForm(owner.path(ENDPOINTS), "url", "http://127.0.0.1:" + answering.port() + "/")
                    .location();
            String delivery = owner.postForm(endpoint + "/test").location();
            awaitDelivered(delivery);
            return new Shown(owner.get(delivery).text(), answering.requests().getFirst());
        }
    }

    /** C14 */
    @Test
    void takesWhatOnesCodeComputed() throws Exception {
        String path = owner.path("/settings/webhooks/check");
        String salt = owner.privateSalt();
        String body = "{\"documentId\":\"d1\",\"mac\":\"%s\"}".formatted(hmac("HmacSHA1", salt, "d1"));

        Answer genuine = owner.postForm(path, "body", body);
        assertThat(genuine.text()).contains("This webhook is genuine", "Does your code still refuse it?");

        Answer sha256 = owner.postForm(path, "body", body, "computed", hmac("HmacSHA256", salt, "d1"));
        assertThat(sha256.text())
                .contains("Your code does this differently:", "It uses SHA-256. The mac needs HMAC with SHA-1.")
                .doesNotContain("Does your code still refuse it?");
        assertThat(sha256.field("computed")).isEqualTo(hmac("HmacSHA256", salt, "d1"));
        Answer lineEnd = owner.postForm(path, "body", body, "computed", hmac("HmacSHA1", salt + "\n", "d1"));
        assertThat(lineEnd.text()).contains("The Private Salt has a line end after it.");
        assertThat(owner.postForm(path, "body", body, "computed", hmac("HmacSHA1", salt, "d1"))
                        .text())
                .contains("Your code computes the mac correctly.");
        assertThat(owner.postForm(path, "body", body, "computed", hmac("HmacSHA1", "x", "d1"))
                        .text())
                .contains("paste the headers too");
        Answer unknown = owner.postForm(
                path, "headers", "webhook-id: a\nwebhook-timestamp: 1", "body", body, "computed", "00".repeat(20));
        assertThat(unknown.text())
                .contains("No usual mistake gives this value", "an older Private Salt", "of another account");

        for (Answer answer : List.of(genuine, sha256, lineEnd, unknown)) {
            assertThat(answer.body()).doesNotContain(salt);
        }
        Answer secret = owner.postForm(path, "body", body, "computed", salt);
        assertThat(secret.text()).contains("This is a secret, not a computed value.");
        assertThat(secret.body()).doesNotContain(salt);
        assertThat(account.snapshot()).doesNotContain(salt);
    }

    private static String hmac(String algorithm, String key, String message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), algorithm));
        return HexFormat.of().formatHex(mac.doFinal(message.getBytes(UTF_8)));
    }

    @Test
    void pagesThroughTheLogWithoutLeavingOutOrRepeatingAny() {
        String endpoint = add(owner, "");
        for (int i = 0; i < 30; i++) {
            owner.postForm(owner.path(endpoint + "/test"));
        }
        String id = endpoint.substring(endpoint.lastIndexOf('/') + 1);
        String filter = DELIVERIES + "?endpoint=" + id + "&state=&type=document.completed";
        Answer first = owner.get(owner.path(filter));
        String next = first.body()
                .replaceFirst("(?s).*rel=\"next\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
        assertThat(next).contains("endpoint=" + id, "type=document.completed");
        Answer second = owner.get(next.replaceFirst("^https?://[^/]+", ""));
        assertThat(ids(first)).hasSize(25);
        assertThat(ids(second)).hasSize(5).doesNotContainAnyElementsOf(ids(first));
        assertThat(second.body()).doesNotContain("rel=\"next\"").contains("rel=\"first\"");
        assertThat(owner.get(owner.path(DELIVERIES + "?type=no%20type")).status())
                .isEqualTo(422);
        assertThat(owner.get(owner.path(DELIVERIES + "?state=x&endpoint=x&before=x"))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        String endpoint = add(owner, "");
        String version = owner.get(owner.path(endpoint)).field("version");
        List<String[]> forms = List.of(
                new String[] {ENDPOINTS, "url", url(), "types", "", "description", "", "mac", "yes"},
                new String[] {endpoint + "/settings", "url", url(), "types", "", "description", "", "version", version},
                new String[] {endpoint + "/headers", "name", "x-key", "value", "v"},
                new String[] {endpoint + "/headers/removal", "name", "x-key"},
                new String[] {endpoint + "/replay", "from", "2026-01-01T00:00", "to", "2026-01-02T00:00"},
                new String[] {"/settings/webhooks/check", "headers", "webhook-id: x", "body", "{}", "computed", ""});
        for (String[] form : forms) {
            for (int i = 1; i < form.length; i += 2) {
                assertHarmless(send(form, i, encoded));
            }
        }
        for (String page : List.of("?type=", "?state=", "?endpoint=", "?before=")) {
            Answer answer = Http.sendRaw(
                    SaltgateServer.shared().port(),
                    "GET",
                    owner.path(DELIVERIES + page) + encoded.substring(0, Math.min(encoded.length(), 2_000)),
                    "",
                    "Cookie: " + owner.cookie());
            assertThat(answer.status()).as(page + encoded).isIn(200, 400, 404, 422);
        }
        assertThat(owner.get(owner.path("/settings/webhooks")).status()).isEqualTo(200);
    }

    private Answer send(String[] form, int hostile, String encoded) {
        StringBuilder body = new StringBuilder("_csrf=" + owner.csrf() + "&" + form[hostile] + "=" + encoded);
        for (int i = 1; i < form.length; i += 2) {
            if (i != hostile) {
                body.append('&').append(Http.form(form[i], form[i + 1]));
            }
        }
        return owner.send("POST", owner.path(form[0]), body.toString(), "Content-Type", FORM);
    }

    private static void assertHarmless(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 303, 400, 404, 409, 422);
        assertThat(answer.body().replaceAll("[0-9a-f-]{36}", ""))
                .doesNotContain("<script>alert", "onfocus=alert(1) x=\"", "Exception", "at io.saltgate", ">4949");
        assertThat(answer.headers()).doesNotContainKey("X-Injected");
    }

    private static void assertRefused(Answer answer, String complaint) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.text()).contains(complaint);
    }

    private static List<String> ids(Answer page) {
        return Pattern.compile("/deliveries/([0-9a-f-]{36})\"")
                .matcher(page.body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** @return the path of its page */
    private String add(Console console, String description) {
        String location = console.postForm(
                        console.path(ENDPOINTS),
                        "url",
                        url(),
                        "types",
                        "document.completed document.*",
                        "description",
                        description,
                        "mac",
                        "yes")
                .location();
        return location.substring(location.indexOf("/settings"));
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.port() + "/hooks";
    }

    /** And written down. */
    private void awaitDelivered(String delivery) {
        Eventually.await("delivered", PATIENCE, () -> owner.get(delivery).text().contains("Delivered: answered"));
    }

    private void await(int requests) {
        Eventually.await("arrived", PATIENCE, () -> receiver.requests().size() >= requests);
    }
}
