package io.saltgate.team;

import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.start.Job;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Sends invitations, every five seconds. */
@Dependent
public class InvitationMailJob implements Job {

    private static final System.Logger LOG = System.getLogger(InvitationMailJob.class.getName());

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

    /** Returns whether there may be more: not after a failure, which the others would share. */
    private boolean sendBatch() {
        List<InvitationId> due = invitations.listDue();
        boolean allSent = true;
        for (InvitationId each : due) {
            Optional<InvitationMail.Letter> letter = invitations.claim(each);
            allSent &= letter.isEmpty() || send(letter.get());
        }
        return allSent && !due.isEmpty();
    }

    private boolean send(InvitationMail.Letter letter) {
        try {
            mailer.send(letter.to(), text("invitation.mail.subject", letter.account()), body(letter));
        } catch (MessagingException | RuntimeException e) { // whatever is wrong with one, the others are sent
            boolean again = invitations.putOff(letter);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an invitation was not sent and {0}: {1}",
                    again ? "will be tried again" : "is given up",
                    e.toString());
            return false;
        }
        invitations.settle(letter);
        return true;
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
