package io.saltgate.accounts;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a feature announces. Audit and notices observe it in the same transaction and store what it carries: codes and
 * parameters, never rendered text and never a secret.
 *
 * @param code what happened, dotted lower case: {@code api.enabled}
 * @param by who did it
 * @param account the account that it happened to; null for what belongs to none
 * @param subject what it happened to: an id, a range; null if the code says it all
 * @param parameters further facts by name
 */
public record AccountEvent(
        String code,
        Caller by,
        @Nullable AccountId account,
        @Nullable String subject,
        Map<String, String> parameters) {

    public AccountEvent {
        parameters = new TreeMap<>(parameters);
    }

    /** Something the caller did to the account that it acts on. */
    public static AccountEvent of(String code, Caller by, @Nullable Object subject) {
        return new AccountEvent(code, by, by.account(), subject == null ? null : subject.toString(), Map.of());
    }

    /** The longest value of a change that is kept. */
    private static final int MAX_VALUE = 200;

    /** Also says what something was and is; nothing if that is the same. */
    public AccountEvent changed(String name, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return this;
        }
        return with("old." + name, text(before)).with("new." + name, text(after));
    }

    private static String text(@Nullable Object value) {
        String text = value == null ? "" : value.toString();
        return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE) + "…";
    }

    public AccountEvent with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(name, value.toString());
        return new AccountEvent(code, by, account, subject, more);
    }
}
