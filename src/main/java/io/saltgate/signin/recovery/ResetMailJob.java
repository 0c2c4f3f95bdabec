package io.saltgate.signin.recovery;

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

/** Sends the links that people asked for, every five seconds, and deletes links that have expired. */
@Dependent
public class ResetMailJob implements Job {

    private static final System.Logger LOG = System.getLogger(ResetMailJob.class.getName());

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

    /** Returns whether there may be more: not after a failure, which the others would share. */
    private boolean sendBatch() {
        List<ResetRequests.Claimed> claimed = requests.claim();
        boolean allSent = true;
        for (ResetRequests.Claimed each : claimed) {
            allSent &= send(each);
        }
        return allSent && !claimed.isEmpty();
    }

    private boolean send(ResetRequests.Claimed request) {
        Optional<ResetRequests.Letter> letter = requests.createLink(request);
        if (letter.isPresent()) {
            try {
                mailer.send(letter.get().to(), text("reset.mail.subject"), body(letter.get(), request));
            } catch (MessagingException | RuntimeException e) { // whatever is wrong with one, the others are sent
                boolean again = requests.putOff(request, letter.get().token());
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a link to set a new password was not sent and {0}: {1}",
                        again ? "will be tried again" : "is given up",
                        e.toString());
                return false;
            }
        }
        requests.settle(request);
        return true;
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
