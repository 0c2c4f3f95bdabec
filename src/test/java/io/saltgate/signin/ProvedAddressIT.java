package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Addresses that someone typed, on an installation that sends no mail: links are shown to who invites. */
@Tag("server")
class ProvedAddressIT {

    private static final String THIEFS = "a password of the thief";
    private static final String OWN = "four other random words";
    private static final Pattern LINK = Pattern.compile("/invitation/[0-9A-Za-z]{43}");
    private static final Pattern RECOVERY_PAGE = Pattern.compile("/operator/people/[0-9a-f-]{36}/recovery");
    private static final Pattern RECOVERY = Pattern.compile("/recovery/[0-9A-Za-z]{43}");

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);
    private final TestAccount other = TestAccount.on(server);
    private final String victim = "victim-" + UUID.randomUUID() + "@example.com";

    /** C33. */
    @Test
    void whoUsesTheLinkThatAnInviterSawIsNobodyInOtherAccounts() {
        Console inviter = account.signIn();
        Console thief = join(invite(inviter), "Thief", THIEFS);

        assertThat(thief.get("/profile").body())
                .contains("Not verified", "this address signs in to " + account.slug() + " only");
        assertThat(inviter.get(inviter.path("/settings/team")).body()).contains("Not verified");
        assertThat(signIn(null, THIEFS).status()).isEqualTo(422);
        assertThat(signIn(other.slug(), THIEFS).status()).isEqualTo(422);
        assertThat(signIn("no-such-account", THIEFS).status()).isEqualTo(422);
        assertThat(signIn(account.slug(), THIEFS).status()).isEqualTo(303);
        Answer onTheWay = Console.at(server)
                .post("/signin", "email", victim, "password", THIEFS, "to", inviter.path("/settings/api"));
        assertThat(onTheWay.location()).isEqualTo(inviter.path("/settings/api"));

        String seat = invite(other.signIn());
        assertThat(thief.get(seat).body()).contains("You haven&#39;t verified that address yet.");
        assertThat(thief.postForm(seat).status()).isEqualTo(409);
        assertThat(thief.get("/accounts/" + other.slug()).status()).isEqualTo(404);

        Console real = join(seat, "Victim", OWN).on(other.slug());
        assertThat(real.get(real.path("/settings/api")).status()).isEqualTo(200);
        assertThat(real.get("/accounts/" + account.slug()).status()).isEqualTo(404);
        assertThat(thief.get("/accounts/" + other.slug()).status()).isEqualTo(404);
        assertThat(signIn(other.slug(), THIEFS).status())
                .as("the thief's password")
                .isEqualTo(422);
        assertThat(signIn(other.slug(), OWN).status()).isEqualTo(303);
    }

    /** C33. */
    @Test
    void anOperatorsLinkProvesAnAddressOnceAndKeepsTheThiefOut() {
        Console inviter = account.signIn();
        Console thief = join(invite(inviter), "Thief", THIEFS);
        join(invite(other.signIn()), "Victim", OWN);

        String theirs = recoveryPageOf("Victim");
        Answer page = server.signIn().get(theirs);
        assertThat(page.body()).contains("Not verified", "Using it also verifies the address");
        String link = find(RECOVERY, server.signIn().postForm(theirs));
        assertThat(Console.at(server)
                        .post(link, "new-password", "and a new secret")
                        .location())
                .isEqualTo("/signin");
        assertThat(Console.at(server)
                        .post(link, "new-password", "and another secret")
                        .status())
                .as("twice")
                .isEqualTo(404);

        assertThat(signIn(other.slug(), OWN).status()).as("from before").isEqualTo(422);
        assertThat(signIn(null, "and a new secret").status()).isEqualTo(303);
        assertThat(signIn(account.slug(), THIEFS).status()).isEqualTo(303);
        Answer taken = server.signIn().postForm(recoveryPageOf("Thief"));
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body())
                .contains("Another person has verified this address.")
                .doesNotContain("/recovery/");

        // The thief goes, and the person whose address it is comes.
        assertThat(inviter.postForm(inviter.path("/settings/team/invitations"), "email", victim, "role", "ADMIN")
                        .body())
                .contains("That person is already a member.");
        String id = account.query(
                "select user_id::text from member m join users u on u.id = m.user_id"
                        + " where m.account_id = ? and u.email = ?",
                account.id(),
                victim);
        assertThat(inviter.postForm(inviter.path("/settings/team/members/" + id + "/removal"))
                        .status())
                .isEqualTo(303);
        assertThat(thief.get("/profile").location()).startsWith("/signin");
        assertThat(signIn(account.slug(), THIEFS).status()).isEqualTo(422);
        String again = invite(inviter);
        assertThat(Console.at(server)
                        .post(again, "name", "Thief", "password", THIEFS)
                        .status())
                .isEqualTo(409);
        Console real = Console.at(server).signIn(victim, "and a new secret");
        assertThat(real.postForm(again).location()).isEqualTo(inviter.path("/settings/api"));
        assertThat(real.get("/accounts/" + account.slug()).status()).isEqualTo(200);
        assertThat(real.get("/accounts/" + other.slug()).status()).isEqualTo(200);
    }

    @Test
    void aSignOutLeadsBackToTheOwnPage() {
        Console thief = join(invite(account.signIn()), "Thief", THIEFS);
        String page = thief.post("/signout", "_csrf", thief.csrf()).location();
        assertThat(page).isEqualTo("/signin?account=" + account.slug());
        assertThat(thief.get(page).body()).contains("name=\"account\" value=\"" + account.slug() + "\"");
    }

    @Test
    void withoutMailNoAddressIsChangedAndThePageSaysWhomToAsk() {
        Console owner = account.signIn();
        assertThat(owner.get("/profile/email").body())
                .contains("This installation sends no mail")
                .doesNotContain("name=\"email\"");
        assertThat(owner.postForm("/profile/email", "email", "next@example.com").status())
                .isEqualTo(409);
        assertThat(owner.get("/profile/email/" + "A".repeat(43)).status()).isEqualTo(404);
        assertThat(owner.postForm("/profile/email/" + "A".repeat(43)).status()).isEqualTo(404);
        assertThat(owner.post("/profile/email", "email", "next@example.com").status())
                .as("without the form's token")
                .isEqualTo(403);
        assertThat(Console.at(server).get("/profile/email").location()).isEqualTo("/signin?to=%2Fprofile%2Femail");
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        String origin = "Origin: " + server.url();
        String form = "Content-Type: application/x-www-form-urlencoded";
        Answer page = Http.sendRaw(server.port(), "GET", "/signin?account=" + encoded, "");
        assertThat(page.status()).isIn(200, 400, 414, 422);
        Answer signIn = Http.sendRaw( // its tries count against an address of its own
                "127.44.0." + (1 + Math.floorMod(encoded.hashCode(), 250)),
                server.port(),
                "POST",
                "/signin",
                "email=nobody%40example.com&password=not+a+password&account=" + encoded,
                origin,
                form);
        assertThat(signIn.status()).isIn(400, 422, 429);
        Answer link = Http.sendRaw(server.port(), "GET", "/invitation/" + encoded, "");
        assertThat(link.status()).isIn(303, 400, 404, 414);
        for (Answer answer : new Answer[] {page, signIn, link}) {
            assertThat(answer.body()).doesNotContain("<script>alert", "Exception", "at io.saltgate");
        }
    }

    private String invite(Console inviter) {
        return find(
                LINK, inviter.postForm(inviter.path("/settings/team/invitations"), "email", victim, "role", "ADMIN"));
    }

    private Console join(String link, String name, String password) {
        Console browser = Console.at(server).on(account.slug());
        assertThat(browser.get(link).body()).contains("you sign in with it to this account only");
        assertThat(browser.post(link, "name", name, "password", password).status())
                .isEqualTo(303);
        return browser;
    }

    private Answer signIn(String slug, String password) {
        Console browser = Console.at(server);
        return slug == null
                ? browser.post("/signin", "email", victim, "password", password)
                : browser.post("/signin", "email", victim, "password", password, "account", slug);
    }

    /** Two people have the address: the page lists both, and their names tell them apart. */
    private String recoveryPageOf(String name) {
        String id = account.query("select id::text from users where email = ? and name = ?", victim, name);
        String page = "/operator/people/" + id + "/recovery";
        assertThat(server.signIn().get("/operator/people?q=" + victim).body()).contains(page);
        assertThat(page).matches(RECOVERY_PAGE);
        return page;
    }

    private static String find(Pattern pattern, Answer answer) {
        Matcher found = pattern.matcher(answer.body());
        assertThat(found.find()).as(answer.toString()).isTrue();
        return found.group();
    }
}
