package io.saltgate.notices;

import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words the mail of a notice: what happened, who did it, when, what to do if it was nobody of the team. */
@Dependent
class NoticeText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final PublicUrl publicUrl;

    @Inject
    NoticeText(PublicUrl publicUrl) {
        this.publicUrl = publicUrl;
    }

    String subject(Letter letter) {
        return text("notice." + letter.code(), letter.account());
    }

    String body(Letter letter) {
        List<String> facts = new ArrayList<>();
        String by = letter.by().orElseGet(() -> text("notice.by.system"));
        facts.add(letter.address()
                .map(address -> text("notice.by.from", by, address))
                .orElseGet(() -> text("notice.by", by)));
        facts.add(
                letter.times() == 1
                        ? text("notice.when", time(letter.lastAt()))
                        : text("notice.when.often", time(letter.lastAt()), letter.times(), time(letter.firstAt())));
        return String.join(
                "\n\n",
                subject(letter) + ".",
                String.join("\n", facts),
                advice(letter),
                text("notice.details", link(letter, "/settings/audit")),
                text("notice.reason", letter.account(), publicUrl.of("/profile/notices")) + "\n");
    }

    /** What to do about something that someone did; a token's age has no one behind it. */
    private String advice(Letter letter) {
        return switch (letter.code()) {
            case TokenAgeNotices.DUE, TokenAgeNotices.OLD ->
                text("notice.advice.age", link(letter, "/settings/api/token/rotation"));
            default -> text("notice.advice", link(letter, "/settings/api"), link(letter, "/settings/team"));
        };
    }

    private String link(Letter letter, String page) {
        return publicUrl.of("/accounts/" + letter.slug() + page);
    }

    private static String time(Instant when) {
        return TIME.format(when);
    }

    private static String text(String key, Object... parameters) {
        return Messages.get(Locale.ENGLISH, key, parameters);
    }
}
