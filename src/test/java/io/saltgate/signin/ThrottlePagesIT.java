package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.passwords.SignInThrottleTest;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What those see who try too often, and who is not held up by them. The rules are in {@link SignInThrottleTest}. */
@Tag("alone")
class ThrottlePagesIT {

    private static final String WRONG = "not the password of anybody";

    /** What an address, and what a name, may try at once; and how long one takes to come back, in seconds. */
    private static final int OF_AN_ADDRESS = 30;

    private static final int SECONDS_OF_AN_ADDRESS = 10;
    private static final int OF_A_NAME = 10;
    private static final int SECONDS_OF_A_NAME = 60;

    /** B67: without a gateway nobody is believed about the address, and set-up codes can't be guessed either. */
    @Test
    void slowsOneAddressWhateverItForges() throws IOException {
        try (SaltgateServer server = SaltgateServer.configure().withoutOwner().start()) {
            String code = Files.readString(server.dataDir().resolve("setup-code"));
            List<Answer> guesses = answers(60, i -> setUp(server, "guess" + i, "X-Forwarded-For", "198.51.100." + i));
            assertSlowed(guesses, OF_AN_ADDRESS, SECONDS_OF_AN_ADDRESS);
            assertThat(guesses.getLast().field("code")).isEqualTo("guess59");
            assertThat(setUp(server, code.strip()).status()).isEqualTo(429);

            List<Answer> signIns = answers(
                    1000,
                    i -> signIn(
                            Console.at(server),
                            server,
                            "person" + i + "@example.com",
                            WRONG,
                            "X-Forwarded-For",
                            "1.2." + i / 250 + "." + i % 250,
                            "Forwarded",
                            "for=1.3." + i / 250 + "." + i % 250,
                            "X-Real-IP",
                            "1.4." + i / 250 + "." + i % 250));
            assertSlowed(signIns, 0, SECONDS_OF_AN_ADDRESS);
        }
    }

    /** B68: many addresses guess, strangers are slowed, and the owner gets in where the owner has been before. */
    @Test
    void letsTheOwnerInOnAKnownDeviceWhileManyAddressesGuess() {
        try (SaltgateServer server =
                SaltgateServer.configure().env("SALTGATE_GATEWAYS", "127.0.0.1").start()) {
            Console owner = Console.at(server);
            assertThat(signIn(owner, server, SaltgateServer.PASSWORD, 97).status())
                    .isEqualTo(303);
            owner.signOut();

            List<Answer> guesses = answers(50, i -> signIn(Console.at(server), server, WRONG, i));
            assertSlowed(guesses, OF_A_NAME, SECONDS_OF_A_NAME);

            Answer stranger = signIn(Console.at(server), server, SaltgateServer.PASSWORD, 99);
            assertThat(stranger.status()).as("even who knows the password").isEqualTo(429);
            assertThat(stranger.headers("Set-Cookie")).isEmpty();
            Answer known = signIn(owner, server, SaltgateServer.PASSWORD, 98);
            assertThat(known.status()).isEqualTo(303);
            owner.enableApi();
            assertThat(server.verify(owner.authToken()).status()).isEqualTo(200);

            // Others are not held up, whether they are somebody or not.
            Answer other =
                    signIn(Console.at(server), server, "someone@example.com", WRONG, "X-Forwarded-For", "203.0.113.1");
            assertThat(other.status()).isEqualTo(422);
        }
    }

    /** So many got through as a full bucket holds and as came back meanwhile; the rest heard when to come again. */
    private static void assertSlowed(List<Answer> answers, int atOnce, int seconds) {
        long judged = answers.stream().filter(answer -> answer.status() == 422).count();
        assertThat(judged).isBetween((long) atOnce, atOnce + 5L);
        assertThat(answers.getLast().status()).isEqualTo(429);
        List<Answer> slowed =
                answers.stream().filter(answer -> answer.status() != 422).toList();
        assertThat(slowed).hasSize(answers.size() - (int) judged).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, seconds);
            assertThat(answer.text()).contains("Too many attempts").doesNotContain("Payara", "HTTP Status");
            assertThat(answer.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy")).isNotBlank();
            assertThat(answer.headers("Set-Cookie")).isEmpty();
            assertThat(answer.body()).doesNotContain(WRONG);
        });
    }

    private static List<Answer> answers(int tries, IntFunction<Answer> attempt) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < tries; i++) {
            answers.add(attempt.apply(i));
        }
        return answers;
    }

    /** By the gateway, from an address of its own. */
    private static Answer signIn(Console browser, SaltgateServer server, String password, int address) {
        return signIn(
                browser, server, SaltgateServer.EMAIL, password, "X-Forwarded-For", "198.51.100." + (address + 1));
    }

    private static Answer signIn(
            Console browser, SaltgateServer server, String email, String password, String... headers) {
        return post(browser, server, "/signin", Http.form("email", email, "password", password), headers);
    }

    private static Answer setUp(SaltgateServer server, String code, String... headers) {
        return post(
                Console.at(server),
                server,
                "/setup",
                Http.form(
                        "code", code, "name", "Meera", "email", "m@example.com", "password", WRONG, "account", "Acme"),
                headers);
    }

    private static Answer post(Console browser, SaltgateServer server, String path, String form, String... headers) {
        List<String> all =
                new ArrayList<>(List.of("Content-Type", "application/x-www-form-urlencoded", "Origin", server.url()));
        all.addAll(List.of(headers));
        return browser.send("POST", path, form, all.toArray(String[]::new));
    }
}
