package io.saltgate.signin.addresses;

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
import java.util.UUID;

/** Sends mails about people's own addresses, every five seconds, and deletes links that have expired. */
@Dependent
public class AddressMailJob implements Job {

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

    private boolean sendBatch() {
        return MailBatch.sendEach(mails.listDue(), this::send);
    }

    private boolean send(UUID id) {
        Optional<AddressMails.Letter> letter = mails.claim(id);
        return letter.isEmpty() || send(letter.get());
    }

    private boolean send(AddressMails.Letter letter) {
        String kind = letter.token() == null ? "changed" : "proof";
        boolean sent = MailBatch.attempt(
                "a mail about a person's address",
                () -> mailer.send(letter.to(), text("email.mail." + kind + ".subject"), body(letter, kind)),
                () -> mails.putOff(letter));
        if (sent) {
            mails.settle(letter);
        }
        return sent;
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
