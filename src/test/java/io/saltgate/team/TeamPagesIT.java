package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.HostileText;
import io.saltgate.testing.Http;
import io.saltgate.testing.TestAccount;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Settings > Team by requests: what it shows and refuses. Its use by people is in {@code TeamStoryIT}. */
class TeamPagesIT {

    private static final String TEAM = "/settings/team";
    private static final String FORM = "application/x-www-form-urlencoded";

    private TestAccount account;
    private Console owner;

    @BeforeEach
    void makeAccount() {
        account = TestAccount.onShared();
        owner = account.signIn();
    }

    @Test
    void showsWhoWasSeenAndWhoWasNot() {
        account.addMember(email("dana"), Role.DEVELOPER);

        Answer page = owner.get(owner.path(TEAM));

        assertThat(page.text())
                .contains(account.ownerEmail(), email("dana"))
                .containsPattern("dana@\\S+ Developer .* Never");
        assertThat(account.query(
                        "select count(*) from member where last_seen_at > current_timestamp - interval '1 minute'"
                                + " and account_id = ?",
                        account.id()))
                .isEqualTo("1");
        assertThat(owner.get(owner.path(TEAM + "/members/" + id("dana"))).text())
                .contains("Edit dana", email("dana"), "Last seen Never");
    }

    @Test
    void takesNoIdThatIsNotOfTheAccount() {
        TestAccount other = TestAccount.onShared();
        String others = other.query("select user_id::text from member where account_id = ?", other.id());
        String before = account.snapshot() + other.snapshot();
        for (String id : List.of(
                others,
                other.id().toString(),
                UUID.randomUUID().toString(),
                "00000000-0000-0000-0000-000000000000",
                "-".repeat(36),
                "0".repeat(36),
                UUID.randomUUID().toString().toUpperCase(Locale.ROOT),
                "%00" + "a".repeat(35),
                "x")) {
            for (String page : List.of("", "/removal", "/handover")) {
                assertThat(owner.get(owner.path(TEAM + "/members/" + id + page)).status())
                        .as(id + page)
                        .isIn(400, 404);
            }
            for (String action : List.of("/removal", "/handover", "/role")) {
                assertThat(owner.postForm(
                                        owner.path(TEAM + "/members/" + id + action),
                                        "role",
                                        "ADMIN",
                                        "seen",
                                        "DEVELOPER")
                                .status())
                        .as(id + action)
                        .isIn(400, 404);
            }
            for (String action : List.of("/renewal", "/withdrawal")) {
                assertThat(owner.postForm(owner.path(TEAM + "/invitations/" + id + action))
                                .status())
                        .as(id + action)
                        .isIn(400, 404);
            }
        }
        assertThat(account.snapshot() + other.snapshot()).isEqualTo(before);
    }

    @Test
    void takesNoRoleThatIsNone() {
        account.addMember(email("dana"), Role.DEVELOPER);
        String member = owner.path(TEAM + "/members/" + id("dana"));
        String csrf = "&_csrf=" + owner.csrf();
        String before = account.snapshot();
        HostileText.list().forEach(text -> {
            for (String action : List.of("/role", "/handover")) {
                for (String fields : List.of("role=" + text + "&seen=DEVELOPER", "role=ADMIN&seen=" + text)) {
                    Answer answer = owner.send("POST", member + action, fields + csrf, "Content-Type", FORM);
                    assertThat(answer.status()).as(action + " " + fields).isIn(400, 422);
                    if (answer.status() == 422) {
                        assertThat(answer.text()).contains("Choose one of the roles.");
                    }
                }
            }
        });
        assertThat(owner.postForm(member + "/handover", "role", "OWNER", "seen", "DEVELOPER")
                        .status())
                .isEqualTo(422);
        assertThat(owner.postForm(member + "/handover", "role", "ADMIN", "seen", "OWNER")
                        .status())
                .isEqualTo(422);
        assertThat(account.snapshot()).isEqualTo(before);
    }

    @Test
    void keepsWhatWasTypedWhenAnInvitationIsRefused() {
        for (String typed :
                List.of("a\u0000b@example.com", "x".repeat(300) + "@example.com", "\u202Ea@example.com", "a@b\nc")) {
            Answer answer = owner.postForm(owner.path(TEAM + "/invitations"), "email", typed, "role", "AUDITOR");
            assertThat(answer.status()).as(typed).isIn(400, 422);
            assertThat(answer.text()).doesNotContain("Exception");
        }
        Answer answer = owner.postForm(owner.path(TEAM + "/invitations"), "email", "no <b>address", "role", "AUDITOR");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.field("email")).isEqualTo("no <b>address");
        assertThat(answer.body()).containsPattern("<option value=\"AUDITOR\" selected");
    }

    @Test
    void refusesMoreOpenInvitationsThanTheLimit() {
        account.query(
                "insert into invitation (account_id, id, email, role, token_hash, created_at, expires_at)"
                        + " select ?, gen_random_uuid(), 'p' || n || '@example.com', 'AUDITOR',"
                        + " left(md5(random()::text) || md5(random()::text), 43), current_timestamp,"
                        + " current_timestamp + interval '7 days' from generate_series(1, 100) n returning 1",
                account.id());

        Answer answer = owner.postForm(owner.path(TEAM + "/invitations"), "email", "more@example.com", "role", "ADMIN");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text()).contains("This account has 100 open invitations, which is the limit.");
        assertThat(answer.field("email")).isEqualTo("more@example.com");
        Answer again = owner.postForm(owner.path(TEAM + "/invitations"), "email", "p7@example.com", "role", "ADMIN");
        assertThat(again.status()).as("one that replaces another").isEqualTo(200);
    }

    @Test
    void anAdminTouchesNoOwnerAndNoInvitationOfOne() {
        account.addMember(email("dana"), Role.DEVELOPER);
        owner.postForm(owner.path(TEAM + "/invitations"), "email", "boss@example.com", "role", "OWNER");
        String invitation = account.query("select id::text from invitation where account_id = ?", account.id());
        Console admin = account.signInAs(Role.ADMIN);
        String before = account.snapshot();
        String ownersPage = admin.path(TEAM + "/members/" + id("owner"));
        String dana = admin.path(TEAM + "/members/" + id("dana"));

        assertThat(List.of(
                        admin.get(ownersPage),
                        admin.get(ownersPage + "/removal"),
                        admin.postForm(ownersPage + "/removal"),
                        admin.postForm(ownersPage + "/role", "role", "AUDITOR", "seen", "OWNER"),
                        admin.postForm(dana + "/role", "role", "OWNER", "seen", "DEVELOPER"),
                        admin.postForm(dana + "/handover", "role", "ADMIN", "seen", "DEVELOPER"),
                        admin.postForm(admin.path(TEAM + "/invitations"), "email", "x@example.com", "role", "OWNER"),
                        admin.postForm(
                                admin.path(TEAM + "/invitations"), "email", "boss@example.com", "role", "AUDITOR"),
                        admin.postForm(admin.path(TEAM + "/invitations/" + invitation + "/renewal")),
                        admin.postForm(admin.path(TEAM + "/invitations/" + invitation + "/withdrawal"))))
                .extracting(Answer::status)
                .containsOnly(403);
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(admin.get(admin.path(TEAM)).body())
                .contains("boss@example.com")
                .doesNotContain("/invitations/" + invitation, "/members/" + id("owner"));
    }

    @Test
    void handsOverInOneStepAndRecordsIt() {
        account.addMember(email("dana"), Role.DEVELOPER);
        String page = owner.path(TEAM + "/members/" + id("dana") + "/handover");
        assertThat(owner.postForm(page, "role", "ADMIN", "seen", "AUDITOR").status())
                .as("a page from before")
                .isEqualTo(409);

        Answer done = owner.postForm(page, "role", "AUDITOR", "seen", "DEVELOPER");

        assertThat(done.status()).isEqualTo(303);
        assertThat(owner.get(owner.path(TEAM)).text()).contains("dana is now Owner in your place.");
        assertThat(owner.get(owner.path("/settings/audit")).text())
                .contains(
                        "Role Owner → Auditor",
                        "Role Developer → Owner",
                        "Ownership handed over by owner (" + account.ownerEmail() + ")",
                        "Ownership handed over to dana (" + email("dana") + ")");
        assertThat(owner.get(page).status()).isEqualTo(403);
    }

    @Test
    void tellsTheLastOwnerHowToLeave() {
        Answer page = owner.get(owner.path(TEAM + "/departure"));
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("You can't leave yet", "then Hand over ownership");
        assertThat(page.body()).doesNotContain("button--final");

        Answer refused = owner.postForm(owner.path(TEAM + "/departure"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("You can't leave yet");

        account.addMember(email("olga"), Role.OWNER);
        assertThat(owner.get(owner.path(TEAM + "/departure")).body()).contains("button--final");
        assertThat(owner.get(owner.path(TEAM + "/members/" + id("owner") + "/removal"))
                        .location())
                .endsWith("/departure");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void exportsTheAccessReviewForWhoSeesTheTrail(Role role) {
        Console member = account.signInAs(role);
        Answer answer = member.get(member.path(TEAM + "/access-review"));
        assertThat(answer.status()).isEqualTo(role == Role.DEVELOPER ? 403 : 200);
        assertThat(member.get(member.path(TEAM)).body().contains("/access-review"))
                .isEqualTo(role != Role.DEVELOPER);
    }

    @Test
    void exportsMembersAndOpenInvitationsWithoutFormulas() {
        account.addMember(email("dana"), Role.DEVELOPER);
        account.query(
                "update users set name = '=HYPERLINK(\"http://evil.example\")' where email = ? returning 1",
                email("dana"));
        owner.postForm(owner.path(TEAM + "/invitations"), "email", "+1@example.com", "role", "ADMIN");
        owner.postForm(owner.path(TEAM + "/invitations"), "email", "gone@example.com", "role", "ADMIN");
        account.query(
                "update invitation set expires_at = current_timestamp where email = 'gone@example.com'"
                        + " and account_id = ? returning 1",
                account.id());

        Answer csv = owner.get(owner.path(TEAM + "/access-review"));

        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition")).contains("attachment", "access-review.csv");
        assertThat(csv.body().lines())
                .hasSize(4)
                .first()
                .isEqualTo("status,name,email,role,second_factor,joined,last_seen,invited,expires,email_verified");
        assertThat(csv.body())
                .contains("\"member\",\"owner\",\"" + account.ownerEmail() + "\",\"Owner\",\"Off\",\"20")
                .contains("\"member\",\"'=HYPERLINK(\"\"http://evil.example\"\")\",\"" + email("dana") + "\"")
                .contains("\"invited\",\"\",\"'+1@example.com\",\"Admin\",\"\",\"\",\"\",\"20")
                .doesNotContain("gone@example.com");
        assertThat(owner.get(owner.path("/settings/audit")).text()).contains("Access review exported");
    }

    @Test
    void showsNamesOfAnyKindAsText() {
        account.addMember(email("dana"), Role.DEVELOPER);
        account.query(
                "update users set name = ? where email = ? returning 1",
                "<script>alert(1)</script>" + "x".repeat(75),
                email("dana"));
        String page = TEAM + "/members/" + id("dana");
        for (String path : List.of(TEAM, page, page + "/removal", page + "/handover")) {
            Answer answer = owner.get(owner.path(path));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("&lt;script&gt;").doesNotContain("<script>alert");
        }
        String forged = "saltgate-done=member.role.changed&who=" + "0".repeat(32);
        assertThat(Http.get(account.server().address() + owner.path(TEAM), "Cookie", owner.cookie() + "; " + forged)
                        .status())
                .isEqualTo(200);
    }

    private String email(String name) {
        return name + "@" + account.slug() + ".example";
    }

    private String id(String name) {
        return account.query("select id::text from users where email = ?", email(name));
    }
}
