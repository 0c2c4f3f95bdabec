package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What widens access asks for a recent sign-in, and goes on with what was asked. */
@Tag("server")
class ConfirmationIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);

    /**
     * C34: a thief who has the session alone, once its sign-in is old, widens nothing; the old code let all but the
     * secrets.
     */
    @Test
    void aStolenSessionWidensNothing() {
        Console owner = account.signIn();
        owner.enableApi();
        owner.addToWhitelist("192.0.2.1");
        owner.setMode("ENFORCED");
        owner.pause();
        String email = "dev-" + UUID.randomUUID() + "@example.com";
        account.addMember(email, Role.DEVELOPER);
        String member =
                owner.get(owner.path("/settings/team")).body().replaceAll("(?s).*/members/([0-9a-f-]{36})\".*", "$1");
        owner.postForm(owner.path("/settings/team/invitations"), "email", "waits@example.com", "role", "ADMIN");
        String invitation = account.query("select id::text from invitation where account_id = ?", account.id());
        String enabling = owner.apiPage().field("enabling");
        String version = owner.whitelistPage().field("version");
        account.ageProofs("16 minutes");

        List<String[]> widening = List.of(
                new String[] {"/settings/team/invitations", "email", "me2@example.com", "role", "ADMIN"},
                new String[] {"/settings/team/invitations/" + invitation + "/renewal"},
                new String[] {"/settings/team/members/" + member + "/role", "role", "ADMIN", "seen", "DEVELOPER"},
                new String[] {"/settings/team/members/" + member + "/handover", "role", "ADMIN", "seen", "DEVELOPER"},
                new String[] {"/settings/api/resumption", "enabling", enabling},
                new String[] {"/settings/api/token/disclosure"},
                new String[] {"/settings/api/salt/disclosure"},
                new String[] {"/settings/ip-whitelist/entries", "range", "198.51.0.0/16", "confirmed", "yes"},
                new String[] {"/settings/ip-whitelist/entries", "range", "2001:db8::/48", "confirmed", "yes"},
                new String[] {"/settings/ip-whitelist/mode", "mode", "OFF", "version", version},
                new String[] {"/settings/webhooks/endpoints", "url", "https://hooks.example.com/x"});
        for (String[] form : widening) {
            Answer asked = post(owner, form);
            assertThat(asked.status()).as(form[0]).isEqualTo(403);
            assertThat(asked.body()).as(form[0]).contains("Confirm that it is you", "name=\"_kept\"");
            List<String> guess = new ArrayList<>(
                    List.of("_kept", asked.field("_kept"), "_nonce", asked.field("_nonce"), "_password", "a guess"));
            Answer guessed = owner.postForm(owner.path(form[0]), guess.toArray(String[]::new));
            assertThat(guessed.status()).as(form[0]).isIn(422, 429);
        }
        assertThat(owner.apiPage().body()).contains("Resume calls");
        assertThat(owner.whitelistPage().body()).doesNotContain("198.51.0.0/16", "2001:db8::/48");
        assertThat(owner.get(owner.path("/settings/team")).body()).doesNotContain("me2@example.com");
    }

    /** C34: what narrows access never asks. */
    @Test
    void whatNarrowsAccessNeverAsks() {
        Console owner = account.signIn();
        owner.enableApi();
        account.ageProofs("16 minutes");
        owner.addToWhitelist("192.0.2.0/24");
        owner.addToWhitelist("192.0.3.1");
        owner.setMode("ENFORCED");
        owner.removeFromWhitelist("192.0.3.1");
        owner.pause();
        owner.regenerate();
        owner.disable();
    }

    /** C35: the form that waited is done with what was typed, once, by one press. */
    @Test
    void theActionGoesOnAfterConfirming() {
        Console owner = account.signIn();
        owner.enableApi();
        account.ageProofs("16 minutes");
        String[] form = {
            "/settings/ip-whitelist/entries", "range", "198.51.0.0/16", "label", "office & <lab>", "confirmed", "yes"
        };
        Answer asked = post(owner, form);
        assertThat(asked.body()).doesNotContain("198.51.0.0").doesNotContain("office");
        String before = owner.cookie();

        Answer wrong = confirm(owner, form[0], asked, "not my password");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("That is not your password.");
        Answer done = confirm(owner, form[0], wrong, SaltgateServer.PASSWORD);
        assertThat(done.status()).isEqualTo(303);
        assertThat(done.location()).isEqualTo(owner.path("/settings/ip-whitelist"));
        assertThat(owner.cookie()).isNotEqualTo(before);
        assertThat(owner.whitelistPage().body()).contains("198.51.0.0/16", "office &amp; &lt;lab&gt;");

        account.ageProofs("16 minutes");
        Answer secret = post(owner, "/settings/api/token/disclosure");
        Answer shown = confirm(owner, "/settings/api/token/disclosure", secret, SaltgateServer.PASSWORD);
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.body()).containsPattern("value=\"sg_[0-9A-Za-z]{49}\"");
        assertThat(shown.header("Cache-Control")).contains("no-store");
    }

    /** What is kept opens for its session and its address alone. */
    @Test
    void aKeptFormIsNoOthers() {
        Console owner = account.signIn();
        owner.enableApi();
        Console second = account.signIn();
        account.ageProofs("16 minutes");
        Answer asked = post(owner, "/settings/team/invitations", "email", "a@example.com", "role", "ADMIN");

        for (Answer refused : List.of(
                confirm(second, "/settings/team/invitations", asked, SaltgateServer.PASSWORD),
                confirm(owner, "/settings/api/salt/disclosure", asked, SaltgateServer.PASSWORD))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("It waited for more than 15 minutes");
        }
        assertThat(owner.get(owner.path("/settings/team")).body()).doesNotContain("a@example.com");
    }

    /** C30: what was typed in one tab survives a confirmation in another, and one press sends it. */
    @Test
    void whatWasTypedInAnotherTabIsKeptAndSentAgain() {
        Console owner = account.signIn();
        owner.enableApi();
        String stale = owner.csrf();
        owner.postForm("/signin/confirmation", "password", SaltgateServer.PASSWORD);

        String path = owner.path("/settings/ip-whitelist/entries");
        Answer refused = owner.post(path, "range", "192.0.2.77", "label", "typed with care", "_csrf", stale);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("192.0.2.77", "typed with care", "Send it again");
        assertThat(owner.whitelistPage().body()).doesNotContain("192.0.2.77");

        Answer sent = owner.postForm(path, "_kept", refused.field("_kept"), "_nonce", refused.field("_nonce"));
        assertThat(sent.status()).isEqualTo(303);
        assertThat(owner.whitelistPage().body()).contains("192.0.2.77", "typed with care");

        Answer foreign = owner.send(
                "POST",
                path,
                "range=192.0.2.78&_csrf=" + stale,
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                "https://evil.example");
        assertThat(foreign.status()).isEqualTo(403);
        assertThat(foreign.body()).doesNotContain("_kept");
    }

    @Test
    void everythingOfTheOperatorAsks() {
        TestAccount operators = TestAccount.on(server);
        operators.makeOperator();
        Console operator = operators.signIn();
        assertThat(operator.get("/operator/keys").status()).isEqualTo(200);
        operators.ageProofs("16 minutes");
        for (String page : new String[] {
            "/operator",
            "/operator/accounts",
            "/operator/accounts/new",
            "/operator/audit",
            "/operator/audit/export",
            "/operator/gateway-check",
            "/operator/health",
            "/operator/keys",
            "/operator/operators",
            "/operator/people?q=a"
        }) {
            assertThat(operator.get(page).location()).as(page).startsWith("/signin/confirmation?to=%2Foperator");
        }
        assertThat(operator.postForm("/operator/keys", "name", "x", "scope-EVENTS", "yes")
                        .status())
                .isEqualTo(403);
        String wanted = operator.get("/operator/people?q=a").location();
        assertThat(operator.get(wanted).field("to")).isEqualTo("/operator/people?q=a");
    }

    private static Answer post(Console console, String... form) {
        List<String> fields = new ArrayList<>(List.of(form));
        return console.postForm(console.path(fields.removeFirst()), fields.toArray(String[]::new));
    }

    private static Answer confirm(Console console, String path, Answer asked, String password) {
        return console.postForm(
                console.path(path),
                "_kept",
                asked.field("_kept"),
                "_nonce",
                asked.field("_nonce"),
                "_password",
                password);
    }
}
