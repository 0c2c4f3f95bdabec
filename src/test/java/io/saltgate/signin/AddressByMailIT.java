package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Invitations, proofs and changes of addresses by mail, from a real node by a real mail server. */
@Tag("server")
class AddressByMailIT {

    private static final String INVITED = "You are invited to ";
    private static final String CONFIRM = "Confirm your email address for Saltgate";
    private static final String CHANGED = "Your email address for Saltgate was changed";
    private static final String OWN = "four other random words";
    private static final Pattern SECRET =
            Pattern.compile("http\\S+/(invitation|profile/email)/([0-9A-Za-z]{43})(\\S*)");

    private static GreenMail mail;
    private static SaltgateServer server;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);
    private final String invited = "invited-" + unique + "@example.com";
    private final TestAccount account = TestAccount.on(server);

    @BeforeAll
    static void start() {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        server = SaltgateServer.configure()
                .postgres()
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_MAIL_HOST", "127.0.0.1")
                .env("SALTGATE_MAIL_PORT", Integer.toString(mail.getSmtp().getPort()))
                .env("SALTGATE_MAIL_TLS", "none")
                .env("SALTGATE_MAIL_FROM", "Saltgate <saltgate@example.com>")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        mail.stop();
    }

    /** C33. */
    @Test
    void theLinkOfAnInvitationGoesToTheInvitedAddressAlone() throws Exception {
        Console owner = account.signIn();
        String team = owner.path("/settings/team");
        Answer sent = owner.postForm(team + "/invitations", "email", invited, "role", "ADMIN");
        assertThat(sent.location()).isEqualTo(team);
        assertThat(sent.body()).doesNotContain("/invitation/");
        assertThat(owner.get(team).body()).contains(invited, "Mail").doesNotContain("/invitation/");

        MimeMessage letter = receive(invited, INVITED + "Account " + account.slug() + " on Saltgate");
        String body = (String) letter.getContent();
        assertThat(body)
                .contains("owner <" + account.ownerEmail() + "> invites you", "with the role Admin", "seven days");
        Matcher link = link(body);
        String path = "/invitation/" + link.group(2);
        assertThat(owner.get(team).body()).contains("Sent by mail").doesNotContain(link.group(2));

        Console guest = Console.at(server).on(account.slug());
        assertThat(guest.get(path).body()).contains(invited).doesNotContain("to this account only");
        assertThat(guest.post(path, "name", "Guest", "password", OWN).location())
                .isEqualTo(guest.path("/settings/api"));
        assertThat(guest.get("/profile").body()).doesNotContain("Not verified");
        assertThat(owner.get(team).body()).doesNotContain("Not verified");
        assertThat(signIn(invited, OWN).status()).isEqualTo(303);
        assertThat(Console.at(server)
                        .post(path, "name", "Second", "password", OWN)
                        .status())
                .as("twice")
                .isEqualTo(409);
        assertThat(server.log()).doesNotContain(link.group(2));
    }

    @Test
    void anotherInvitationMakesTheLinkOfTheFirstInvalid() throws Exception {
        Console owner = account.signIn();
        String team = owner.path("/settings/team");
        owner.postForm(team + "/invitations", "email", invited, "role", "AUDITOR");
        String subject = INVITED + "Account " + account.slug() + " on Saltgate";
        String first = link((String) receive(invited, subject).getContent()).group(2);
        String id = account.query("select id::text from invitation where account_id = ?", account.id());
        assertThat(owner.postForm(team + "/invitations/" + id + "/renewal").location())
                .isEqualTo(team);
        assertThat(Console.at(server).get("/invitation/" + first).status()).isEqualTo(404);
        assertThat(Eventually.happens(Duration.ofSeconds(60), () -> count(invited) == 2))
                .isTrue();
    }

    @Test
    void anOperatorsApiSeesNoLinkEither() throws Exception {
        OperatorApi api = new OperatorApi(server, SaltgateServer.OPERATOR_KEY);
        Answer made = api.post(
                "/accounts", "{\"name\":\"By mail\",\"slug\":\"m-" + unique + "\",\"ownerEmail\":\"" + invited + "\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).doesNotContain("invitationLink", "/invitation/");
        MimeMessage letter = receive(invited, INVITED + "By mail on Saltgate");
        assertThat((String) letter.getContent()).contains("An operator invites you to By mail, with the role Owner");
    }

    @Test
    void aNewAddressCountsOnceItsLinkWasFollowed() throws Exception {
        Console owner = account.signIn();
        Console elsewhere = account.signIn();
        String next = "next-" + unique + "@example.com";
        Answer bad = owner.postForm("/profile/email", "email", "not an address");
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.body()).contains("not an address");
        assertThat(owner.postForm(
                                "/profile/email", "email", account.ownerEmail().toUpperCase(java.util.Locale.ROOT))
                        .body())
                .contains("This is your address already.");
        assertThat(owner.postForm("/profile/email", "email", next).location()).isEqualTo("/profile");

        Matcher link = link((String) receive(next, CONFIRM).getContent());
        assertThat(link.group(3)).as("a proved person signs in anywhere").isEmpty();
        String path = "/profile/email/" + link.group(2);
        assertThat(Console.at(server).get(path).location()).isEqualTo("/signin?to=" + path.replace("/", "%2F"));
        Console thief = TestAccount.on(server).signIn();
        assertThat(thief.get(path).status()).isEqualTo(404);
        assertThat(thief.postForm(path).status()).isEqualTo(404);
        assertThat(owner.post(path).status()).as("without the form's token").isEqualTo(403);
        assertThat(owner.get(path).body()).contains("You sign in with " + next, account.ownerEmail());
        assertThat(signIn(account.ownerEmail(), SaltgateServer.PASSWORD).status())
                .as("nothing has changed yet")
                .isEqualTo(303);

        assertThat(owner.postForm(path).location()).isEqualTo("/profile");
        assertThat(owner.get("/profile").body()).contains(next);
        assertThat(owner.postForm(path).status()).as("twice").isEqualTo(404);
        assertThat(elsewhere.get("/profile").location()).startsWith("/signin");
        assertThat(signIn(account.ownerEmail(), SaltgateServer.PASSWORD).status())
                .isEqualTo(422);
        assertThat(signIn(next, SaltgateServer.PASSWORD).status()).isEqualTo(303);
        assertThat((String) receive(account.ownerEmail(), CHANGED).getContent()).contains("127.0.0.1");
        assertThat(owner.get(owner.path("/settings/audit")).body()).contains("Email changed");
        assertThat(server.log()).doesNotContain(link.group(2));
    }

    /** Nothing tells before the mail was read whether an address is another's. */
    @Test
    void anAddressThatHasBecomeAnothersIsNotTaken() throws Exception {
        Console owner = account.signIn();
        String wanted = "wanted-" + unique + "@example.com";
        owner.postForm("/profile/email", "email", wanted);
        String path = "/profile/email/"
                + link((String) receive(wanted, CONFIRM).getContent()).group(2);
        account.addMember(wanted, Role.AUDITOR);

        Answer taken = owner.postForm(path);
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).contains("This address belongs to another person");
        assertThat(owner.get("/profile").body()).contains(account.ownerEmail());
        assertThat(owner.postForm("/profile/email", "email", wanted).location())
                .as("as for any address")
                .isEqualTo("/profile");
    }

    @Test
    void whoIsUnprovedVerifiesByMailAndBeginsAnew() throws Exception {
        account.addMember(invited, Role.ADMIN);
        account.unprove(invited);
        Console guest = signInHere();
        Console thief = signInHere();
        assertThat(guest.get("/profile/email").body()).contains("Verify address", invited);
        assertThat(guest.postForm("/profile/email", "email", "someone-else@example.com")
                        .location())
                .isEqualTo("/profile");
        Matcher link = link((String) receive(invited, CONFIRM).getContent());
        assertThat(link.group(3)).as("signs in on the account's page").isEqualTo("?account=" + account.slug());
        String path = "/profile/email/" + link.group(2);
        assertThat(Console.at(server).get(path + link.group(3)).location())
                .isEqualTo("/signin?to=" + path.replace("/", "%2F") + "&account=" + account.slug());

        assertThat(guest.get(path).body()).contains("Verify your address", "new-password");
        Answer weak = guest.postForm(path, "new-password", "passwordpassword");
        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.body()).contains("too easy to guess").doesNotContain("passwordpassword");
        assertThat(guest.postForm(path, "new-password", OWN).location()).isEqualTo("/profile");

        assertThat(guest.get("/profile").body()).doesNotContain("Not verified");
        assertThat(thief.get("/profile").location()).startsWith("/signin");
        assertThat(signIn(invited, SaltgateServer.PASSWORD).status()).isEqualTo(422);
        assertThat(signIn(invited, OWN).status()).isEqualTo(303);
        receive(invited, "Your email was verified");
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        Console owner = Session.of(server);
        String[] headers = {
            "Origin: " + server.url(), "Content-Type: application/x-www-form-urlencoded", "Cookie: " + owner.cookie()
        };
        String csrf = "_csrf=" + Session.csrf;
        Answer asked = Http.sendRaw(server.port(), "POST", "/profile/email", csrf + "&email=" + encoded, headers);
        assertThat(asked.status()).isIn(400, 413, 422, 429);
        Answer seen = Http.sendRaw(server.port(), "GET", "/profile/email/" + encoded, "", headers);
        assertThat(seen.status()).isIn(200, 400, 404, 414);
        Answer followed = Http.sendRaw(
                server.port(), "POST", "/profile/email/" + encoded, csrf + "&new-password=" + encoded, headers);
        assertThat(followed.status()).isIn(400, 404, 413, 414, 422);
        for (Answer answer : new Answer[] {asked, seen, followed}) {
            assertThat(answer.body()).doesNotContain("<script>alert", "Exception", "at io.saltgate");
        }
    }

    /** One for all of the hostile texts. */
    private static final class Session {
        private static Console owner;
        private static String csrf;

        static synchronized Console of(SaltgateServer server) {
            if (owner == null) {
                owner = TestAccount.on(server).signIn();
                csrf = owner.csrf();
            }
            return owner;
        }
    }

    private Console signInHere() {
        Console browser = Console.at(server).on(account.slug());
        Answer answer = browser.post(
                "/signin", "email", invited, "password", SaltgateServer.PASSWORD, "account", account.slug());
        assertThat(answer.status()).isEqualTo(303);
        return browser;
    }

    private static Answer signIn(String email, String password) {
        return Console.at(server).post("/signin", "email", email, "password", password);
    }

    private static Matcher link(String body) {
        Matcher link = SECRET.matcher(body);
        assertThat(link.find()).as(body).isTrue();
        return link;
    }

    /** Waits for the mail; there may be others to that address. */
    private static MimeMessage receive(String to, String subject) {
        MimeMessage[] found = new MimeMessage[1];
        assertThat(Eventually.happens(Duration.ofSeconds(60), () -> {
                    found[0] = Arrays.stream(mail.getReceivedMessages())
                            .filter(each -> isTo(each, to) && subject(each).equals(subject))
                            .findFirst()
                            .orElse(null);
                    return found[0] != null;
                }))
                .as("%s to %s", subject, to)
                .isTrue();
        return found[0];
    }

    private static long count(String to) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(each -> isTo(each, to))
                .count();
    }

    private static boolean isTo(MimeMessage message, String to) {
        try {
            return message.getAllRecipients()[0].toString().equals(to);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
