package io.saltgate.signin.addresses;

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
import java.util.UUID;

/** Sends mails about people's own addresses, every five seconds, and deletes links that have expired. */
@Dependent
public class AddressMailJob implements Job {

    private static final System.Logger LOG = System.getLogger(AddressMailJob.class.getName());

    private final AddressMails mails;
    private final Mailer mailer;
    private final MailSettings settings;
    private final PublicUrl publicUrl;

    @Inject
    public AddressMailJob(AddressMails mails, Mailer mailer, MailSettings settings, PublicUrl publicUrl) {
        this.mails = mails;
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
            drain(this::sendBatch, mails::deleteExpired);
        } else {
            drain(mails::deleteExpired);
        }
    }

    /** Returns whether there may be more: not after a failure, which the others would share. */
    private boolean sendBatch() {
        List<UUID> due = mails.listDue();
        boolean allSent = true;
        for (UUID each : due) {
            Optional<AddressMails.Letter> letter = mails.claim(each);
            allSent &= letter.isEmpty() || send(letter.get());
        }
        return allSent && !due.isEmpty();
    }

    private boolean send(AddressMails.Letter letter) {
        String kind = letter.token() == null ? "changed" : "proof";
        try {
            mailer.send(letter.to(), text("email.mail." + kind + ".subject"), body(letter, kind));
        } catch (MessagingException | RuntimeException e) { // whatever is wrong with one, the others are sent
            boolean again = mails.putOff(letter);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a mail about a person''s address was not sent and {0}: {1}",
                    again ? "will be tried again" : "is given up",
                    e.toString());
            return false;
        }
        mails.settle(letter);
        return true;
    }

    private String body(AddressMails.Letter letter, String kind) {
        String from = letter.from() == null ? text("reset.mail.unknown") : letter.from();
        String link = letter.token() == null
                ? ""
                : publicUrl.of("/profile/email/" + letter.token().reveal())
                        + (letter.account() == null ? "" : "?account=" + letter.account());
        return text("email.mail." + kind + ".body", letter.name(), link, from, publicUrl.of("/"));
    }

    private static String text(String key, Object... values) {
        return Messages.get(Locale.ENGLISH, key, values);
    }
}
