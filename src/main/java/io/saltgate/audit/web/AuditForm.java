package io.saltgate.audit.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditFilter;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.platform.web.Exchange;
import io.saltgate.users.EmailAddress;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The filter of the trail as typed.
 *
 * @param who a person's id or a {@link Who}; empty for everyone
 * @param what a code or an area of {@link AuditCodes}; empty for everything
 * @param person a person's email address; empty for everyone. It wins over {@code who}
 * @param from a day in UTC, included
 * @param until a day in UTC, included
 */
public record AuditForm(
        String who, String person, String what, String from, String until, String address, String text) {

    static final int MAX_TEXT = 100;

    /** Who acts without being a person. */
    public enum Who {
        OPERATOR(Caller.Kind.OPERATOR, Caller.Kind.OPERATOR_KEY),
        OPERATOR_KEY(Caller.Kind.OPERATOR_KEY),
        NOBODY(Caller.Kind.NOBODY),
        ACCOUNT_TOKEN(Caller.Kind.ACCOUNT_TOKEN),
        SYSTEM(Caller.Kind.SYSTEM);

        private final Set<String> kinds;

        Who(Caller.Kind... kinds) {
            this.kinds = Arrays.stream(kinds).map(Enum::name).collect(Collectors.toSet());
        }
    }

    static AuditForm of(Exchange exchange) {
        return new AuditForm(
                exchange.field("who").strip(),
                exchange.field("person").strip(),
                exchange.field("what").strip(),
                exchange.field("from").strip(),
                exchange.field("until").strip(),
                exchange.field("address").strip(),
                exchange.field("text").strip());
    }

    /** Keys of the messages that say what is wrong, by field. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (!person.isEmpty() && mail().isEmpty()) {
            problems.put("person", "audit.problem.person");
        }
        if (isBadDay(from)) {
            problems.put("from", "audit.problem.day");
        }
        if (isBadDay(until)) {
            problems.put("until", "audit.problem.day");
        } else if (day(from).isPresent()
                && day(until).isPresent()
                && day(until).get().isBefore(day(from).get())) {
            problems.put("until", "audit.problem.order");
        }
        if (!address.isEmpty() && IpAddresses.parse(address).isEmpty()) {
            problems.put("address", "audit.problem.address");
        }
        if (text.length() > MAX_TEXT) {
            problems.put("text", "audit.problem.text");
        } else if (!PlainText.isPlain(text)) {
            problems.put("text", "audit.problem.text.plain");
        }
        return problems;
    }

    /** Whom the form names by address; empty if it names none that can be one. */
    Optional<EmailAddress> mail() {
        return person.isEmpty() ? Optional.empty() : EmailAddress.parse(person);
    }

    public boolean isNarrow() {
        return !query().isEmpty();
    }

    /** Of a form without problems. What no form of ours sends counts as not given. */
    AuditFilter toFilter(Trail trail) {
        Optional<AuditCodes> area = AuditCodes.of(trail).stream()
                .filter(each -> each.name().equals(what))
                .findFirst();
        Optional<Who> kind =
                trail.kinds().stream().filter(each -> each.name().equals(who)).findFirst();
        return new AuditFilter(
                Exchange.parseId(who).orElse(null),
                kind.map(each -> each.kinds).orElse(Set.of()),
                AuditCodes.has(trail, what) ? what : null,
                area.map(AuditCodes::areas).orElse(Set.of()),
                IpAddresses.parse(address).map(IPAddress::toCanonicalString).orElse(null),
                begin(from, 0),
                begin(until, 1),
                text.isEmpty() ? null : text,
                text.isEmpty() ? Set.of() : AuditCodes.labelled(trail, text));
    }

    /** For links to pages of the same filter; empty, or ends in an ampersand. */
    public String query() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("who", who);
        fields.put("person", person);
        fields.put("what", what);
        fields.put("from", from);
        fields.put("until", until);
        fields.put("address", address);
        fields.put("text", text);
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8) + "&")
                .collect(Collectors.joining());
    }

    private static boolean isBadDay(String typed) {
        return !typed.isEmpty() && day(typed).isEmpty();
    }

    private static @Nullable Instant begin(String typed, int daysLater) {
        return day(typed)
                .map(day -> day.plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElse(null);
    }

    private static Optional<LocalDate> day(String typed) {
        try {
            return Optional.of(LocalDate.parse(typed)).filter(day -> day.getYear() >= 2000 && day.getYear() < 10_000);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
