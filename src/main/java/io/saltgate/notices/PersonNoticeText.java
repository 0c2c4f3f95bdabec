package io.saltgate.notices;

import io.saltgate.notices.PersonNoticeQueue.PersonLetter;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words the mail to a person about their own sign-in: what happened, where, when, what to do if it wasn't them. */
@Dependent
class PersonNoticeText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final PublicUrl publicUrl;

    @Inject
    PersonNoticeText(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    String subject(PersonLetter letter) {
        return text("notice.person." + letter.code());
    }

    String body(PersonLetter letter) {
        List<String> facts = new ArrayList<>();
        facts.add(text("notice.when", TIME.format(letter.at())));
        letter.browser().ifPresent(browser -> facts.add(text("notice.person.browser", browser)));
        letter.address().ifPresent(address -> facts.add(text("notice.person.address", address)));
        return String.join(
                "\n\n",
                subject(letter) + ".",
                String.join("\n", facts),
                text("notice.person.advice", publicUrl.of("/profile")),
                text("notice.person.details", publicUrl.of("/profile/activity")),
                text("notice.person.reason") + "\n");
    }

    private static String text(String key, Object... parameters) {
        return Messages.get(Locale.ENGLISH, key, parameters);
    }
}
