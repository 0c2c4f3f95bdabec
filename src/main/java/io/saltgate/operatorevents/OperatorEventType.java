package io.saltgate.operatorevents;

import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.TypeFilter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of operator events, each with the codes of {@link io.saltgate.accounts.AccountEvent} that it stands for. */
public enum OperatorEventType {
    ACCOUNT_CREATED("account.created", "account.created"),
    ACCOUNT_RENAMED("account.renamed", "account.renamed"),
    ACCOUNT_SUSPENDED("account.suspended", "account.suspended"),
    ACCOUNT_UNSUSPENDED("account.unsuspended", "account.suspension.lifted"),
    ACCOUNT_CLOSED("account.closed", "account.closed"),
    ACCOUNT_REOPENED("account.reopened", "account.reopened"),
    API_ENABLED("api.enabled", "api.enabled"),
    API_DISABLED("api.disabled", "api.disabled"),
    API_PAUSED("api.paused", "api.paused"),
    API_RESUMED("api.resumed", "api.resumed"),
    TOKEN_REGENERATED("token.regenerated", "token.regenerated"),
    TOKEN_REPORTED("token.reported", "token.reported"),
    MEMBER_INVITED("member.invited", "member.invited"),
    MEMBER_ADDED("member.added", "member.joined", "member.joined.by.group"),
    MEMBER_REMOVED("member.removed", "member.removed", "member.removed.by.group", "member.left"),
    MEMBER_ROLE_CHANGED("member.roleChanged", "member.role.changed", "member.role.changed.by.group"),
    ENDPOINT_ADDED("endpoint.added", "webhook.endpoint.added"),
    ENDPOINT_CHANGED("endpoint.changed", "webhook.endpoint.changed"),
    ENDPOINT_REMOVED("endpoint.removed", "webhook.endpoint.removed"),
    ENDPOINT_SWITCHED_OFF("endpoint.switchedOff", "webhook.endpoint.switched.off", "webhook.endpoint.disabled"),
    ENDPOINT_SWITCHED_ON("endpoint.switchedOn", "webhook.endpoint.switched.on"),
    WHITELIST_CHANGED(
            "whitelist.changed",
            "whitelist.entry.added",
            "whitelist.entries.added",
            "whitelist.entry.changed",
            "whitelist.entries.changed",
            "whitelist.entry.removed",
            "whitelist.entries.removed",
            "whitelist.entry.restored",
            "whitelist.entries.restored",
            "whitelist.entry.expired",
            "whitelist.replaced"),
    WHITELIST_MODE_CHANGED("whitelist.modeChanged", "whitelist.mode.set"),
    /** Of no code: nobody does it, {@link RefusalWatch} finds it. */
    REFUSALS_RISING("refusals.rising");

    private static final Map<String, OperatorEventType> BY_CODE = Arrays.stream(values())
            .flatMap(type -> type.codes.stream().map(code -> Map.entry(code, type)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** The type of an event that {@link OperatorEvents#test} sends. */
    public static final String TEST = "test";

    private final String text;
    private final List<String> codes;

    OperatorEventType(String text, String... codes) {
        this.text = text;
        this.codes = List.of(codes);
    }

    /** Empty for what is no news to the operator's back end. */
    static Optional<OperatorEventType> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** As events have it: {@code member.added}. */
    public String text() {
        return text;
    }

    List<String> codes() {
        return codes;
    }

    /** Whether a name of a filter means any of them: {@code member.added}, {@code member.*}. */
    public static boolean isNamedBy(String name) {
        TypeFilter filter = new TypeFilter(List.of(name));
        return Arrays.stream(values()).anyMatch(type -> filter.takes(new EventType(type.text)));
    }
}
