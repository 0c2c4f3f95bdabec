package io.saltgate.notices;

import io.saltgate.notices.PersonNoticeQueue.PersonLetter;
import io.saltgate.platform.mail.MailBatch;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Sends people what is due about their own sign-in, every ten seconds, where mail is configured. */
@Dependent
public class PersonNoticeJob implements Job {

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

    private boolean sendBatch() {
        return MailBatch.sendEach(queue.claim(), this::send);
    }

    private boolean send(PersonLetter letter) {
        boolean sent = MailBatch.attempt(
                "a notice about a sign-in",
                () -> mailer.send(letter.to(), text.subject(letter), text.body(letter)),
                () -> queue.putOff(letter.id()));
        if (sent) {
            queue.settle(letter.id());
        }
        return sent;
    }
}
