package io.saltgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the owner of one account sends, another account gives and loses nothing. */
@Tag("server")
@ParameterizedClass
@MethodSource(SaltgateServer.SERVERS)
class TenancyIT {

    /** Ways to write a path that one reader takes for one account and another reader for another. */
    private static final List<String> PATHS = List.of(
            "/accounts/OWN/../OTHER",
            "/accounts/OWN/./../OTHER",
            "/accounts/OWN/%2e%2e/OTHER",
            "/accounts/OWN/%2E./OTHER",
            "/accounts/OWN/..;/OTHER",
            "/accounts/OWN/..;x=y/OTHER",
            "/accounts/OWN;/../OTHER",
            "/accounts/OWN/..%2fOTHER",
            "/accounts/OWN%2f..%2fOTHER",
            "/accounts/OWN/settings/../../OTHER",
            "/accounts/OWN/settings/api/../../../OTHER",
            "/accounts/OWN\\..\\OTHER",
            "/accounts/OWN%5c..%5cOTHER",
            "/accounts/OWN/%252e%252e/OTHER",
            "/accounts/OWN/%c0%ae%c0%ae/OTHER",
            "/accounts/OWN%00/../OTHER",
            "/accounts/OWN//../OTHER",
            "/accounts/OTHER;OWN",
            "/accounts/OTHER;x=y",
            "/accounts/OTHER;/",
            "/accounts;OWN/OTHER",
            "/accounts/OTHER%3bOWN",
            "/accounts/OTHER.",
            "/accounts/OTHER/.",
            "/accounts/OTHER..",
            "/accounts/OTHER%2e",
            "/accounts/OTHER%20",
            "/accounts/OTHER%00",
            "/accounts/OTHER%0a",
            "/accounts/OTHER%2f",
            "/accounts/OTHER\\",
            "/accounts/OTHER//",
            "/accounts//OTHER",
            "/accounts/./OTHER",
            "/accounts/%2e/OTHER",
            "/accounts%2fOTHER",
            "/accounts\\OTHER",
            "//accounts/OTHER",
            "/./accounts/OTHER",
            "/x/../accounts/OTHER",
            "/%61ccounts/OTHER",
            "/ACCOUNTS/OTHER",
            "/accounts/ENCODED",
            "/accounts/UPPER",
            "/accounts/OTHER/../OWN/../OTHER",
            "/theme/../accounts/OTHER",
            "/verify/../accounts/OTHER",
            "/accounts/OTHER");

    private SaltgateServer server;

    @Parameter
    private SaltgateServer.Payara payara;

    private TestAccount own;
    private Console owner;
    private TestAccount other;
    private Console otherOwner;

    @BeforeEach
    void makeTwoAccounts() {
        server = SaltgateServer.shared(payara);
        own = TestAccount.on(server);
        owner = own.signIn();
        owner.enableApi();
        owner.addToWhitelist("198.51.100.7");
        other = TestAccount.on(server);
        otherOwner = other.signIn();
        otherOwner.enableApi();
        otherOwner.regenerateAndKeepOldFor("P7D");
        otherOwner.addToWhitelist("203.0.113.7");
        otherOwner.postForm(otherOwner.path("/settings/team/invitations"), "email", "new@example.com", "role", "ADMIN");
    }

    @Test
    void showsNoPageOfAnotherAccountHoweverItsPathIsWritten() {
        for (String path : PATHS) {
            for (String page : List.of("/settings/api", "/settings/ip-whitelist", "/settings/team", "")) {
                assertNothing(path + page, send("GET", path + page, ""));
            }
        }
    }

    @Test
    void changesNothingOfAnotherAccountHoweverThePathIsWritten() {
        String before = other.snapshot();
        String token = otherOwner.tokenId();
        String old = otherOwner.oldTokenId();
        String enabling = otherOwner.enablingId();
        String entry = otherOwner.entryId("203.0.113.7");
        for (String path : PATHS) {
            for (String[] action : new String[][] {
                {"/settings/api/token/rotation", "token", token},
                {"/settings/api/token/overlap/end", "old", old},
                {"/settings/api/deactivation", "enabling", enabling},
                {"/settings/api/pause", "enabling", enabling},
                {"/settings/api/token/disclosure"},
                {"/settings/ip-whitelist/entries", "range", "198.51.100.99"},
                {"/settings/ip-whitelist/entries/" + entry + "/removal"},
                {"/settings/team/invitations", "email", "evil@example.com", "role", "OWNER"}
            }) {
                String[] fields = Arrays.copyOfRange(action, 1, action.length);
                assertNothing(path + action[0], send("POST", path + action[0], form(fields)));
            }
        }
        assertThat(other.snapshot()).isEqualTo(before);
    }

    @Test
    void takesNoIdOfAnotherAccountInItsOwnForms() {
        String before = own.snapshot();
        String otherBefore = other.snapshot();
        String entry = otherOwner.entryId("203.0.113.7");
        String member = other.query("select user_id::text from member where account_id = ?", other.id());
        String invitation = other.query("select id::text from invitation where account_id = ?", other.id());

        assertThat(owner.submitRegenerate(otherOwner.tokenId()).status()).isEqualTo(409);
        assertThat(owner.submitEndOverlap(otherOwner.oldTokenId()).status()).isEqualTo(409);
        for (String action : List.of("deactivation", "pause", "resumption")) {
            assertThat(owner.postForm(owner.path("/settings/api/" + action), "enabling", otherOwner.enablingId())
                            .status())
                    .isEqualTo(409);
        }
        String team = owner.path("/settings/team");
        for (String page : List.of("", "/removal", "/handover")) {
            assertThat(owner.get(team + "/members/" + member + page).status()).isEqualTo(404);
        }
        assertThat(owner.postForm(team + "/members/" + member + "/handover", "role", "ADMIN", "seen", "DEVELOPER")
                        .status())
                .isEqualTo(404);
        assertThat(owner.postForm(team + "/members/" + member + "/removal").status())
                .isEqualTo(404);
        assertThat(owner.postForm(team + "/members/" + member + "/role", "role", "AUDITOR", "seen", "OWNER")
                        .status())
                .isEqualTo(404);
        assertSameAsForNobodysId(team + "/invitations/ID/withdrawal", invitation);
        assertSameAsForNobodysId(team + "/invitations/ID/renewal", invitation);
        assertSameAsForNobodysId(owner.path("/settings/ip-whitelist/entries/ID/removal"), entry);

        assertThat(own.snapshot()).isEqualTo(before);
        assertThat(other.snapshot()).isEqualTo(otherBefore);
    }

    @Test
    void tellsNobodyWhichAccountsThereAre() {
        Answer existing = owner.get("/accounts/" + other.slug() + "/settings/api");
        Answer missing = owner.get("/accounts/no-such-account/settings/api");

        assertThat(existing.status()).isEqualTo(404);
        assertThat(missing.status()).isEqualTo(404);
        assertThat(comparable(existing)).isEqualTo(comparable(missing));

        Console nobody = Console.at(server);
        assertThat(nobody.get("/accounts/" + other.slug() + "/settings/api").location())
                .isEqualTo("/signin?to=%2Faccounts%2F" + other.slug() + "%2Fsettings%2Fapi");
        assertThat(nobody.get("/accounts/no-such-account/settings/api").location())
                .isEqualTo("/signin?to=%2Faccounts%2Fno-such-account%2Fsettings%2Fapi");
    }

    @Test
    void reachesInnerPagesByNoPathOfTheirOwn() {
        for (String page : List.of("/settings/api", "/settings/ip-whitelist", "/settings/team", "/error")) {
            assertThat(owner.get(page).status()).as(page).isEqualTo(404);
            assertThat(owner.postForm(page).status()).as(page).isEqualTo(404);
            assertThat(Console.at(server).get(page).status()).as(page).isEqualTo(404);
        }
        for (String page : List.of("/WEB-INF/web.xml", "/META-INF/persistence.xml", "/templates/layout.html")) {
            assertThat(owner.get(page).status()).as(page).isEqualTo(404);
            assertThat(owner.get(owner.path(page)).status()).as(page).isEqualTo(404);
        }
    }

    @Test
    void givesTheRoleInTheAccountOfThePath() {
        other.admit(own.ownerEmail(), Role.DEVELOPER);
        String before = other.snapshot();

        owner.on(other.slug());
        assertThat(owner.apiPage().status()).isEqualTo(200);
        assertThat(owner.postForm(owner.path("/settings/api/deactivation"), "enabling", otherOwner.enablingId())
                        .status())
                .isEqualTo(403);
        String detour = "/accounts/" + own.slug() + "/../" + other.slug() + "/settings/api/deactivation";
        assertNothing(detour, send("POST", detour, form("enabling", otherOwner.enablingId())));
        assertThat(other.snapshot()).isEqualTo(before);

        owner.on(own.slug()).disable();
    }

    @Test
    void leadsTheOwnerOfAClosedAccountToWhatIsLeft() {
        own.setStatus("CLOSED");

        assertThat(owner.apiPage().location()).isEqualTo(owner.path("/settings/closed"));
        assertThat(owner.get("/accounts?all=1").body()).doesNotContain("/accounts/" + own.slug() + "\"");
    }

    @Test
    void listsOnlyOwnAccounts() {
        own.admit(other.ownerEmail(), Role.AUDITOR);

        assertThat(owner.get("/accounts?all=1").body())
                .contains("/accounts/" + own.slug())
                .doesNotContain("/accounts/" + other.slug());
        assertThat(otherOwner.get("/accounts?all=1").body())
                .contains("/accounts/" + own.slug(), "/accounts/" + other.slug());
    }

    /** B66 */
    private void assertSameAsForNobodysId(String path, String id) {
        Answer theirs = owner.postForm(path.replace("ID", id));
        Answer nobodys = owner.postForm(path.replace("ID", UUID.randomUUID().toString()));
        assertThat(theirs.status()).isEqualTo(404);
        assertThat(comparable(nobodys)).isEqualTo(comparable(theirs));
    }

    /** Of a request that names the other account in an odd way. */
    private void assertNothing(String path, Answer answer) {
        // What hangs behind /verify decides nothing: it is a question without a token.
        List<Integer> refused = path.startsWith("/verify/") ? List.of(401) : List.of(400, 404);
        assertThat(answer.status()).as(path + "\n" + answer).isIn(refused);
        assertThat(answer.body()).as(path).doesNotContain("203.0.113.7", "Account " + other.slug(), other.ownerEmail());
    }

    private Answer send(String method, String path, String body) {
        List<String> headers = new ArrayList<>(List.of(
                "Cookie: " + owner.cookie(),
                "Origin: " + server.url(),
                "Content-Type: application/x-www-form-urlencoded"));
        return Http.sendRaw(server.port(), method, write(path), body, headers.toArray(String[]::new));
    }

    private String write(String path) {
        String slug = other.slug();
        return path.replace("OWN", own.slug())
                .replace("OTHER", slug)
                .replace("UPPER", slug.toUpperCase(Locale.ROOT))
                .replace("ENCODED", "%" + Integer.toHexString(slug.charAt(0)) + slug.substring(1));
    }

    private String form(String... fields) {
        return Http.form(fields) + "&_csrf=" + owner.csrf();
    }

    /** Without what differs on every page: the forms' tokens. */
    private static String comparable(Answer answer) {
        return answer.status() + answer.body().replaceAll("value=\"[^\"]*\"", "");
    }
}
