package io.saltgate.audit.web;

import io.saltgate.platform.web.Messages;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be filtered by: the codes that a trail can have, by area, with their labels. */
public enum AuditCodes {
    API(Trail.ACCOUNT, "api.", "token.", "salt.", "callers."),
    WHITELIST(Trail.ACCOUNT, "whitelist."),
    WEBHOOKS(Trail.ACCOUNT, "webhook."),
    TEAM(
            Trail.ACCOUNT,
            "member.",
            "invitation.",
            "right.",
            "recovery.",
            "password.recovered",
            "factor.",
            "passkey.",
            "address.",
            "person."),
    ACCOUNT(Trail.ACCOUNT, "account.", "audit."),
    SIGN_INS(Trail.SYSTEM, "signed.", "signin.", "session."),
    PEOPLE(Trail.SYSTEM, "person.", "password.", "recovery.", "factor.", "passkey.", "address."),
    OPERATORS(Trail.SYSTEM, "operator.", "setup.", "right.", "audit."),
    ACCOUNTS(Trail.SYSTEM, "account.", "member.invited");

    /** One code with the label that people read. */
    public record Code(String code, String label) {}

    private static final String PREFIX = "audit.";

    private final Trail trail;
    private final Set<String> areas;
    private final List<Code> codes;

    AuditCodes(Trail trail, String... areas) {
        this.trail = trail;
        this.areas = Set.of(areas);
        this.codes = this.areas.stream()
                .flatMap(area -> Messages.keys(PREFIX + area).stream().map(rest -> area + rest))
                .map(code -> new Code(code, Messages.get(Locale.ENGLISH, PREFIX + code)))
                .sorted(Comparator.comparing(Code::label).thenComparing(Code::code))
                .toList();
    }

    public Set<String> areas() {
        return areas;
    }

    /** The key of the message that names the area. */
    public String label() {
        return PREFIX + "area." + name();
    }

    /** By label. */
    public List<Code> codes() {
        return codes;
    }

    /** The areas of a trail. */
    static List<AuditCodes> of(Trail trail) {
        return Arrays.stream(values()).filter(each -> each.trail == trail).toList();
    }

    static boolean has(Trail trail, String code) {
        return all(trail).stream().anyMatch(each -> each.code().equals(code));
    }

    /** Codes whose label has a text, whatever its case. */
    static Set<String> labelled(Trail trail, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return all(trail).stream()
                .filter(code -> code.label().toLowerCase(Locale.ROOT).contains(lower))
                .map(Code::code)
                .collect(Collectors.toSet());
    }

    private static List<Code> all(Trail trail) {
        return of(trail).stream().flatMap(area -> area.codes().stream()).toList();
    }
}
