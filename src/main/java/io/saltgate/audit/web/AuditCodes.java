package io.saltgate.audit.web;

import io.saltgate.platform.web.Messages;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What can be filtered by: the codes that an account's trail can have, by area, with their labels. */
public enum AuditCodes {
    API("api.", "token.", "salt.", "callers."),
    WHITELIST("whitelist."),
    WEBHOOKS("webhook."),
    TEAM("member.", "invitation.", "right.", "recovery.", "password.recovered", "factor."),
    ACCOUNT("account.", "audit.");

    /** One code with the label that people read. */
    public record Code(String code, String label) {}

    private static final String PREFIX = "audit.";

    private final Set<String> areas;
    private final List<Code> codes;

    AuditCodes(String... areas) {
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

    static boolean has(String code) {
        return all().stream().anyMatch(each -> each.code().equals(code));
    }

    /** Codes whose label has a text, whatever its case. */
    static Set<String> labelled(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return all().stream()
                .filter(code -> code.label().toLowerCase(Locale.ROOT).contains(lower))
                .map(Code::code)
                .collect(Collectors.toSet());
    }

    private static List<Code> all() {
        return List.of(values()).stream().flatMap(area -> area.codes().stream()).toList();
    }
}
