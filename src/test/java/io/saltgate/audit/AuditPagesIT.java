package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.TestAccount;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings > Audit trail, by HTTP as a browser without JavaScript asks. */
class AuditPagesIT {

    private static final String AUDIT = "/settings/audit";

    private final TestAccount account = TestAccount.onShared();

    @Test
    void saysWhoDidWhat() {
        Console owner = account.signIn();
        owner.enableApi();
        owner.pause();
        owner.addToWhitelist("10.0.0.0/8", "office");
        owner.setMode("ENFORCED");

        Answer page = owner.get(owner.path(AUDIT));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .containsSubsequence(
                        "Whitelist mode set",
                        "Mode Off → Enforced",
                        "127.0.0.1",
                        "Whitelist entry added",
                        "10.0.0.0/8",
                        "Calls paused",
                        "API enabled")
                .contains("UTC owner " + account.ownerEmail() + " Calls paused")
                .doesNotContain("Older", "Newer");
    }

    @Test
    void isForOwnersAdminsAndAuditors() {
        for (Role role : Role.values()) {
            Console member = account.signInAs(role);
            boolean may = role != Role.DEVELOPER;
            assertThat(member.get(member.path(AUDIT)).status()).as(role.name()).isEqualTo(may ? 200 : 403);
            assertThat(member.apiPage().body().contains(member.path(AUDIT)))
                    .as("link for " + role)
                    .isEqualTo(may);
        }
        Console stranger = TestAccount.onShared().signIn().on(account.slug());
        assertThat(stranger.get(stranger.path(AUDIT)).status()).isEqualTo(404);
        Console owner = account.signIn();
        assertThat(owner.postForm(owner.path(AUDIT)).status()).isEqualTo(404);
        assertThat(owner.get(owner.path(AUDIT + "/1")).status()).isEqualTo(404);
    }

    @Test
    void pagesByFiftyAndTakesNoOtherNumber() throws Exception {
        write(120, "api.paused", "{}");
        Console owner = account.signIn();

        Answer first = owner.get(owner.path(AUDIT));
        Answer second = owner.get(follow(first, "next"));
        Answer third = owner.get(follow(second, "next"));

        assertThat(rows(first)).isEqualTo(50);
        assertThat(rows(second)).isEqualTo(50);
        assertThat(rows(third)).isEqualTo(20);
        assertThat(first.body()).doesNotContain("rel=\"prev\"");
        assertThat(third.body()).doesNotContain("rel=\"next\"");
        assertThat(owner.get(follow(third, "prev")).text()).isEqualTo(second.text());
        assertThat(owner.get(follow(second, "prev")).text()).isEqualTo(first.text());
        assertThat(owner.get(owner.path(AUDIT + "?before=1")).text()).contains("There is nothing older.", "Newer");
        for (String other : new String[] {"", "0", "-1", "x", "999999999999999999", "99999999999999999999"}) {
            assertThat(owner.get(owner.path(AUDIT + "?before=" + other)).text())
                    .as(other)
                    .isEqualTo(first.text());
        }
    }

    @Test
    void saysThatNothingWasDoneYet() {
        Console owner = account.signIn();

        assertThat(owner.get(owner.path(AUDIT)).text()).contains("Nothing has been done yet.");
    }

    /** Neither what a newer node announced nor what somebody wrote by SQL breaks the page or gets into it as HTML. */
    @Test
    void showsWhatItDoesNotKnowAsTextAndNothingElse() throws Exception {
        write(1, "<b>new</b>.code", "{\"<i>\":\"<script>\"}");
        write(1, "api.paused", "</td><img src=x>");
        Console owner = account.signIn();

        Answer page = owner.get(owner.path(AUDIT));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .doesNotContain("<b>new", "<i>", "<script>\"", "<img src=x")
                .contains("&lt;b&gt;new");
    }

    @Test
    void aRefusedActionIsInTheTrailOnceAMinuteWhateverIdsAreTried() throws Exception {
        Console auditor = account.signInAs(Role.AUDITOR);
        for (int i = 0; i < 5; i++) {
            assertThat(auditor.postForm(auditor.path("/settings/api/activation"), "secret", "in the body")
                            .status())
                    .isEqualTo(403);
            assertThat(auditor.postForm(auditor.path("/settings/ip-whitelist/entries/" + UUID.randomUUID()
                                    + "/removal?secret=in-the-query"))
                            .status())
                    .isEqualTo(403);
            assertThat(auditor.get(auditor.path("/settings/team")).status()).isEqualTo(200);
        }

        assertThat(refusals()).isEqualTo(2);
        String text = auditor.get(auditor.path(AUDIT)).text();
        assertThat(text)
                .contains("Refused: the role does not include it /settings/api/activation Method POST")
                .containsPattern("/settings/ip-whitelist/entries/[0-9a-f-]{36}/removal Method POST")
                .doesNotContain("secret", "in-the-query");
    }

    /** Downloads and compared strings are recorded, the strings themselves are not. */
    @Test
    void downloadsAndComparedStringsAreInTheTrail() {
        Console owner = account.signIn();
        owner.enableApi();
        owner.addToWhitelist("10.0.0.0/8", "office");
        String token = owner.authToken();

        assertThat(owner.get(owner.path("/settings/ip-whitelist/export")).status())
                .isEqualTo(200);
        assertThat(owner.get(owner.path("/settings/api/callers/export")).status())
                .isEqualTo(200);
        for (String text : new String[] {token, owner.privateSalt(), "not a token at all"}) {
            assertThat(owner.postForm(owner.path("/settings/api/callers/check"), "string", text)
                            .status())
                    .isEqualTo(200);
        }

        assertThat(owner.get(owner.path(AUDIT)).text())
                .containsSubsequence(
                        "String compared with tokens and salt",
                        "Answer Not a token",
                        "Answer Private Salt",
                        "Answer Current token",
                        "Callers exported",
                        "Whitelist exported",
                        "Entries 1")
                .doesNotContain(token, "not a token at all");
    }

    @Test
    void filtersByEachFieldAndNamesWhatIsWrong() {
        Console owner = account.signIn();
        owner.enableApi();
        owner.pause();
        owner.addToWhitelist("10.0.0.0/8", "office");
        String owned = owner.path(AUDIT);

        assertThat(table(owner.get(owned + "?what=api.paused")))
                .contains("Calls paused")
                .doesNotContain("enabled");
        assertThat(table(owner.get(owned + "?what=WHITELIST")))
                .contains("10.0.0.0/8")
                .doesNotContain("paused");
        assertThat(table(owner.get(owned + "?text=CALLS+paus")))
                .contains("Calls paused")
                .doesNotContain("10.0.0.0/8");
        assertThat(table(owner.get(owned + "?address=127.0.0.1&from=2026-01-01&until=2999-12-31&what=API")))
                .contains("API enabled", "Calls paused");
        String email = account.ownerEmail().replace("@", "%40");
        assertThat(table(owner.get(owned + "?person=" + email))).contains("Calls paused");
        assertThat(owner.get(owned + "?person=" + email).body())
                .contains("person=")
                .doesNotContain("class=\"complaint\"");
        for (String none : new String[] {
            "who=SYSTEM", "person=nobody%40example.com", "address=192.0.2.1", "until=2020-01-01", "text=no+such"
        }) {
            assertThat(owner.get(owned + "?" + none).text()).as(none).contains("No entries match this filter.");
        }
        for (String bad : new String[] {
            "from=soon",
            "until=2026-02-30",
            "from=2026-02-02&until=2026-02-01",
            "address=10.0.0.0/8",
            "person=meera",
            "text=" + "x".repeat(101)
        }) {
            Answer answer = owner.get(owned + "?" + bad);
            assertThat(answer.status()).as(bad).isEqualTo(422);
            assertThat(answer.body()).as(bad).contains("class=\"complaint\"");
        }
        assertThat(owner.get(owned + "?from=soon").body()).contains("value=\"soon\"");
    }

    @Test
    void saysUpToWhichEntryItWasVerified() {
        Console operator = account.server().signIn();
        assertThat(Eventually.happens(
                        Duration.ofSeconds(60),
                        () -> operator.get("/operator/audit")
                                .text()
                                .matches("(?s).*Verified up to entry [1-9][0-9,]*.*")))
                .isTrue();
        Console owner = account.signIn();
        assertThat(owner.get(owner.path(AUDIT)).status()).isEqualTo(200);
    }

    @Test
    void showsAnEntryWithWhatChanged() {
        Console owner = account.signIn();
        owner.enableApi();
        owner.addToWhitelist("10.0.0.0/8", "office");
        owner.setMode("ENFORCED");
        Answer list = owner.get(owner.path(AUDIT));
        var link = Pattern.compile("href=\"[^\"]*(/settings/audit/entries/[0-9]+)\"")
                .matcher(list.body());
        assertThat(link.find()).isTrue();

        Answer entry = owner.get(owner.path(link.group(1)));

        assertThat(entry.status()).isEqualTo(200);
        assertThat(entry.text())
                .containsSubsequence(
                        "Whitelist mode set",
                        "owner",
                        account.ownerEmail(),
                        "127.0.0.1",
                        "What changed",
                        "Mode",
                        "Off",
                        "Enforced");
        assertThat(owner.get(owner.path(AUDIT + "/entries/999999")).status()).isEqualTo(404);
        assertThat(owner.get(owner.path(AUDIT + "/entries/0")).status()).isEqualTo(404);
        assertThat(owner.get(owner.path(AUDIT + "/entries/99999999999999999999"))
                        .status())
                .isEqualTo(404);
    }

    /** C37: whatever a spreadsheet separates by, what someone typed is no formula in it. */
    @Test
    void exportsCsvWithoutFormulasAndJsonLines() throws Exception {
        write(1, "api.paused", "{\"name\":\"x;=1+1\",\"to\":\"=2+2\"}");
        Console owner = account.signIn();

        Answer csv = owner.get(owner.path(AUDIT + "/export?format=csv"));
        Answer lines = owner.get(owner.path(AUDIT + "/export?format=jsonl&what=api.paused"));

        assertThat(csv.status()).isEqualTo(200);
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body()).startsWith("number,time,code,label,").contains("\"Calls paused\"", ";'=1+1", "'=2+2");
        assertThat(lines.body().lines()).hasSize(1);
        assertThat(lines.body()).contains("\"name\":\"x;=1+1\"", "\"code\":\"api.paused\"");
        assertThat(owner.get(owner.path(AUDIT)).text())
                .containsSubsequence("Audit trail exported", "Filtered Yes", "Format JSON lines", "Filtered No");
        assertThat(owner.get(owner.path(AUDIT + "/export?from=soon")).status()).isEqualTo(422);
    }

    private static String table(Answer page) {
        String text = page.text();
        return text.substring(text.indexOf("Apply filter"));
    }

    private static String follow(Answer page, String relation) {
        var link = Pattern.compile("<a [^>]*rel=\"" + relation + "\"[^>]*href=\"(?:https?://[^/]+)?([^\"]+)\"")
                .matcher(page.body());
        assertThat(link.find()).as("a link to " + relation).isTrue();
        return link.group(1).replace("&amp;", "&");
    }

    private static long rows(Answer page) {
        return Pattern.compile("<tr role=\"row\">")
                        .matcher(page.body())
                        .results()
                        .count()
                - 1;
    }

    private long refusals() throws SQLException {
        try (Connection connection = account.server().connect();
                PreparedStatement statement = connection.prepareStatement(
                        "select count(*) from audit_entry where chain_id = ? and code = 'right.refused'")) {
            statement.setObject(1, account.id());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Beside the product, as the whole account is. */
    private void write(int entries, String code, String parameters) throws SQLException {
        try (Connection connection = account.server().connect()) {
            execute(
                    connection,
                    "insert into audit_chain (id, last_seq, last_hash) values (?, 0, '') on conflict do nothing",
                    account.id());
            execute(
                    connection,
                    "insert into audit_entry (chain_id, seq, account_id, happened_at, code, actor_kind, parameters,"
                            + " previous_hash, hash, key_id) select id, last_seq + n, id, current_timestamp, ?, 'NEWER', ?,"
                            + " '', '', '' from audit_chain, generate_series(1, ?) n where id = ?",
                    code,
                    parameters,
                    entries,
                    account.id());
            execute(connection, "update audit_chain set last_seq = last_seq + ? where id = ?", entries, account.id());
        }
    }

    private static void execute(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextInAFilterForWhatItIs(String encoded) {
        TestAccount account = TestAccount.onShared();
        Console owner = account.signIn();
        for (String field : List.of("who", "person", "what", "from", "until", "address", "text")) {
            for (String page : List.of(AUDIT + "?", AUDIT + "/export?format=jsonl&")) {
                Answer answer = Http.sendRaw(
                        account.server().port(),
                        "GET",
                        owner.path(page) + field + "=" + encoded,
                        "",
                        "Cookie: " + owner.cookie());
                assertThat(answer.status()).as(field + "=" + encoded).isIn(200, 400, 422);
                assertThat(answer.body()).doesNotContain("<script>alert", "Exception", "at io.saltgate");
            }
        }
    }
}
