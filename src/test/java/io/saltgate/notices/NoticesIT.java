package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Mail of a real node, given to a real mail server that isn't there at first. */
class NoticesIT {

    private static final String PASSWORD = "a-password-of-mail";
    private static final int PATIENCE_MILLIS = 150_000;

    @Test
    void tellsTheOwnersOnceTheMailServerIsThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        GreenMail mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        try (SaltgateServer server = SaltgateServer.configure()
                .postgres()
                .env("SALTGATE_MAIL_HOST", "127.0.0.1")
                .env("SALTGATE_MAIL_PORT", Integer.toString(port))
                .env("SALTGATE_MAIL_TLS", "none")
                .env("SALTGATE_MAIL_USER", "saltgate")
                .env("SALTGATE_MAIL_PASSWORD", PASSWORD)
                .env("SALTGATE_MAIL_FROM", "Saltgate <saltgate@example.com>")
                .start()) {
            TestAccount account = TestAccount.on(server);
            Console owner = account.signIn();
            owner.enableApi();
            String failed = "a notice to an owner of " + account.slug() + " was not sent and will be tried again";
            assertThat(Eventually.happens(
                            Duration.ofSeconds(60), () -> server.log().contains(failed)))
                    .isTrue();

            mail.setUser("saltgate", PASSWORD);
            mail.getUserManager().setAuthRequired(true);
            mail.start();
            owner.pause();

            assertThat(mail.waitForIncomingEmail(PATIENCE_MILLIS, 3)).isTrue(); // the first by their second try
            String name = "Account " + account.slug();
            MimeMessage[] received = mail.getReceivedMessages();
            assertThat(Arrays.stream(received).map(NoticesIT::subject))
                    .containsExactlyInAnyOrder(
                            "You signed in on a new browser",
                            "The API of " + name + " was enabled",
                            "Calls to the API of " + name + " are paused");
            assertThat(received).allSatisfy(each -> {
                assertThat(each.getRecipients(Message.RecipientType.TO)[0]).hasToString(account.ownerEmail());
                assertThat(each.getFrom()[0]).hasToString("Saltgate <saltgate@example.com>");
                String body = (String) each.getContent();
                if (subject(each).startsWith("You ")) {
                    assertThat(body).contains("127.0.0.1", server.url() + "/profile/activity");
                    return;
                }
                assertThat(body)
                        .contains(account.ownerEmail() + ">, from 127.0.0.1")
                        .contains(server.url() + "/accounts/" + account.slug() + "/settings/audit");
            });
            assertThat(server.log()).doesNotContain(PASSWORD);
        } finally {
            mail.stop();
        }
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
