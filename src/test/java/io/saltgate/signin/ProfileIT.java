package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One's own page: name, password, sessions. */
@Tag("server")
class ProfileIT {

    private static final String NEXT = "four other random words";
    private static final Pattern END = Pattern.compile("/profile/sessions/([0-9A-Za-z_-]{43})/end");

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    @Test
    void everyoneHasOneAndNobodyElseSeesIt() {
        assertThat(Console.at(server).get("/profile").location()).isEqualTo("/signin?to=%2Fprofile");
        assertThat(Console.at(server).post("/profile/password").location()).startsWith("/signin");
        for (Role role : Role.values()) {
            Console member = account.signInAs(role);
            Answer page = member.get("/profile");
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Cache-Control")).contains("no-store");
            assertThat(member.apiPage().body()).contains("class=\"bar__user cut\" href=\"/profile\"");
        }
    }

    @Test
    void recentActivityShowsOnesOwnSignInsAndFailures() {
        assertThat(Console.at(server).get("/profile/activity").location())
                .isEqualTo("/signin?to=%2Fprofile%2Factivity");
        Console owner = account.signIn();
        Console other = account.signInAs(Role.AUDITOR);
        Console.at(server).post("/signin", "email", account.ownerEmail(), "password", "not the right one");

        assertThat(owner.get("/profile").body()).contains("href=\"/profile/activity\"");
        Answer page = owner.get("/profile/activity");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.body()).contains("Signed in", "Sign-in failed", "127.0.0.1");
        assertThat(other.get("/profile/activity").body()).contains("Signed in").doesNotContain("Sign-in failed");
        for (String before : new String[] {"1", "999999999999999999", "-1", "x", "%00", "99999999999999999999"}) {
            assertThat(owner.get("/profile/activity?before=" + before).status())
                    .as(before)
                    .isEqualTo(200);
        }
        assertThat(owner.get("/profile/activity/x").status()).isEqualTo(404);
    }

    @Test
    void aNameIsChangedOrRefusedAsTyped() {
        Console owner = account.signIn();
        assertThat(owner.postForm("/profile/name", "name", " Meera <b>R.</b> ").location())
                .isEqualTo("/profile");
        assertThat(owner.get("/profile").body())
                .contains("Meera &lt;b&gt;R.&lt;/b&gt;", "Your name is now Meera &lt;b&gt;R.&lt;/b&gt;.");
        Answer refused = owner.postForm("/profile/name", "name", "bad\u202ename");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("Give a name of 1 to 100 characters.", "bad\u202ename");
        assertThat(owner.post("/profile/name", "name", "Forged").status()).isEqualTo(403);
    }

    @Test
    void aPasswordIsChangedByWhoKnowsIt() {
        Console owner = account.signIn();
        Console elsewhere = account.signIn();
        String before = owner.cookie();

        Answer common = change(owner, SaltgateServer.PASSWORD, "passwordpassword");
        assertThat(common.status()).isEqualTo(422);
        assertThat(common.body()).contains("too easy to guess").doesNotContain("passwordpassword");
        assertThat(change(owner, SaltgateServer.PASSWORD, "eleven char").status())
                .isEqualTo(422);
        Answer wrong = change(owner, "not my password", NEXT);
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("That is not your password.").doesNotContain(NEXT);
        assertThat(elsewhere.get("/profile").status()).isEqualTo(200);

        assertThat(change(owner, SaltgateServer.PASSWORD, NEXT).location()).isEqualTo("/profile");
        assertThat(owner.cookie()).isNotEqualTo(before);
        assertThat(owner.get("/profile").body()).contains("Password changed.");
        assertThat(elsewhere.get("/profile").location()).isEqualTo("/signin?to=%2Fprofile");
        assertThat(Console.at(server).get("/profile", "Cookie", before).location())
                .startsWith("/signin");
        assertThat(Console.at(server)
                        .post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD)
                        .status())
                .isEqualTo(422);
        assertThat(Console.at(server)
                        .signIn(account.ownerEmail(), NEXT)
                        .get("/profile")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sessionsAreListedAndEnded() {
        Console owner = account.signIn();
        Console second = account.signIn();
        Console third = account.signIn();
        Answer page = owner.get("/profile");
        assertThat(page.body()).contains("127.0.0.1", "This browser", "End all others");
        Matcher end = END.matcher(page.body());
        assertThat(end.find()).isTrue();

        Console stranger = TestAccount.on(server).signIn();
        stranger.postForm(end.group());
        assertThat(owner.get("/profile").body()).contains(end.group());

        assertThat(owner.postForm(end.group()).location()).isEqualTo("/profile");
        int left = 0;
        for (Console other : new Console[] {second, third}) {
            left += other.get("/profile").status() == 200 ? 1 : 0;
        }
        assertThat(left).isEqualTo(1);

        owner.postForm("/profile/sessions/end");
        assertThat(second.get("/profile").status()).isEqualTo(303);
        assertThat(third.get("/profile").status()).isEqualTo(303);
        assertThat(owner.get("/profile").body()).doesNotContain("End all others");
        assertThat(owner.get("/profile/sessions/end").location()).isEqualTo("/profile");
        assertThat(owner.postForm("/profile/nothing").status()).isEqualTo(404);
    }

    private static Answer change(Console console, String current, String next) {
        return console.postForm("/profile/password", "current-password", current, "new-password", next);
    }
}
