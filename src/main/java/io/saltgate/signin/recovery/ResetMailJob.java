package io.saltgate.signin.recovery;

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

/** Sends the links that people asked for, every five seconds, and deletes links that have expired. */
@Dependent
public class ResetMailJob implements Job {

    private final ResetRequests requests;
    private final Mailer mailer;
    private final MailSettings settings;
    private final PublicUrl publicUrl;

    @Inject
    public ResetMailJob(ResetRequests requests, Mailer mailer, MailSettings settings, PublicUrl publicUrl) {
        this.requests = requests;
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
            drain(this::sendBatch, requests::deleteExpired);
        } else {
            drain(requests::deleteExpired);
        }
    }

    private boolean sendBatch() {
        return MailBatch.sendEach(requests.claim(), this::send);
    }

    private boolean send(ResetRequests.Claimed request) {
        Optional<ResetRequests.Letter> letter = requests.createLink(request);
        boolean done = letter.isEmpty() || send(letter.get(), request);
        if (done) {
            requests.settle(request);
        }
        return done;
    }

    private boolean send(ResetRequests.Letter letter, ResetRequests.Claimed request) {
        return MailBatch.attempt(
                "a link to set a new password",
                () -> mailer.send(letter.to(), text("reset.mail.subject"), body(letter, request)),
                () -> requests.putOff(request, letter.token()));
    }

    private String body(ResetRequests.Letter letter, ResetRequests.Claimed request) {
        String link = publicUrl.of("/recovery/" + letter.token().reveal());
        String from = request.address() == null ? text("reset.mail.unknown") : request.address();
        return text("reset.mail.body", letter.name(), link, from, publicUrl.of("/"));
    }

    private static String text(String key, Object... values) {
        return Messages.get(Locale.ENGLISH, key, values);
    }
}
