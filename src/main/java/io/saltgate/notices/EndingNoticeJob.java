package io.saltgate.notices;

import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/** Runs {@link EndingNotices} and {@link TokenAgeNotices} every five minutes, where mail is configured. */
@Dependent
public class EndingNoticeJob implements Job {

    private final EndingNotices endings;
    private final TokenAgeNotices ages;
    private final MailSettings settings;

    @Inject
    public EndingNoticeJob(EndingNotices endings, TokenAgeNotices ages, MailSettings settings) {
        this.endings = endings;
        this.ages = ages;
        this.settings = settings;
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void run() {
        if (settings.isOn()) {
            drain(
                    () -> endings.tellNext(EndingNotices.Kind.ENTRY),
                    () -> endings.tellNext(EndingNotices.Kind.TOKEN),
                    ages::tellNext);
        }
    }
}
