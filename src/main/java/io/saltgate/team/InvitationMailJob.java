package io.saltgate.team;

import io.saltgate.platform.mail.MailBatch;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.start.Job;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Sends invitations, every five seconds. */
@Dependent
public class InvitationMailJob implements Job {

    private final InvitationMail invitations;
    private final Mailer mailer;
    private final MailSettings settings;
    private final PublicUrl publicUrl;

    @Inject
    public InvitationMailJob(InvitationMail invitations, Mailer mailer, MailSettings settings, PublicUrl publicUrl) {
        this.invitations = invitations;
        this.mailer = mailer;
        this.settings = settings;
        this.publicUrl = publicUrl;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(5);
    }

    @Override
    public void run() {
        if (settings.isOn()) {
            drain(this::sendBatch, invitations::deleteOld);
        }
    }

    private boolean sendBatch() {
        return MailBatch.sendEach(invitations.listDue(), this::send);
    }

    private boolean send(InvitationId id) {
        Optional<InvitationMail.Letter> letter = invitations.claim(id);
        return letter.isEmpty() || send(letter.get());
    }

    private boolean send(InvitationMail.Letter letter) {
        boolean sent = MailBatch.attempt(
                "an invitation",
                () -> mailer.send(letter.to(), text("invitation.mail.subject", letter.account()), body(letter)),
                () -> invitations.putOff(letter));
        if (sent) {
            invitations.settle(letter);
        }
        return sent;
    }

    private String body(InvitationMail.Letter letter) {
        String by = letter.by() == null ? text("invitation.mail.operator") : letter.by();
        String link = publicUrl.of("/invitation/" + letter.token().reveal());
        return text("invitation.mail.body", by, letter.account(), text("team.role." + letter.role()), link);
    }

    private static String text(String key, Object... values) {
        return Messages.get(Locale.ENGLISH, key, values);
    }
}
