package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.AuthenticatorApp;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The second factor over HTTP: what a thief of a password or of a session can't do. */
@Tag("server")
class SecondFactorIT {

    private static final Pattern SECRET =
            Pattern.compile("(?s)<textarea id=\"secret\"[^>]*>([A-Z2-7 ]{39})</textarea>");
    private static final Pattern CODE = Pattern.compile("<code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>");

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    /** B72 */
    @Test
    void theSessionIsAnotherAfterTheSetUpAndTheOldOnesAreDead() {
        Console owner = account.signIn();
        Console elsewhere = account.signIn();
        String before = owner.cookie();
        enrol(owner);
        assertThat(owner.cookie()).isNotEqualTo(before);
        assertThat(owner.get("/profile").status()).isEqualTo(200);
        assertThat(elsewhere.get("/profile").location()).startsWith("/signin");
        assertThat(Console.at(server).get("/profile", "Cookie", before).location())
                .startsWith("/signin");
    }

    @Test
    void aStolenPasswordGetsAsFarAsTheCode() {
        Enrolled enrolled = enrol(account.signIn());
        Console thief = Console.at(server);
        Answer asked = password(thief);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.body()).contains("Enter your code").doesNotContain("Sign out");
        String kept = asked.field("kept");
        assertThat(thief.get("/profile").location()).startsWith("/signin");
        assertThat(thief.post("/signin/code", "kept", kept, "code", "123456").status())
                .isEqualTo(422);
        assertThat(thief.post("/signin/code", "kept", kept + "A", "code", enrolled.app.code())
                        .status())
                .as("a changed first step")
                .isEqualTo(422);
        assertThat(thief.get("/profile").location()).startsWith("/signin");

        Answer in = thief.post("/signin/code", "kept", kept, "code", enrolled.codes.get(0));
        assertThat(in.status()).isEqualTo(303);
        assertThat(thief.get("/profile").body()).contains("9 recovery codes are left.");
        Console again = Console.at(server);
        String fresh = password(again).field("kept");
        assertThat(again.post("/signin/code", "kept", fresh, "code", enrolled.codes.get(0))
                        .status())
                .as("a recovery code once more")
                .isEqualTo(422);
    }

    @Test
    void aStolenSessionAndPasswordChangeNothingWithoutTheCode() {
        Console owner = account.signIn();
        Enrolled enrolled = enrol(owner);
        account.ageProofs("16 minutes");
        for (String path : List.of("recovery-codes", "removal")) {
            Answer asked = owner.postForm("/profile/second-factor/" + path);
            assertThat(asked.status()).as(path).isEqualTo(403);
            assertThat(asked.body()).contains("Confirm that it is you", "name=\"_code\"");
            Answer without = confirm(owner, path, asked.field("_kept"), "");
            assertThat(without.status()).as(path).isEqualTo(422);
            assertThat(without.body()).contains("Enter a code of your second factor as well.");
            Answer wrong = confirm(owner, path, without.field("_kept"), "123456");
            assertThat(wrong.status()).as(path).isEqualTo(422);
            assertThat(wrong.body())
                    .contains("That code is wrong")
                    .doesNotContain("123456")
                    .doesNotContain(SaltgateServer.PASSWORD);
        }
        Answer password = owner.postForm(
                "/profile/password",
                "current-password",
                SaltgateServer.PASSWORD,
                "new-password",
                "four other random words");
        assertThat(password.status()).isEqualTo(422);
        assertThat(owner.get("/profile").body()).contains("10 recovery codes are left.");

        Answer asked = owner.postForm("/profile/second-factor/removal");
        Answer done = confirm(owner, "removal", asked.field("_kept"), enrolled.codes.get(1));
        assertThat(done.status()).isEqualTo(303);
        assertThat(owner.get("/profile").body()).contains("Set up an authenticator app");
    }

    @Test
    void aSetupIsOnePersonsAlone() {
        Console owner = account.signIn();
        String kept = owner.postForm("/profile/second-factor/setup").field("kept");
        TestAccount others = TestAccount.on(server);
        Console other = others.signIn();
        Answer taken = other.postForm("/profile/second-factor/app", "kept", kept, "code", "123456");
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.body()).contains("Here is a new key").doesNotContain(kept);
        assertThat(owner.post("/profile/second-factor/setup").status())
                .as("without the form's token")
                .isEqualTo(403);
        assertThat(Console.at(server).post("/profile/second-factor/setup").location())
                .startsWith("/signin");
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        Console owner = account.signIn();
        String kept = owner.postForm("/profile/second-factor/setup").field("kept");
        for (String body : List.of("kept=" + kept + "&code=" + encoded, "kept=" + encoded + "&code=123456")) {
            Answer setUp = raw(owner, "/profile/second-factor/app", body + "&_nonce=n&_csrf=" + owner.csrf());
            assertThat(setUp.status()).as(body).isIn(400, 422);
            Answer code = raw(Console.at(server), "/signin/code", body);
            assertThat(code.status()).as(body).isIn(400, 422);
            assertThat(setUp.body() + code.body()).doesNotContain("<script>alert", "Exception");
        }
    }

    private Answer raw(Console console, String path, String body) {
        return Http.sendRaw(
                server.port(),
                "POST",
                path,
                body,
                "Cookie: " + console.cookie(),
                "Origin: " + server.url(),
                "Content-Type: application/x-www-form-urlencoded");
    }

    private Answer password(Console browser) {
        return browser.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
    }

    private static Answer confirm(Console owner, String path, String kept, String code) {
        return owner.postForm(
                "/profile/second-factor/" + path, "_kept", kept, "_password", SaltgateServer.PASSWORD, "_code", code);
    }

    private record Enrolled(AuthenticatorApp app, List<String> codes) {}

    private static Enrolled enrol(Console owner) {
        Answer offer = owner.postForm("/profile/second-factor/setup");
        assertThat(offer.header("Cache-Control")).contains("no-store");
        AuthenticatorApp app = new AuthenticatorApp(
                SECRET.matcher(offer.body()).results().findFirst().orElseThrow().group(1));
        Answer codes = owner.postForm(
                "/profile/second-factor/app", "_nonce", "enrol", "kept", offer.field("kept"), "code", app.code());
        assertThat(codes.status()).isEqualTo(200);
        return new Enrolled(
                app,
                CODE.matcher(codes.body()).results().map(code -> code.group(1)).toList());
    }
}
