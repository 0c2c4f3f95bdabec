package io.saltgate.notices;

import io.saltgate.platform.mail.MailBatch;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.mail.Mailer;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Sends the notices that are due, every ten seconds, where mail is configured. */
@Dependent
public class NoticeJob implements Job {

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

    private boolean sendBatch() {
        return MailBatch.sendEach(queue.claim(), this::send);
    }

    private boolean send(Letter letter) {
        boolean sent = MailBatch.attempt(
                "a notice to an owner of " + letter.slug(),
                () -> mailer.send(letter.to(), text.subject(letter), text.body(letter)),
                () -> queue.putOff(letter));
        if (sent) {
            queue.settle(letter);
        }
        return sent;
    }
}
