package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links by mail, from a real node by a real mail server. */
@Tag("server")
class ResetByMailIT {

    private static final String PAGE = "/signin/forgotten";
    private static final int PATIENCE_MILLIS = 60_000;
    private static final Pattern LINK = Pattern.compile("http\\S+(/recovery/[0-9A-Za-z]{43})");

    private static GreenMail mail;
    private static SaltgateServer server;

    @BeforeAll
    static void start() {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        server = SaltgateServer.configure()
                .postgres()
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

    @Test
    void aLinkComesByMailAndWorksOnce() throws Exception {
        TestAccount account = TestAccount.on(server);
        Console before = account.signIn();
        Answer asked = ask(account.ownerEmail());
        Answer nobody = ask("nobody-" + account.slug() + "@example.com");
        assertThat(asked.status()).isEqualTo(303);
        assertThat(nobody.status()).as("the same for nobody").isEqualTo(303);
        assertThat(nobody.location()).isEqualTo(asked.location()).isEqualTo("/signin");

        assertThat(mail.waitForIncomingEmail(PATIENCE_MILLIS, 2)).isTrue(); // one is about the sign-in
        MimeMessage letter = withSubject("Set a new password for Saltgate").getFirst();
        assertThat(letter.getAllRecipients()[0]).hasToString(account.ownerEmail());
        assertThat(letter.getSubject()).isEqualTo("Set a new password for Saltgate");
        String body = (String) letter.getContent();
        assertThat(body).contains("It was requested from 127.0.0.1");
        Matcher link = LINK.matcher(body);
        assertThat(link.find()).isTrue();
        String path = link.group(1);

        Console browser = Console.at(server);
        assertThat(browser.get(path).body()).contains(account.ownerEmail());
        Answer set = browser.post(path, "new-password", "four other random words");
        assertThat(set.location()).isEqualTo("/signin");
        assertThat(before.get("/profile").location()).startsWith("/signin");
        assertThat(browser.post(path, "new-password", "and yet another one").status())
                .isEqualTo(404);
        Console after = Console.at(server);
        assertThat(after.post("/signin", "email", account.ownerEmail(), "password", "four other random words")
                        .status())
                .isEqualTo(303);
        assertThat(server.log()).doesNotContain(path.substring("/recovery/".length()));
        assertThat(withSubject("Set a new password for Saltgate")).hasSize(1);
        assertThat(mail.waitForIncomingEmail(PATIENCE_MILLIS, 4)).isTrue();
        assertThat(withSubject("Your password was set with a link by mail")).hasSize(1);
        assertThat(withSubject("You signed in on a new browser")).hasSize(2);
    }

    @Test
    void onePersonIsAskedForTenTimesAndThenSlowed() {
        String email = "often-" + System.nanoTime() + "@example.com";
        for (int i = 0; i < 10; i++) {
            assertThat(ask(email).status()).isEqualTo(303);
        }
        Answer slowed = ask(email);
        assertThat(slowed.status()).isEqualTo(429);
        assertThat(slowed.header("Retry-After")).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("io.saltgate.testing.HostileText#list")
    void takesHostileTextForWhatItIs(String encoded) {
        Answer answer = Http.sendRaw(
                server.port(),
                "POST",
                PAGE,
                "email=" + encoded,
                "Origin: " + server.url(),
                "Content-Type: application/x-www-form-urlencoded");
        assertThat(answer.status()).isIn(400, 422);
        assertThat(answer.body()).doesNotContain("<script>alert", "Exception");
    }

    /** Without mail the page says whom to ask, and takes nothing. */
    @Test
    void withoutMailItNamesTheWayByAnOperator() {
        SaltgateServer silent = SaltgateServer.shared();
        assertThat(Console.at(silent).get("/signin").body()).contains("Forgot your password?");
        Answer page = Console.at(silent).get(PAGE);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("This installation sends no mail.").doesNotContain("name=\"email\"");
        assertThat(Console.at(silent).post(PAGE, "email", "meera@example.com").status())
                .isEqualTo(200);
    }

    private static List<MimeMessage> withSubject(String subject) throws MessagingException {
        List<MimeMessage> found = new ArrayList<>();
        for (MimeMessage each : mail.getReceivedMessages()) {
            if (each.getSubject().equals(subject)) {
                found.add(each);
            }
        }
        return found;
    }

    private static Answer ask(String email) {
        return Console.at(server).post(PAGE, "email", email);
    }
}
