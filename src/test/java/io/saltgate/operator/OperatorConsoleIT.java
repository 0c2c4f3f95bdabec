package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The operator's pages, by HTTP as a browser without JavaScript asks. */
@Tag("server")
class OperatorConsoleIT {

    private static final String ACCOUNTS = "/operator/accounts";
    private static final String OPERATORS = "/operator/operators";
    private static final String AUDIT = "/operator/audit";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);
    private final String own = ACCOUNTS + "/" + account.id();
    private final List<String> added = new ArrayList<>();

    @AfterEach
    void removeAddedOperators() {
        Console operator = server.signIn();
        added.forEach(email -> {
            String id = account.query("select id from users where operator and email = ?", email);
            if (id != null) {
                operator.postForm(OPERATORS + "/" + id + "/removal");
            }
        });
    }

    private List<String> gets() {
        return List.of(
                "/operator",
                ACCOUNTS,
                ACCOUNTS + "/new",
                own,
                own + "/suspension",
                OPERATORS,
                AUDIT,
                AUDIT + "/export",
                AUDIT + "/entries/1",
                "/operator/health");
    }

    private List<String> posts() {
        return List.of(
                ACCOUNTS + "/new",
                own + "/details",
                own + "/suspension",
                own + "/resumption",
                own + "/invitations",
                own + "/invitations/" + UUID.randomUUID() + "/withdrawal",
                OPERATORS,
                OPERATORS + "/" + UUID.randomUUID() + "/removal");
    }

    @Test
    void nobodyElseFindsAnything() {
        String before = account.snapshot();
        Console nobody = Console.at(server);
        for (Role role : Role.values()) {
            Console member = account.signInAs(role);
            gets().forEach(page ->
                    assertThat(member.get(page).status()).as(page).isEqualTo(404));
            posts().forEach(page -> assertThat(member.postForm(page, "name", "x", "reason", "x", "email", "a@b.example")
                            .status())
                    .as(page)
                    .isEqualTo(404));
        }
        gets().forEach(page -> assertThat(nobody.get(page).location()).as(page).startsWith("/signin?to=%2Foperator"));
        posts().forEach(page ->
                assertThat(nobody.post(page).location()).as(page).startsWith("/signin"));
        assertThat(account.snapshot()
                        .lines()
                        .filter(line -> !line.contains("member"))
                        .findFirst())
                .isEqualTo(before.lines().findFirst());
    }

    @Test
    void leadsToEachPartAndBack() {
        Console operator = server.signIn();
        Answer overview = operator.get("/operator");
        for (String page : List.of(
                ACCOUNTS,
                "/operator/people",
                OPERATORS,
                "/operator/keys",
                "/operator/gateway-check",
                AUDIT,
                "/operator/health")) {
            assertThat(overview.body())
                    .as("list and navigation")
                    .containsPattern("(?s)href=\"[^\"]*" + page + "\".*href=\"[^\"]*" + page + "\"");
            Answer answer = operator.get(page);
            assertThat(answer.status()).as(page).isEqualTo(200);
            assertThat(answer.body()).as(page).contains("aria-current=\"page\"", "Gateway check", "Health");
        }
        assertThat(operator.get("/operator/nothing").status()).isEqualTo(404);
        assertThat(operator.get(ACCOUNTS + "/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(operator.get(ACCOUNTS + "/x").status()).isEqualTo(404);
        assertThat(operator.get(AUDIT + "/x").status()).isEqualTo(404);
        assertThat(operator.get(AUDIT + "/entries/999999999").status()).isEqualTo(404);
        assertThat(operator.get(own + "/details").location()).isEqualTo(own);
    }

    @Test
    void createsAnAccountAndShowsTheOwnersLinkOnce() {
        Console operator = server.signIn();
        String slug = "made-" + UUID.randomUUID().toString().substring(0, 8);

        Answer created = operator.postForm(
                ACCOUNTS + "/new", "name", "Made & Co", "slug", slug, "externalId", "x-" + slug, "owner", "o@" + slug);

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.header("Cache-Control")).contains("no-store");
        assertThat(created.text()).contains("Account Made & Co created.", "Send this link to o@" + slug);
        String link = find(Pattern.compile(Pattern.quote(server.url()) + "/invitation/[0-9A-Za-z]+"), created.body());
        assertThat(Console.at(server).get(link.replace(server.url(), "")).text())
                .contains("Made & Co", "o@" + slug);
        String page = find(Pattern.compile(ACCOUNTS + "/[0-9a-f-]{36}"), created.body());
        Answer sheet = operator.get(page);
        assertThat(sheet.text())
                .contains("No one owns this account until an invitation is accepted.", "o@" + slug, "No members yet")
                .doesNotContain(link);
        assertThat(operator.get(ACCOUNTS + "?q=" + slug).body()).contains(page);
        assertThat(operator.get(ACCOUNTS + "?q=x-" + slug).body()).contains(page);

        Answer again = operator.postForm(ACCOUNTS + "/new", "name", "Again", "slug", slug, "owner", "p@" + slug);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains("Another account has or had this slug.");
        assertThat(again.field("name")).isEqualTo("Again");
        Answer taken = operator.postForm(ACCOUNTS + "/new", "name", "Again", "externalId", "x-" + slug);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(operator.postForm(ACCOUNTS + "/new", "name", "No owner " + slug)
                        .location())
                .matches(ACCOUNTS + "/[0-9a-f-]{36}");
    }

    @Test
    void aFormDoesItsWorkOnce() {
        Console operator = server.signIn();
        String name = "Twice " + UUID.randomUUID();
        String nonce = operator.get(ACCOUNTS + "/new").field("_nonce");

        assertThat(operator.postForm(ACCOUNTS + "/new", "name", name, "_nonce", nonce)
                        .status())
                .isEqualTo(303);
        Answer second = operator.postForm(ACCOUNTS + "/new", "name", name, "_nonce", nonce);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("You sent this form before", "Open the page now");
        assertThat(account.query("select count(*) from account where name = ?", name))
                .isEqualTo("1");
    }

    @Test
    void namesWhatIsWrongAndKeepsWhatWasTyped() {
        Console operator = server.signIn();
        Answer form = operator.postForm(
                ACCOUNTS + "/new", "name", " ", "slug", "No Slug", "externalId", "two words", "owner", "nobody");
        assertThat(form.status()).isEqualTo(422);
        assertThat(form.text())
                .contains(
                        "This name isn't valid.",
                        "This slug isn't valid.",
                        "This id isn't valid.",
                        "That is not an email address.");
        assertThat(form.field("slug")).isEqualTo("No Slug");
        assertThat(form.field("owner")).isEqualTo("nobody");

        Answer details = operator.postForm(own + "/details", "name", "x".repeat(101), "externalId", "-");
        assertThat(details.status()).isEqualTo(422);
        assertThat(details.field("name")).hasSize(101);
        Answer reason = operator.postForm(own + "/suspension", "reason", "two\nlines");
        assertThat(reason.status()).isEqualTo(422);
        assertThat(reason.text()).contains("This reason isn't valid.");
        assertThat(operator.postForm(own + "/invitations", "email", "x").status())
                .isEqualTo(422);
        Answer member = operator.postForm(own + "/invitations", "email", account.ownerEmail());
        assertThat(member.status()).isEqualTo(422);
        assertThat(member.text()).contains("This person belongs to the account already.");
        assertThat(operator.postForm(OPERATORS, "email", "x").status()).isEqualTo(422);
        assertThat(operator.postForm(OPERATORS, "email", "nobody@nowhere.example")
                        .text())
                .contains("No one signs in with this address.");
        assertThat(operator.postForm(OPERATORS, "email", SaltgateServer.EMAIL).text())
                .contains("This person is an operator already.");
        assertThat(operator.get(ACCOUNTS + "?q=a%00b").status()).isEqualTo(422);
        assertThat(operator.get(AUDIT + "?text=a%00b").status()).isEqualTo(422);
        assertThat(operator.get(AUDIT + "?from=soon").status()).isEqualTo(422);
    }

    @Test
    void aSuspensionRefusesCallsAndShowsItsReasonToTheTeam() {
        Console owner = account.signIn();
        owner.enableApi();
        String token = owner.authToken();
        assertThat(server.verify(token).status()).isEqualTo(200);
        Console operator = server.signIn();
        assertThat(operator.get(own).text()).contains("Suspend account", "API Enabled");

        assertThat(operator.postForm(own + "/suspension", "reason", "Not paid <b>since</b> May")
                        .location())
                .isEqualTo(own);

        assertThat(operator.get(own).text())
                .contains(" suspended. Its calls are refused until you resume it.", "Not paid <b>since</b> May");
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("account.suspended");
        for (Console member : List.of(owner, account.signInAs(Role.AUDITOR))) {
            Answer page = member.get(member.path("/settings/usage"));
            assertThat(page.text()).contains("This account is suspended", "Reason: Not paid <b>since</b> May");
            assertThat(page.body()).doesNotContain("<b>since");
        }
        assertThat(owner.get(owner.path("/settings/audit")).text())
                .contains("Operator Account suspended", "Not paid <b>since</b> May")
                .doesNotContain(SaltgateServer.EMAIL);
        assertThat(operator.get(AUDIT + "?what=account.suspended&text=" + account.slug())
                        .text())
                .contains(SaltgateServer.EMAIL, account.slug());

        assertThat(operator.postForm(own + "/resumption").location()).isEqualTo(own);
        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(owner.get(owner.path("/settings/usage")).text()).doesNotContain("suspended by your administrator");
    }

    @Test
    void saysOfTwoWhoCloseAnAccountThatItIsClosed() {
        Console operator = server.signIn();
        String closing = "/operator/closed-accounts/" + account.id() + "/closing";
        assertThat(operator.postForm(closing, "slug", account.slug()).location())
                .isEqualTo(own);
        assertThat(operator.get(own).text()).contains(" closed. Its calls are refused, and its API is disabled.");

        assertThat(operator.postForm(closing, "slug", account.slug()).location())
                .isEqualTo(own);
        assertThat(operator.get(own).text()).contains(" is closed already. No changes were made.");
        assertThat(operator.get(closing).location()).isEqualTo(own);
    }

    @Test
    void changesDetailsAndInvitesAnotherOwner() {
        Console operator = server.signIn();
        String id = "id-" + account.slug();
        assertThat(operator.postForm(own + "/details", "name", "New name", "externalId", id)
                        .location())
                .isEqualTo(own);
        assertThat(operator.get(own).text()).contains("Changes to New name saved.");
        assertThat(operator.get(ACCOUNTS + "?q=" + id).body()).contains(own);

        String name = "New name";
        operator.postForm(
                own + "/details", "shown-name", name, "name", "Renamed", "shown-externalId", id, "externalId", id);
        operator.postForm(
                own + "/details", "shown-name", name, "name", name, "shown-externalId", id, "externalId", id + "-2");
        assertThat(operator.get(own).body())
                .as("of two forms each changes what was edited in it")
                .contains("value=\"Renamed\"", "value=\"" + id + "-2\"");

        Answer invited = operator.postForm(own + "/invitations", "email", "second@" + account.slug());
        assertThat(invited.text()).contains("Send this link to second@" + account.slug());
        String withdrawal = find(
                Pattern.compile(own + "/invitations/[0-9a-f-]{36}/withdrawal"),
                operator.get(own).body());
        assertThat(operator.postForm(withdrawal).location()).isEqualTo(own);
        assertThat(operator.get(own).body()).doesNotContain(withdrawal);
        assertThat(operator.postForm(withdrawal).status()).as("once more").isEqualTo(404);
    }

    @Test
    void operatorsAddAndRemoveEachOther() {
        Console operator = server.signIn();
        added.add(account.ownerEmail());
        Console second = account.signIn();
        assertThat(second.get("/operator").status()).isEqualTo(404);
        assertThat(operator.postForm(OPERATORS, "email", account.ownerEmail().toUpperCase(Locale.ROOT))
                        .location())
                .isEqualTo(OPERATORS);
        assertThat(operator.get(OPERATORS).text()).contains(account.ownerEmail() + " is now an operator");
        assertThat(second.get("/operator").status()).as("at once").isEqualTo(200);

        String id = account.query("select id from users where email = ?", account.ownerEmail());
        String removal = OPERATORS + "/" + id + "/removal";
        assertThat(operator.get(removal).text())
                .contains("Operator keys keep working")
                .doesNotContain("This is you.");
        assertThat(second.get(removal).text()).contains("This is you.");
        assertThat(second.postForm(removal).location()).isEqualTo("/accounts");
        assertThat(second.get("/operator").status()).isEqualTo(404);
        assertThat(operator.get(removal).status()).isEqualTo(404);
        assertThat(operator.postForm(removal).status()).isEqualTo(404);
        assertThat(operator.get(AUDIT + "?what=OPERATORS").text())
                .contains("Operator added", "Operator removed", account.ownerEmail());
    }

    @Test
    void theTrailHasSignInsAndWhatOperatorsDid() {
        Console.at(server).post("/signin", "email", account.ownerEmail(), "password", "not the password");
        account.signIn();
        Console operator = server.signIn();

        Answer failed = operator.get(AUDIT + "?what=signin.failed&who=NOBODY");
        assertThat(failed.text()).contains("Sign-in failed", "Someone not signed in", account.ownerEmail());
        assertThat(table(operator.get(AUDIT + "?what=SIGN_INS"))).contains("Signed in");
        assertThat(operator.get(AUDIT + "?what=api.enabled").text())
                .as("a code of accounts alone counts as not given")
                .contains("Signed in");
        String entry = find(Pattern.compile(AUDIT + "/entries/[0-9]+"), failed.body());
        assertThat(operator.get(entry).text())
                .contains("Sign-in failed", "Back to Audit trail", account.ownerEmail(), "127.0.0.1");

        Answer csv = operator.get(AUDIT + "/export?format=csv&what=signed.in");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body()).contains("\"Signed in\"", SaltgateServer.EMAIL).doesNotContain("signin.failed");
        Answer lines = operator.get(AUDIT + "/export?format=jsonl&what=signin.failed");
        assertThat(lines.body()).contains("\"code\":\"signin.failed\"");
        assertThat(operator.get(AUDIT).text()).contains("Audit trail exported", "Format JSON lines");
        assertThat(operator.get(AUDIT + "/export?from=soon").status()).isEqualTo(422);
    }

    @Test
    void healthSaysWhatThisNodeKnowsAndNoSecret() {
        Answer health = server.signIn().get("/operator/health");

        assertThat(health.status()).isEqualTo(200);
        assertThat(health.text())
                .contains(
                        "PostgreSQL",
                        "Seals with",
                        "ms ago; calls are decided up to 1,000 ms after it",
                        "under way",
                        "Not configured: set saltgate.mail.host")
                .containsPattern("Migration Description Applied [1-9][0-9]* [a-z ]+") // the newest ones alone
                .doesNotContain("Late", "Not on this node", "jdbc:");
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        Console operator = server.signIn();
        String csrf = operator.csrf();
        List<String[]> forms = List.of(
                new String[] {ACCOUNTS + "/new", "name", "", "slug", "", "externalId", "", "owner", ""},
                new String[] {own + "/details", "name", "Hostile", "externalId", ""},
                new String[] {own + "/suspension", "reason", ""},
                new String[] {own + "/invitations", "email", ""},
                new String[] {OPERATORS, "email", ""});
        for (String[] form : forms) {
            for (int i = 1; i < form.length; i += 2) {
                StringBuilder body = new StringBuilder("_csrf=" + csrf + "&" + form[i] + "=" + encoded);
                for (int j = 1; j < form.length; j += 2) {
                    if (j != i) {
                        body.append('&').append(Http.form(form[j], form[j + 1]));
                    }
                }
                assertHarmless(form[0], operator.send("POST", form[0], body.toString(), "Content-Type", FORM));
            }
        }
        operator.postForm(own + "/resumption");
        String cut = encoded.substring(0, Math.min(encoded.length(), 2_000));
        for (String page : List.of(
                ACCOUNTS + "?q=",
                ACCOUNTS + "?after=",
                ACCOUNTS + "?q=a&after=",
                AUDIT + "?who=",
                AUDIT + "?what=",
                AUDIT + "?text=",
                AUDIT + "?address=",
                AUDIT + "?from=",
                AUDIT + "?until=",
                AUDIT + "?before=",
                AUDIT + "?after=",
                "/operator/people?q=")) {
            assertHarmless(page, Http.sendRaw(server.port(), "GET", page + cut, "", "Cookie: " + operator.cookie()));
        }
        for (String file : List.of(AUDIT + "/export?text=", AUDIT + "/export?format=")) {
            Answer answer = Http.sendRaw(server.port(), "GET", file + cut, "", "Cookie: " + operator.cookie());
            assertThat(answer.status()).as(file + encoded).isIn(200, 400, 422);
        }
        for (Answer page : List.of(operator.get(own), operator.get(ACCOUNTS), operator.get(AUDIT))) {
            assertThat(page.status()).isEqualTo(200);
            assertHarmless("afterwards", page);
        }
    }

    private static void assertHarmless(String path, Answer answer) {
        assertThat(answer.status()).as(path + " " + answer).isIn(200, 303, 400, 404, 409, 422);
        assertThat(answer.body().replaceAll("[0-9a-f-]{36}", ""))
                .as(path)
                .doesNotContain("<script>alert", "onfocus=alert(1) x=\"", "Exception", "at io.saltgate", ">4949");
    }

    private static String table(Answer page) {
        String text = page.text();
        return text.substring(text.indexOf("Apply filter"));
    }

    private static String find(Pattern pattern, String body) {
        Matcher found = pattern.matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group();
    }
}
