package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.crypto.Base62;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@code /verify}, by a client that speaks to it without a gateway between them. */
@Tag("server")
class VerifyIT {

    private static final String[] IDENTITY = {"X-Account-Id", "X-Account-Slug", "X-External-Id", "X-Token-Id"};

    private final SaltgateServer server = SaltgateServer.shared();
    private TestAccount account;
    private Console owner;
    private String token;

    @BeforeEach
    void enableApi() {
        account = TestAccount.on(server);
        owner = account.signIn();
        owner.enableApi();
        token = owner.authToken();
    }

    @Test
    void tellsTheGatewayWhoCalls() {
        Answer answer = verify("X-Auth-Token", token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.header("X-Account-Id")).isEqualTo(account.id().toString());
        assertThat(answer.header("X-Account-Slug")).isEqualTo(account.slug());
        assertThat(answer.header("X-External-Id")).isEqualTo("-");
        assertThat(answer.header("X-Token-Id")).isEqualTo(owner.tokenId());
        assertThat(answer.headers()).doesNotContainKeys("X-Would-Refuse", "X-Refusal");
    }

    @Test
    void tellsTheOperatorsOwnIdOfTheAccount() {
        String id = "customer/" + account.slug();
        account.setExternalId(id);

        assertThat(verify("X-Auth-Token", token).header("X-External-Id")).isEqualTo(id);
    }

    @Test
    void givesEachDecisionAnIdOfItsOwn() {
        Answer first = verify("X-Auth-Token", token);
        Answer second = verify("X-Auth-Token", token);

        assertThat(UUID.fromString(first.header("X-Decision-Id"))).isNotNull();
        assertThat(second.header("X-Decision-Id")).isNotEqualTo(first.header("X-Decision-Id"));
    }

    @Test
    void explainsARefusalInHeadersAndEnvelope() {
        Answer answer = verify();

        assertRefused(answer, 401, "token.missing");
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("X-Judged-Address")).isEqualTo("127.0.0.1");
        assertThat(answer.body())
                .isEqualTo("{\"status\":0,\"messages\":[{\"code\":\"token.missing\",\"message\":\"Access Denied: the"
                        + " X-Auth-Token header is missing\"}],\"message\":\"Access Denied: the X-Auth-Token header is"
                        + " missing\",\"data\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "PURGE", "PROPFIND"})
    void judgesAnyMethod(String method) {
        Answer allowed = checked(Http.send(method, address("/verify"), null, "X-Auth-Token", token));
        Answer refused = checked(Http.send(method, address("/verify"), null));

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("X-Account-Slug")).isEqualTo(account.slug());
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("X-Refusal")).isEqualTo("token.missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH"})
    void ignoresTheBody(String method) {
        String body = "X-Auth-Token=" + token + "&".repeat(1_000_000);
        String form = "application/x-www-form-urlencoded";

        assertThat(Http.send(method, address("/verify"), body, "X-Auth-Token", token, "Content-Type", form)
                        .status())
                .isEqualTo(200);
        assertRefused(checked(Http.send(method, address("/verify"), body, "Content-Type", form)), 401, "token.missing");
    }

    /** C6: a path decides nothing, so none is too odd to be answered. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verify/",
                "/verify/anything?x",
                "/verify/v1/documents/01H?page=2&X-Auth-Token=x",
                "/verify//twice",
                "/verify/a/../b",
                "/verify/a%2Fb",
                "/verify/%C3%BC",
                "/verify/a;b=c",
                "/verify/..;/signin",
                "/verify;x=y",
                "/verify/accounts/acme/settings/api",
                "/verify/WEB-INF/web.xml",
                "/verify?%zz",
                "/verify?",
                "/verify/%zz",
                "/verify/%",
                "/verify/%2",
                "/verify/%u0041",
                "/verify/%00",
                "/verify/%ff",
                "/verify/%C0%AF",
                "/verify/a\\b",
                "/verify/a:b",
                "/verify/../signin",
                "/verify/%2e%2e/signin",
                "/verify/../health/ready",
                "/verify/..",
                "/verify/v1/items:batchGet",
                "/verify;x=%zz"
            })
    void judgesWhateverPathAGatewayAppends(String path) {
        Answer allowed = checked(Http.sendRaw(server.port(), "GET", path, "", "X-Auth-Token: " + token));
        Answer refused = checked(Http.sendRaw(server.port(), "GET", path, ""));

        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("X-Account-Slug")).isEqualTo(account.slug());
        assertRefused(refused, 401, "token.missing");
    }

    /** What the server refuses by itself, and what is no question: never allowed. */
    @ParameterizedTest
    @ValueSource(strings = {"/verify/a b", "/verifyx", "/Verify"})
    void allowsNoPathThatItCanNotRead(String path) {
        for (String header : List.of("X-Nothing: x", "X-Auth-Token: " + token)) {
            Answer answer = Http.sendRaw(server.port(), "GET", path, "", header);
            assertThat(answer.status()).isGreaterThanOrEqualTo(400);
            assertThat(answer.headers()).doesNotContainKeys(IDENTITY).doesNotContainKey("Set-Cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host:", "Host: ", "Host: :80", "Host: a:-1", "Host: a:b", "Host: [", "X-No-Host: x"})
    void allowsNoHostThatTheServerCanNotRead(String host) {
        String request = "GET /verify HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n";

        Answer answer = Http.sendRaw(server.port(), request.getBytes(StandardCharsets.US_ASCII));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400);
        assertThat(answer.headers()).doesNotContainKeys(IDENTITY);
    }

    @Test
    void refusesTrace() {
        Answer answer = Http.sendRaw(server.port(), "TRACE", "/verify", "", "X-Auth-Token: " + token);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.toString()).doesNotContain(token);
    }

    @Test
    void missesTheTokenOnlyInItsOwnHeader() {
        String session = owner.cookie();

        assertRefused(verify(), 401, "token.missing");
        assertRefused(verify("X-Auth-Token", ""), 401, "token.missing");
        assertRefused(verify("X-Auth-Token", "  "), 401, "token.missing");
        assertRefused(verify("Authorization", "Bearer " + token), 401, "token.missing");
        assertRefused(verify("Cookie", "X-Auth-Token=" + token), 401, "token.missing");
        assertRefused(verify("Cookie", session), 401, "token.missing");
        assertRefused(
                checked(Http.get(address("/verify?X-Auth-Token=" + token + "&token=" + token))), 401, "token.missing");
        assertThat(verify("x-auth-TOKEN", token).status()).isEqualTo(200);
        assertThat(server.log()).as("B35: nor is it written down").doesNotContain(token);
    }

    /** C26, B37: by raw bytes, since a decent client trims them itself. */
    @ParameterizedTest
    @MethodSource(SaltgateServer.SERVERS)
    void trimsSpacesAndTabsAtBothEndsOfTheToken(SaltgateServer.Payara payara) {
        SaltgateServer server = SaltgateServer.shared(payara);
        TestAccount account = TestAccount.on(server);
        Console owner = account.signIn();
        owner.enableApi();
        String token = owner.authToken();
        for (String header :
                new String[] {"X-Auth-Token: ", "X-Auth-Token:", "X-Auth-Token:\t", "X-Auth-Token: \t \t"}) {
            for (String end : new String[] {"", "\t", " ", " \t\t "}) {
                Answer answer = checked(Http.sendRaw(server.port(), "GET", "/verify", "", header + token + end));
                assertThat(answer.status()).as("[" + header + "][" + end + "]").isEqualTo(200);
                assertThat(answer.header("X-Account-Slug")).isEqualTo(account.slug());
            }
        }
        assertRefused(
                checked(Http.sendRaw(server.port(), "GET", "/verify", "", "X-Auth-Token: \t ")), 401, "token.missing");
        for (String blank : new String[] {" ", "\t"}) {
            String broken = token.substring(0, 20) + blank + token.substring(20);
            assertRefused(
                    checked(Http.sendRaw(server.port(), "GET", "/verify", "", "X-Auth-Token: " + broken)),
                    401,
                    "token.malformed");
        }
    }

    @Test
    void refusesTwoTokensWhicheverTheyAre() {
        String other = madeUp();

        assertRefused(verify("X-Auth-Token", token, "X-Auth-Token", other), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", other, "X-Auth-Token", token), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", token, "X-Auth-Token", token), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", token, "x-auth-token", ""), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", token + "," + other), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", other + ", " + token), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", token + ","), 401, "token.ambiguous");
    }

    @Test
    void refusesWhatIsNoToken() {
        String[] texts = {
            "x",
            "null",
            token.substring(1),
            token + "x",
            token.substring(0, token.length() - 1),
            token.toUpperCase(java.util.Locale.ROOT),
            "Bearer " + token,
            "\"" + token + "\"",
            "x".repeat(66),
            "x".repeat(7_000),
            flip(token, token.length() - 1)
        };
        for (String text : texts) {
            assertRefused(verify("X-Auth-Token", text), 401, "token.malformed");
        }
    }

    // B32: one answer for all; B43 and the constant time of the comparison are decided in the code
    @Test
    void refusesWhatWasNeverIssuedAndWhatIsNoLonger() {
        assertRefused(verify("X-Auth-Token", madeUp()), 401, "token.unknown");

        owner.regenerate();
        String next = owner.authToken();
        assertRefused(verify("X-Auth-Token", token), 401, "token.unknown");
        assertThat(verify("X-Auth-Token", next).status()).isEqualTo(200);

        owner.disable();
        assertRefused(verify("X-Auth-Token", next), 401, "token.unknown");

        owner.enableApi();
        assertRefused(verify("X-Auth-Token", token), 401, "token.unknown");
        assertRefused(verify("X-Auth-Token", next), 401, "token.unknown");
    }

    @Test
    void judgesSuspensionThenPauseThenAddress() {
        owner.setMode("ENFORCED");
        assertRefused(verify("X-Auth-Token", token), 403, "address.not.whitelisted");

        owner.pause();
        assertRefused(verify("X-Auth-Token", token), 403, "api.paused");

        account.setStatus("SUSPENDED");
        assertRefused(verify("X-Auth-Token", token), 403, "account.suspended");

        account.setStatus("CLOSED");
        assertRefused(verify("X-Auth-Token", token), 401, "token.unknown");

        account.setStatus("ACTIVE");
        owner.resume();
        owner.setMode("OFF");
        assertThat(verify("X-Auth-Token", token).status()).isEqualTo(200);
    }

    @Test
    void judgesTheTokenBeforeTheAddress() {
        owner.setMode("ENFORCED");

        assertRefused(verify(), 401, "token.missing");
        assertRefused(verify("X-Auth-Token", token, "X-Auth-Token", token), 401, "token.ambiguous");
        assertRefused(verify("X-Auth-Token", "x"), 401, "token.malformed");
        assertRefused(verify("X-Auth-Token", madeUp()), 401, "token.unknown");
    }

    // B24: there is one kind of list, so no second one that could have no effect
    @Test
    void allowsOnlyListedAddressesWhileTheListIsEnforced() {
        owner.addToWhitelist("198.51.100.0/24");
        assertThat(verify("X-Auth-Token", token).status()).isEqualTo(200);

        owner.setMode("ENFORCED");
        Answer refused = verify("X-Auth-Token", token);
        assertRefused(refused, 403, "address.not.whitelisted");
        assertThat(refused.header("X-Judged-Address")).isEqualTo("127.0.0.1");

        owner.addToWhitelist("127.0.0.0/8");
        Answer allowed = verify("X-Auth-Token", token);
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.headers()).doesNotContainKey("X-Would-Refuse");

        owner.removeFromWhitelist("127.0.0.0/8");
        assertRefused(verify("X-Auth-Token", token), 403, "address.not.whitelisted");
    }

    // B21
    @Test
    void theListNeverGovernsTheConsole() {
        owner.addToWhitelist("10.0.0.0/8");
        owner.setMode("ENFORCED");
        assertRefused(verify("X-Auth-Token", token), 403, "address.not.whitelisted");

        assertThat(account.signIn().apiPage().status()).isEqualTo(200);
        owner.setMode("OFF");
        assertThat(verify("X-Auth-Token", token).status()).isEqualTo(200);
    }

    @Test
    void refusesEveryAddressWhileTheEnforcedListIsEmpty() {
        owner.setMode("ENFORCED");

        assertRefused(verify("X-Auth-Token", token), 403, "address.not.whitelisted");
    }

    @Test
    void doesNotAskTheOtherFamilysEverything() {
        owner.addAllToWhitelist("::/0");
        owner.setMode("ENFORCED");

        assertRefused(verify("X-Auth-Token", token), 403, "address.not.whitelisted");
    }

    @Test
    void forgetsAnEntryWhenItExpires() {
        owner.addToWhitelist("127.0.0.1");
        owner.setMode("ENFORCED");
        assertThat(verify("X-Auth-Token", token).status()).isEqualTo(200);

        account.expireWhitelist();

        assertRefused(verify("X-Auth-Token", token), 403, "address.not.whitelisted");
    }

    @Test
    void marksInReportOnlyModeWhatItWouldRefuse() {
        owner.setMode("REPORT_ONLY");
        Answer stranger = verify("X-Auth-Token", token);
        assertThat(stranger.status()).isEqualTo(200);
        assertThat(stranger.header("X-Would-Refuse")).isEqualTo("address.not.whitelisted");
        assertThat(stranger.header("X-Account-Slug")).isEqualTo(account.slug());

        owner.addToWhitelist("127.0.0.1");
        assertThat(verify("X-Auth-Token", token).headers()).doesNotContainKey("X-Would-Refuse");
    }

    @Test
    void believesNobodyAboutTheAddressUnlessItIsAGateway() {
        owner.addToWhitelist("203.0.113.7");
        owner.setMode("ENFORCED");

        Answer answer = verify(
                "X-Auth-Token",
                token,
                "X-Forwarded-For",
                "203.0.113.7",
                "X-Real-IP",
                "203.0.113.7",
                "Forwarded",
                "for=203.0.113.7");

        assertRefused(answer, 403, "address.not.whitelisted");
        assertThat(answer.header("X-Judged-Address")).isEqualTo("127.0.0.1");
    }

    @Test
    void keepsAccountsApart() {
        TestAccount other = TestAccount.on(server);
        Console otherOwner = other.signIn();
        otherOwner.enableApi();
        otherOwner.pause();

        assertThat(verify("X-Auth-Token", token).header("X-Account-Slug")).isEqualTo(account.slug());
        assertRefused(verify("X-Auth-Token", otherOwner.authToken()), 403, "api.paused");
    }

    /** Right in form and checksum, and nobody's: the keyed tag is wrong. */
    private String madeUp() {
        String tagged = flip(token, 10).substring(0, token.length() - 6);
        CRC32 crc = new CRC32();
        crc.update(tagged.getBytes(StandardCharsets.US_ASCII));
        return tagged + Base62.encode(crc.getValue(), 6);
    }

    private static String flip(String text, int at) {
        char other = text.charAt(at) == 'x' ? 'y' : 'x';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    private Answer verify(String... headers) {
        return checked(Http.get(address("/verify"), headers));
    }

    private String address(String path) {
        return server.address() + path;
    }

    private static void assertRefused(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("X-Refusal")).isEqualTo(code);
        assertThat(answer.body())
                .startsWith("{\"status\":0,\"messages\":[{\"code\":\"" + code + "\",\"message\":\"")
                .endsWith("\"data\":null}");
        assertThat(answer.headers()).doesNotContainKeys(IDENTITY).doesNotContainKey("X-Would-Refuse");
        assertThat(answer.headers().containsKey("WWW-Authenticate")).isEqualTo(status == 401);
    }

    /** What holds for every answer of the gate. */
    private static Answer checked(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isIn(200, 401, 403, 429, 503);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("X-Decision-Id")).isNotBlank();
        assertThat(answer.headers()).doesNotContainKeys("Set-Cookie", "Location");
        if (answer.status() == 200) {
            Arrays.stream(IDENTITY)
                    .forEach(name -> assertThat(answer.header(name)).as(name).isNotBlank());
        } else {
            assertThat(answer.header("X-Refusal")).isNotBlank();
            assertThat(answer.header("X-Judged-Address")).isNotBlank();
        }
        return answer;
    }
}
