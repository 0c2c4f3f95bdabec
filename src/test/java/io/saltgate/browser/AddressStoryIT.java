package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose address it is: typed by an inviter, verified by an operator, changed by mail. */
class AddressStoryIT {

    private static final String FIRST = "the first password of all";
    private static final String NEXT = "four other random words";
    private static final Pattern LINK = Pattern.compile("http\\S+(/(?:invitation|profile/email)/[0-9A-Za-z]{43})");

    @AutoClose
    private static Chromium chromium;

    private final String email = "dana-" + UUID.randomUUID().toString().substring(0, 8) + "@example.com";

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    /** C33. */
    @Test
    void anAddressThatAnInviterTypedCountsInItsAccountUntilAnOperatorVerifiesIt() {
        TestAccount account = TestAccount.onShared();
        try (Person owner = Person.at(account.server(), chromium);
                Person dana = Person.at(account.server(), chromium);
                Person operator = Person.at(account.server(), chromium)) {
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).follow("Team");
            owner.fill("Email", email).select("Role", "Admin").press("Create link");
            String link = owner.field("Select the value, then press Ctrl+C (on a Mac, Command+C) to copy it.")
                    .inputValue();
            dana.page().navigate(link);
            dana.sees("you sign in with it to this account only").screen("address-join");
            dana.fill("Your name", "Dana").fill("Password", FIRST).press("Join Account " + account.slug());
            dana.isAt(path(account, "/settings/api"));
            dana.follow("Dana").sees("Not verified").sees("An operator can verify your address");
            dana.screen("address-profile-unverified");
            owner.follow("Done");
            assertThat(owner.row("Dana")).containsText("Not verified");
            owner.screen("address-team-unverified");
            owner.follow("Edit Dana (" + email + ")").sees("Not verified").screen("address-member-unverified");

            dana.press("Sign out").isAt("/signin").sees("To " + account.slug());
            dana.screen("address-signin-of-account");
            dana.fill("Email", email).fill("Password", FIRST).press("Sign in").seesHeading("Overview");
            dana.press("Sign out");
            dana.signIn(email, FIRST)
                    .sees("Until your email is verified, sign in on your account's own page")
                    .screen("address-signin-refused");
            dana.open(path(account, "/settings/api")).sees("To " + account.slug());
            dana.fill("Email", email).fill("Password", FIRST).press("Sign in");
            dana.isAt(path(account, "/settings/api"));

            String recovery = verify(operator, account);
            dana.open(recovery).fill("New password", NEXT).press("Set password");
            dana.isAt("/signin").sees("Your password is set.");
            dana.signIn(email, NEXT).seesHeading("Overview").follow("Dana");
            assertThat(dana.page().getByText("Not verified")).hasCount(0);
            dana.screen("address-profile-verified");
            owner.follow("Team");
            assertThat(owner.row("Dana")).not().containsText("Not verified");
        }
    }

    private String verify(Person operator, TestAccount account) {
        operator.open("/operator/people")
                .fill("Email", SaltgateServer.EMAIL)
                .fill("Password", SaltgateServer.PASSWORD)
                .press("Sign in");
        operator.fill("Name or email", email).press("Find people").sees("Not verified");
        operator.sees("In " + account.slug() + " only").screen("address-operator-people");
        operator.follow("Create recovery link for " + email + " (" + account.slug() + ")");
        operator.sees("Using it also verifies the address").screen("address-operator-recovery");
        operator.press("Create recovery link");
        return operator.page()
                .getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Send this link to " + email))
                .inputValue()
                .substring(account.server().url().length());
    }

    @Test
    void invitationsAndChangesGoByMailWhereItIsSent() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try (SaltgateServer server = SaltgateServer.configure()
                        .postgres()
                        .env("SALTGATE_MAIL_HOST", "127.0.0.1")
                        .env(
                                "SALTGATE_MAIL_PORT",
                                Integer.toString(mail.getSmtp().getPort()))
                        .env("SALTGATE_MAIL_TLS", "none")
                        .env("SALTGATE_MAIL_FROM", "Saltgate <saltgate@example.com>")
                        .start();
                Person owner = Person.at(server, chromium);
                Person dana = Person.withoutJavaScript(server, chromium)) {
            TestAccount account = TestAccount.on(server);
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).follow("Team");
            owner.screen("address-team-by-mail");
            owner.fill("Email", email).select("Role", "Admin").press("Send invitation");
            owner.sees("Its link is on its way to ").screen("address-invited-by-mail");
            String join = receive(mail, email, "You are invited");
            owner.follow("Team").sees("Sent by mail").screen("address-invitation-sent");

            dana.open(join).fill("Your name", "Dana").fill("Password", FIRST);
            dana.press("Join Account " + account.slug()).isAt(path(account, "/settings/api"));
            dana.follow("Dana").follow("Change email").screen("address-change");
            dana.fill("New email", email).press("Send link").sees("This is your address already.");
            dana.screen("address-change-complaint");
            String next = "new-" + email;
            dana.fill("New email", next).press("Send link").sees("A link is on its way to ");
            dana.screen("address-change-requested");
            String confirm = receive(mail, next, "Confirm your email address");
            dana.open(confirm).seesHeading("Confirm your new email").screen("address-change-confirm");
            dana.press("Change email").sees("Email changed to " + next);
            dana.open(confirm).seesHeading("This link is no longer valid").screen("address-change-over");
            dana.open("/profile").press("Sign out");
            dana.signIn(next, FIRST).seesHeading("Overview");

            verifyByMail(mail, account, dana);
        } finally {
            mail.stop();
        }
    }

    /** Someone from before mail was sent. */
    private void verifyByMail(GreenMail mail, TestAccount account, Person dana) {
        String next = "new-" + email;
        account.unprove(next);
        dana.open("/profile").sees("Not verified").follow("Verify address").screen("address-verify");
        dana.press("Send link").sees("A link is on its way to ");
        Eventually.await("a second mail", Duration.ofSeconds(60), () -> letters(mail, next, "Confirm") == 2);
        dana.open(lastLink(mail, next, "Confirm")).seesHeading("Verify your address");
        dana.screen("address-verify-confirm");
        dana.fill("New password", NEXT)
                .press("Verify your address")
                .sees(" is verified. You can sign in with it everywhere.");
        dana.screen("address-verified");
        assertThat(dana.page().getByText("Not verified")).hasCount(0);
    }

    /** Waits for the mail, and gives the path of its link. */
    private static String receive(GreenMail mail, String to, String subject) {
        Eventually.await(subject, Duration.ofSeconds(60), () -> letters(mail, to, subject) > 0);
        return lastLink(mail, to, subject);
    }

    private static int letters(GreenMail mail, String to, String subject) {
        int count = 0;
        for (MimeMessage each : mail.getReceivedMessages()) {
            count += is(each, to, subject) ? 1 : 0;
        }
        return count;
    }

    private static String lastLink(GreenMail mail, String to, String subject) {
        String path = "";
        for (MimeMessage each : mail.getReceivedMessages()) {
            if (is(each, to, subject)) {
                Matcher link = LINK.matcher(content(each));
                assertThat(link.find()).isTrue();
                path = link.group(1);
            }
        }
        return path;
    }

    private static boolean is(MimeMessage message, String to, String subject) {
        try {
            return message.getAllRecipients()[0].toString().equals(to)
                    && message.getSubject().startsWith(subject);
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String content(MimeMessage message) {
        try {
            return (String) message.getContent();
        } catch (java.io.IOException | jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String path(TestAccount account, String page) {
        return "/accounts/" + account.slug() + page;
    }
}
