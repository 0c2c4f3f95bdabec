package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the first person gets in, nobody else before, and what a sign-in tells strangers. */
class FirstRunIT {

    private static final String PASSWORD = "a password of my own";

    @Test
    void letsInOnceWhoCanReadTheCode() throws Exception {
        try (SaltgateServer server =
                SaltgateServer.configure().withoutOwner().postgres().start()) {
            Path file = server.dataDir().resolve("setup-code");
            String code = Files.readString(file).strip();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(code).matches("[0-9A-Za-z]{32}");
            assertThat(server.log()).contains(file.toString()).doesNotContain(code);

            Console nobody = Console.at(server);
            assertThat(nobody.get("/").location()).isEqualTo("/signin");
            assertThat(nobody.get("/signin").location()).isEqualTo("/setup");
            assertThat(nobody.post("/signin", "email", "a@example.com", "password", PASSWORD)
                            .status())
                    .isEqualTo(422);
            Answer bad = nobody.post(
                    "/setup", "code", code, "name", "<b>Meera", "email", "x", "password", "short", "account", " ");
            assertThat(bad.status()).isEqualTo(422);
            assertThat(bad.field("name")).isEqualTo("<b>Meera");
            assertThat(bad.text()).contains("That is not an email address", "12 to 256");
            assertThat(complete(nobody, "0".repeat(32), "meera@example.com").text())
                    .contains("This code isn't right");

            List<Integer> statuses = completeAtOnce(server, code, 6);
            assertThat(statuses).containsOnlyOnce(303);
            // 503: its turn to hash did not come within two seconds, on a machine that does much else.
            assertThat(statuses).allMatch(status -> List.of(303, 404, 422, 503).contains(status));
            assertThat(server.queryNumber("select count(*) from users where operator"))
                    .isEqualTo(1);
            assertThat(server.queryNumber("select count(*) from users")).isEqualTo(1);
            assertThat(server.queryNumber("select count(*) from account")).isEqualTo(1);

            assertClosed(server);
            assertThat(complete(nobody, code, "second@example.com").status()).isEqualTo(404);
            server.restart();
            assertClosed(server);
        }
    }

    @Test
    void voidsTheCodeAfterFiveWrongOnesUntilTheNextStart() throws IOException {
        try (SaltgateServer server = SaltgateServer.configure().withoutOwner().start()) {
            Path file = server.dataDir().resolve("setup-code");
            String code = Files.readString(file).strip();
            Console guesser = Console.at(server);
            for (int i = 1; i <= 4; i++) {
                assertThat(complete(guesser, "guess" + i, "meera@example.com").text())
                        .contains("This code isn't right");
            }
            assertThat(complete(guesser, "guess5", "meera@example.com").text()).contains("tried too often");
            Answer tooLate = complete(guesser, code, "meera@example.com");
            assertThat(tooLate.status()).isEqualTo(422);
            assertThat(tooLate.text()).contains("tried too often");

            server.restart();
            assertThat(complete(guesser, code, "meera@example.com").status()).isEqualTo(422);
            String next = Files.readString(file).strip();
            assertThat(next).isNotEqualTo(code);
            Console owner = Console.at(server);
            Answer done = complete(owner, next, "meera@example.com");
            assertThat(done.location()).isEqualTo("/accounts/acme-sohne/settings/api");
            owner.on("acme-sohne").enableApi();
            assertThat(server.verify(owner.authToken()).header("X-Account-Slug"))
                    .isEqualTo("acme-sohne");
        }
    }

    @Test
    void setsUpFromTheConfigurationOnce() {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            assertClosed(server);
            assertThat(server.log()).doesNotContain(SaltgateServer.PASSWORD);
            server.signIn().enableApi();

            server.reconfigure("SALTGATE_BOOTSTRAP_PASSWORD", "another password");
            server.reconfigure("SALTGATE_BOOTSTRAP_EMAIL", "another@example.com");
            server.restart();

            assertThat(server.signIn().apiPage().status()).isEqualTo(200);
            assertThat(Console.at(server)
                            .post("/signin", "email", "another@example.com", "password", "another password")
                            .status())
                    .isEqualTo(422);
        }
    }

    @Test
    void tellsNobodyWhoHasAnAccount() {
        TestAccount account = TestAccount.onShared().withFullHash();
        Console stranger = Console.at(account.server());
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String nobody = "nobody" + i + account.ownerEmail();
            Answer wrong = timed(known, stranger, account.ownerEmail(), "not the password");
            Answer missing = timed(unknown, stranger, nobody, "not the password");
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(missing.status()).isEqualTo(422);
            assertThat(missing.body().replace(nobody, account.ownerEmail())).isEqualTo(wrong.body());
            assertThat(wrong.headers("Set-Cookie")).isEmpty();
        }
        // Without a hash it would be a tenth.
        assertThat(Collections.min(unknown)).isGreaterThan(Collections.min(known) / 3);
        assertThat(Collections.min(known)).isGreaterThan(Collections.min(unknown) / 3);
    }

    @Test
    void refusesAnOverlongPasswordInTheSameWords() {
        TestAccount account = TestAccount.onShared().withFullHash();
        Console stranger = Console.at(account.server());
        String expected = stranger.post("/signin", "email", account.ownerEmail(), "password", "wrong")
                .body();

        for (String password : List.of("", "x".repeat(201), "x".repeat(100_000), SaltgateServer.PASSWORD + "x", "\0")) {
            Answer answer = stranger.post("/signin", "email", account.ownerEmail(), "password", password);
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).isEqualTo(expected);
        }
        assertThat(account.signIn().apiPage().status()).isEqualTo(200);
    }

    private static List<Integer> completeAtOnce(SaltgateServer server, String code, int people) throws Exception {
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            String email = "person" + i + "@example.com";
            all.add(() -> statuses.add(complete(Console.at(server), code, email).status()));
        }
        AtOnce.run(all);
        assertThat(statuses).hasSize(people);
        return statuses;
    }

    private static Answer complete(Console console, String code, String email) {
        return console.post(
                "/setup",
                "code",
                code,
                "name",
                "Meera R.",
                "email",
                email,
                "password",
                PASSWORD,
                "account",
                "Acme & Söhne");
    }

    private static Answer timed(List<Long> times, Console console, String email, String password) {
        long start = System.nanoTime();
        Answer answer = console.post("/signin", "email", email, "password", password);
        times.add(System.nanoTime() - start);
        return answer;
    }

    private static void assertClosed(SaltgateServer server) {
        Console nobody = Console.at(server);
        assertThat(nobody.get("/setup").location()).isEqualTo("/");
        assertThat(nobody.post("/setup", "code", "x").status()).isEqualTo(404);
        assertThat(nobody.get("/signin").status()).isEqualTo(200);
        assertThat(server.dataDir().resolve("setup-code")).doesNotExist();
    }
}
