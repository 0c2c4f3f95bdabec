package io.saltgate.closing;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closing and reopening accounts on a running server, by owners and by the operator. */
class ClosingIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();
    private final TestAccount account = TestAccount.onShared();

    @Test
    void anOwnerClosesTheAccountAndNoCallPassesFromThenOn() {
        Console owner = account.signIn();
        owner.on(account.slug()).enableApi();
        String token = owner.authToken();
        owner.addToWhitelist("10.0.0.0/8");
        Answer page = owner.get(owner.path("/settings/closing"));
        assertThat(page.body()).contains("one whitelist entry").contains("Type " + account.slug());

        Answer closed = close(owner, account.slug());

        assertThat(closed.status()).isEqualTo(303);
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("token.unknown");
        assertThat(account.query("select count(*) from whitelist_entry where account_id = ?", account.id()))
                .isEqualTo("0");
        assertThat(account.query("select count(*) from auth_token where account_id = ?", account.id()))
                .isEqualTo("0");
        assertThat(account.query(
                        "select string_agg(code, ' ' order by seq) from audit_entry where account_id = ?"
                                + " and code in ('api.disabled', 'account.closed')",
                        account.id()))
                .isEqualTo("api.disabled account.closed");
        Answer left = owner.get(owner.path("/settings/closed"));
        assertThat(left.body()).contains("is closed").contains("Reopen account");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Acme", "other", "ACME\u0000", "\uD83D\uDE00", " \u200B"})
    void asksAgainUnlessTheSlugIsTyped(String typed) {
        Console owner = account.signIn().on(account.slug());

        Answer refused = close(owner, typed);

        assertThat(refused.status()).isIn(400, 422);
        assertThat(owner.apiPage().status()).isEqualTo(200);
    }

    @Test
    void asksForARecentSignIn() {
        Console owner = account.signIn().on(account.slug());
        String csrf = owner.csrf();
        account.ageSessions("16 minutes");
        account.execute(
                "update console_session set last_seen_at = current_timestamp where user_id ="
                        + " (select id from users where email = ?)",
                account.ownerEmail());

        Answer asked = owner.post(owner.path("/settings/closing/confirmed"), "_csrf", csrf, "slug", account.slug());

        assertThat(asked.status()).isEqualTo(403);
        assertThat(account.query("select status from account where id = ?", account.id()))
                .isEqualTo("ACTIVE");
    }

    @Test
    void itsTeamSeesThatItIsClosedAndCanDoNothingElse() {
        Console developer = account.signInAs(Role.DEVELOPER).on(account.slug());
        Console owner = account.signIn().on(account.slug());
        close(owner, account.slug());

        for (String page : new String[] {
            "", "/settings/api", "/settings/ip-whitelist", "/settings/team", "/settings/audit", "/settings/general"
        }) {
            assertThat(developer.get(developer.path(page)).location()).as(page).endsWith("/settings/closed");
            assertThat(owner.get(owner.path(page)).location()).as(page).endsWith("/settings/closed");
        }
        for (String action : new String[] {"/settings/api/activation", "/settings/team/departure"}) {
            assertThat(owner.postForm(owner.path(action)).status()).as(action).isEqualTo(303);
        }
        assertThat(developer.get(developer.path("/settings/closed")).body())
                .contains("One of its owners can reopen it")
                .doesNotContain("Reopen account");
        assertThat(developer
                        .postForm(developer.path("/settings/closed/reopening"))
                        .status())
                .isEqualTo(403);
        Console stranger = TestAccount.onShared().signIn().on(account.slug());
        assertThat(stranger.get(stranger.path("/settings/closed")).status()).isEqualTo(404);
        assertThat(owner.get("/accounts?all=1").body()).contains("Closed accounts");
    }

    @Test
    void anOwnerReopensItWithItsApiOff() {
        Console owner = account.signIn().on(account.slug());
        owner.enableApi();
        close(owner, account.slug());

        Answer reopened = owner.postForm(owner.path("/settings/closed/reopening"));

        assertThat(reopened.location()).endsWith("/settings/api");
        assertThat(owner.apiPage().body()).contains("Enable API").contains(" reopened. Its API is disabled");
        owner.enableApi();
        assertThat(server.verify(owner.authToken()).status()).isEqualTo(200);
        assertThat(owner.postForm(owner.path("/settings/closed/reopening")).status())
                .isEqualTo(403);
    }

    @Test
    void aSuspensionOutlivesClosingAndReopening() {
        Console owner = account.signIn().on(account.slug());
        data(api.send("PATCH", path(""), "{'suspended':true}"));
        close(owner, account.slug());
        owner.postForm(owner.path("/settings/closed/reopening"));

        assertThat(data(api.get(path(""))).getBoolean("suspended")).isTrue();
    }

    @Test
    void theOperatorClosesAndReopensByKey() {
        String token = data(api.post(path("/api/activation"), null)).getString("authToken");

        JsonObject closed = data(api.send("DELETE", path(""), null));

        assertThat(closed.getString("slug")).isEqualTo(account.slug());
        assertThat(closed.getString("reopenableUntil")).isGreaterThan(closed.getString("closedAt"));
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("token.unknown");
        assertThat(api.get(path("")).status()).isEqualTo(404);
        assertThat(api.send("DELETE", path(""), null).status()).isEqualTo(404);
        assertThat(api.post(path("/api/activation"), null).status()).isEqualTo(404);
        assertThat(code(api.post("/accounts", "{'name':'Again','slug':'" + account.slug() + "'}")))
                .isEqualTo("slug.taken");
        assertThat(data(api.get("/closed-accounts")).getJsonArray("accounts").toString())
                .contains(account.slug());

        String reopening = "/closed-accounts/" + account.slug() + "/reopening";
        assertThat(data(api.post(reopening, null)).getString("slug")).isEqualTo(account.slug());
        assertThat(api.post(reopening, null).status()).isEqualTo(404);
        data(api.post(path("/api/activation"), null));
        for (String none :
                new String[] {"no-such-account", "UPPER", UUID.randomUUID().toString()}) {
            assertThat(api.post("/closed-accounts/" + none + "/reopening", null).status())
                    .isEqualTo(404);
        }
        assertThat(code(api.get("/closed-accounts?cursor=x"))).isEqualTo("cursor.invalid");
    }

    @Test
    void theOperatorClosesAndReopensInTheConsole() {
        Console operator = server.signIn();
        String sheet = "/operator/accounts/" + account.id();
        String closing = "/operator/closed-accounts/" + account.id() + "/closing";
        assertThat(operator.get(sheet).body()).contains(closing);
        assertThat(operator.get(closing).body()).contains("Type " + account.slug());
        assertThat(operator.postForm(closing, "slug", "other").status()).isEqualTo(422);

        assertThat(operator.postForm(closing, "slug", account.slug()).location())
                .endsWith(sheet);

        assertThat(operator.get(sheet).body()).contains("Reopen account").doesNotContain("Create invitation");
        assertThat(operator.get(closing).location()).endsWith(sheet);
        assertThat(operator.postForm(sheet + "/details", "name", "x").status()).isEqualTo(404);
        assertThat(operator.get("/operator/closed-accounts").body()).contains(account.slug());
        String reopening = "/operator/closed-accounts/" + account.id() + "/reopening";
        assertThat(operator.postForm(reopening).location()).endsWith(sheet);
        assertThat(operator.get(sheet).body())
                .contains(" reopened. Its API is disabled")
                .contains("Create invitation");
        operator.postForm(reopening);
        assertThat(operator.get(sheet).body()).contains("it is open already, or its 30 days are over");
        assertThat(operator.get("/operator/closed-accounts/" + UUID.randomUUID() + "/closing")
                        .status())
                .isEqualTo(404);
        assertThat(account.signIn().get("/operator/closed-accounts").status()).isEqualTo(404);
    }

    @Test
    void isNotReopenedOnceItsTimeIsOver() {
        Console owner = account.signIn().on(account.slug());
        close(owner, account.slug());
        account.execute(
                "update account set purge_at = current_timestamp - interval '1 second' where id = ?", account.id());

        assertThat(owner.postForm(owner.path("/settings/closed/reopening")).status())
                .isIn(404, 409); // the job may have deleted the membership
        assertThat(code(api.post("/closed-accounts/" + account.slug() + "/reopening", null)))
                .isEqualTo("account.not.reopenable");
    }

    private static Answer close(Console console, String slug) {
        return console.postForm(console.path("/settings/closing/confirmed"), "slug", slug);
    }

    private String path(String rest) {
        return "/accounts/" + account.slug() + rest;
    }
}
