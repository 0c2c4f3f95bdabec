package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.SoftAuthenticator;
import io.saltgate.testing.TestAccount;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Passkeys over HTTP: the forms that their script sends, and what others send in its place. */
@Tag("server")
class PasskeyIT {

    private static final Pattern OPTIONS = Pattern.compile("data-options=\"(\\{[^\"]+)\"");
    private static final Pattern EDIT = Pattern.compile("/profile/passkeys/([0-9a-f-]{36})");
    private static final String[] JSON = {"Accept", "application/json"};

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    @Test
    void signsInAndConfirmsAndIsRemoved() {
        Console owner = account.signIn();
        SoftAuthenticator key = new SoftAuthenticator(server.url(), "localhost");
        Answer codes = add(owner, key, "Desk");
        assertThat(codes.status()).isEqualTo(200);
        assertThat(codes.body()).contains("Your passkey is ready.", "<code>");
        assertThat(owner.get("/profile").body()).contains("Desk", "10 recovery codes are left.");

        Console alone = Console.at(server);
        String answer = key.get(alone.get("/signin/passkey", JSON).body());
        assertThat(alone.post("/signin/passkey", "passkey", answer).status()).isEqualTo(303);
        assertThat(alone.get("/profile").body()).contains("Desk");
        Answer replayed = Console.at(server).post("/signin/passkey", "passkey", answer);
        assertThat(replayed.status()).isEqualTo(422);
        assertThat(replayed.body()).contains("That passkey didn&#39;t work.").doesNotContain(account.ownerEmail());

        Console second = Console.at(server);
        String kept = second.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD)
                .field("kept");
        String options = options(second, "kept", kept);
        assertThat(second.post("/signin/passkey", "kept", kept, "passkey", key.get(options))
                        .status())
                .isEqualTo(303);

        account.ageProofs("16 minutes");
        Matcher edit = EDIT.matcher(second.get("/profile").body());
        assertThat(edit.find()).isTrue();
        String removal = "/profile/passkeys/" + edit.group(1) + "/removal";
        Answer asked = second.postForm(removal);
        assertThat(asked.status()).isEqualTo(403);
        key.userVerified = false;
        String unverified = key.get(options(second, "_csrf", second.csrf()));
        assertThat(second.postForm(removal, "_kept", asked.field("_kept"), "_passkey", unverified)
                        .status())
                .isEqualTo(422);
        key.userVerified = true;
        String confirmed = key.get(options(second, "_csrf", second.csrf()));
        assertThat(second.postForm(removal, "_kept", asked.field("_kept"), "_passkey", confirmed)
                        .status())
                .isEqualTo(303);
        assertThat(second.get("/profile").text()).contains("Passkey Desk removed.");
        assertThat(second.get("/profile").body()).doesNotContain("Desk").contains("Set up an authenticator app");
        assertThat(owner.get("/profile").location()).as("a session from before").startsWith("/signin");
    }

    @Test
    void namesAreJudgedAndPasskeysAreOnesOwn() {
        Console owner = account.signIn();
        SoftAuthenticator key = new SoftAuthenticator(server.url(), "localhost");
        assertThat(add(owner, key, " ").status()).isEqualTo(422);
        add(owner, key, "Desk");
        Matcher edit = EDIT.matcher(owner.get("/profile").body());
        assertThat(edit.find()).isTrue();
        String path = "/profile/passkeys/" + edit.group(1);
        assertThat(owner.get(path).body()).contains("Remove passkey");
        Answer bad = owner.postForm(path + "/name", "name", "a\u202eb");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body()).contains("Enter a name of 1 to 100 characters.");
        assertThat(owner.postForm(path + "/name", "name", "<b>Phone</b>").status())
                .isEqualTo(303);
        assertThat(owner.get("/profile").body()).contains("&lt;b&gt;Phone&lt;/b&gt;");

        Console other = TestAccount.on(server).signIn();
        assertThat(other.get(path).location()).isEqualTo("/profile");
        for (String change : List.of("/name", "/removal")) {
            assertThat(other.postForm(path + change, "name", "Mine").status()).isEqualTo(303);
        }
        assertThat(owner.get("/profile").body()).contains("Phone");
        assertThat(owner.post(path + "/removal").status())
                .as("without the form's token")
                .isEqualTo(403);
        assertThat(Console.at(server).get(path).location()).startsWith("/signin");
    }

    @Test
    void nobodyLearnsWhoThereIs() {
        Console stranger = Console.at(server);
        assertThat(stranger.get("/signin/passkey").location()).isEqualTo("/signin");
        assertThat(stranger.get("/signin/passkey", JSON).body()).contains("\"allowCredentials\":[]");
        assertThat(stranger.post("/signin/passkey/options", "email", account.ownerEmail())
                        .status())
                .isEqualTo(404);
        assertThat(stranger.post("/signin/passkey/options", "kept", "v1.AAAAAAAA.AAAA")
                        .status())
                .isEqualTo(404);
        assertThat(stranger.post("/signin/passkey", "kept", "v1.AAAAAAAA.AAAA", "passkey", "{}")
                        .status())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        Console owner = account.signIn();
        String token = "&_nonce=n&_csrf=" + owner.csrf();
        Answer alone = raw(owner, "/signin/passkey", "passkey=" + encoded + token); // a known device's own tries
        Answer second = raw(Console.at(server), "/signin/passkey", "passkey=%7B%7D&kept=" + encoded);
        for (Answer signIn : List.of(alone, second)) {
            assertThat(signIn.status()).isIn(400, 422);
            assertThat(signIn.body()).doesNotContain("<script>alert", "Exception");
        }
        for (String body : List.of(
                "name=Desk&handle=h&passkey=" + encoded,
                "name=Desk&passkey=%7B%7D&handle=" + encoded,
                "passkey=%7B%7D&handle=h&name=" + encoded)) {
            Answer added = raw(owner, "/profile/passkeys", body + token);
            assertThat(added.status()).as(body).isIn(400, 409, 422);
            assertThat(added.body()).doesNotContain("<script>alert", "Exception");
        }
    }

    private static Answer add(Console console, SoftAuthenticator key, String name) {
        Answer offer = console.postForm("/profile/passkeys/setup");
        Matcher options = OPTIONS.matcher(offer.body());
        assertThat(options.find()).isTrue();
        String answer = key.create(options.group(1).replace("&quot;", "\""));
        return console.postForm("/profile/passkeys", "name", name, "handle", offer.field("handle"), "passkey", answer);
    }

    private static String options(Console console, String... fields) {
        Answer answer = console.post("/signin/passkey/options", fields);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private Answer raw(Console console, String path, String body) {
        return console.send(
                "POST", path, body, "Origin", server.url(), "Content-Type", "application/x-www-form-urlencoded");
    }
}
