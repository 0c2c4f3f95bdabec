package io.saltgate.notices;

import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;

/** Sends the notices that are due, every ten seconds, where mail is configured. */
@Dependent
public class NoticeJob implements Job {

    private static final System.Logger LOG = System.getLogger(NoticeJob.class.getName());

    private final NoticeQueue queue;
    private final NoticeText text;
    private final Mailer mailer;
    private final MailSettings settings;

    @Inject
    public NoticeJob(NoticeQueue queue, NoticeText text, Mailer mailer, MailSettings settings) {
        this.queue = queue;
        this.text = text;
        this.mailer = mailer;
        this.settings = settings;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        if (settings.isOn()) {
            drain(this::sendBatch, queue::deleteSent);
        }
    }

    /** Returns whether there may be more: not after a failure, which the others would share. */
    private boolean sendBatch() {
        List<Letter> letters = queue.claim();
        boolean allSent = true;
        for (Letter letter : letters) {
            allSent &= send(letter);
        }
        return allSent && !letters.isEmpty();
    }

    private boolean send(Letter letter) {
        try {
            mailer.send(letter.to(), text.subject(letter), text.body(letter));
        } catch (MessagingException | RuntimeException e) { // whatever is wrong with one, the others are sent
            boolean again = queue.putOff(letter);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a notice to an owner of {0} was not sent and {1}: {2}",
                    letter.slug(),
                    again ? "will be tried again" : "is given up",
                    e.toString());
            return false;
        }
        queue.settle(letter);
        return true;
    }
}
