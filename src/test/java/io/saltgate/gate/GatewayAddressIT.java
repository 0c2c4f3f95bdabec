package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which address {@code /verify} judges when the call comes through a gateway that is believed. */
class GatewayAddressIT {

    private static SaltgateServer server;
    private Console owner;
    private String token;

    @BeforeAll
    static void start() {
        server = SaltgateServer.configure()
                .postgres()
                .env("SALTGATE_GATEWAYS", "127.0.0.1, 192.0.2.0/24")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void enforce() {
        owner = TestAccount.on(server).signIn();
        owner.enableApi();
        token = owner.authToken();
        owner.addToWhitelist("203.0.113.0/24");
        owner.addToWhitelist("2001:db8::/32");
        owner.setMode("ENFORCED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.7",
                "203.0.113.7:58290",
                "::ffff:203.0.113.7",
                "[::ffff:203.0.113.7]:443",
                "2001:db8::7",
                "[2001:db8::7]",
                "[2001:db8::7]:58290",
                "203.0.113.7, 192.0.2.1",
                "203.0.113.7,127.0.0.1,192.0.2.99",
                "198.51.100.9, 203.0.113.7",
                "garbage, 203.0.113.7",
                "  203.0.113.7  "
            })
    void allowsAListedClientOfAGateway(String forwarded) {
        assertThat(verify(forwarded).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.9 | 198.51.100.9",
                "198.51.100.9:203 | 198.51.100.9",
                "203.0.113.7, 198.51.100.9 | 198.51.100.9",
                "203.0.113.7, 198.51.100.9, 192.0.2.1 | 198.51.100.9",
                "::ffff:198.51.100.9 | 198.51.100.9",
                "2001:DB9:0:0::1 | 2001:db9::1"
            })
    void refusesTheFirstFromTheRightThatIsNoGateway(String forwarded, String judged) {
        Answer answer = verify(forwarded);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("X-Refusal")).isEqualTo("address.not.whitelisted");
        assertThat(answer.header("X-Judged-Address")).isEqualTo(judged);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "unknown",
                "probe.attacker.example",
                "203.0.113.7, garbage",
                "203.0.113.7,",
                ",203.0.113.7,",
                "203.0.113.7, ",
                "203.0.113.07",
                "203.0.113.7.",
                "203.0.113.256",
                "203.0.113",
                "3405803783",
                "0xcb007107",
                "203.0.113.7/32",
                "203.0.113.0/24",
                "203.0.113.7:",
                "203.0.113.7:999999",
                "[203.0.113.7]",
                "2001:db8::7%eth0",
                "2001:db8::7:58290:1:2:3:4:5",
                "[2001:db8::7",
                "203.0.113.7 198.51.100.9",
                "203.0.113.*",
                "*",
                "127.0.0.1",
                "192.0.2.7, 127.0.0.1",
                "\"203.0.113.7\"",
                "for=203.0.113.7"
            })
    void refusesWhereTheAddressCanNotBeTold(String forwarded) {
        assertUnknown(verify(forwarded));
    }

    @Test
    void refusesAGatewayThatForwardsNoAddress() {
        assertUnknown(server.verify(token));
        assertUnknown(verify(""));
        assertUnknown(server.verify(token, "X-Real-IP", "203.0.113.7", "Forwarded", "for=203.0.113.7"));
        assertUnknown(verify("1".repeat(7_000)));
        assertUnknown(verify("::1%" + "A".repeat(4_000)));
    }

    @Test
    void joinsAllLinesInTheirOrder() {
        assertThat(verify("198.51.100.9", "203.0.113.7").status()).isEqualTo(200);

        Answer clientFirst = verify("203.0.113.7", "198.51.100.9");
        assertThat(clientFirst.header("X-Refusal")).isEqualTo("address.not.whitelisted");
        assertThat(clientFirst.header("X-Judged-Address")).isEqualTo("198.51.100.9");

        assertThat(verify("198.51.100.9", "203.0.113.7", "192.0.2.1").status()).isEqualTo(200);
        assertUnknown(verify("203.0.113.7", ""));
        assertUnknown(verify("203.0.113.7", "garbage"));
    }

    @Test
    void doesNotNeedTheAddressWhereNoListAsksForIt() {
        owner.setMode("OFF");

        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(verify("garbage").status()).isEqualTo(200);
        assertThat(verify("garbage").headers()).doesNotContainKey("X-Would-Refuse");
    }

    @Test
    void marksAnUnknownAddressInReportOnlyMode() {
        owner.setMode("REPORT_ONLY");

        Answer unknown = verify("garbage");
        assertThat(unknown.status()).isEqualTo(200);
        assertThat(unknown.header("X-Would-Refuse")).isEqualTo("address.not.whitelisted");
        assertThat(verify("203.0.113.7").headers()).doesNotContainKey("X-Would-Refuse");
    }

    @Test
    void tellsTheAddressInEveryRefusal() {
        assertThat(server.verify(null, "X-Forwarded-For", "203.0.113.7:1").header("X-Judged-Address"))
                .isEqualTo("203.0.113.7");
        assertThat(server.verify("x", "X-Forwarded-For", "2001:DB8::7").header("X-Judged-Address"))
                .isEqualTo("2001:db8::7");
        assertThat(server.verify(null).header("X-Judged-Address")).isEqualTo("-");
    }

    private Answer verify(String... lines) {
        List<String> headers = new ArrayList<>();
        for (String line : lines) {
            headers.addAll(List.of("X-Forwarded-For", line));
        }
        return server.verify(token, headers.toArray(String[]::new));
    }

    private static void assertUnknown(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.header("X-Refusal")).isEqualTo("address.unknown");
        assertThat(answer.header("X-Judged-Address")).isEqualTo("-");
    }
}
