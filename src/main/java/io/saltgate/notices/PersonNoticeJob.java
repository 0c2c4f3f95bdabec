package io.saltgate.notices;

import io.saltgate.notices.PersonNoticeQueue.PersonLetter;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.List;

/** Sends people what is due about their own sign-in, every ten seconds, where mail is configured. */
@Dependent
public class PersonNoticeJob implements Job {

    private static final System.Logger LOG = System.getLogger(PersonNoticeJob.class.getName());

    private final PersonNoticeQueue queue;
    private final PersonNoticeText text;
    private final Mailer mailer;
    private final MailSettings settings;

    @Inject
    public PersonNoticeJob(PersonNoticeQueue queue, PersonNoticeText text, Mailer mailer, MailSettings settings) {
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
        List<PersonLetter> letters = queue.claim();
        boolean allSent = true;
        for (PersonLetter letter : letters) {
            allSent &= send(letter);
        }
        return allSent && !letters.isEmpty();
    }

    private boolean send(PersonLetter letter) {
        try {
            mailer.send(letter.to(), text.subject(letter), text.body(letter));
        } catch (MessagingException | RuntimeException e) { // whatever is wrong with one, the others are sent
            boolean again = queue.putOff(letter.id());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a notice about a sign-in was not sent and {0}: {1}",
                    again ? "will be tried again" : "is given up",
                    e.toString());
            return false;
        }
        queue.settle(letter.id());
        return true;
    }
}
