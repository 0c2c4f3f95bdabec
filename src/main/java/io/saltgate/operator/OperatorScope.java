package io.saltgate.operator;

import static io.saltgate.accounts.Permission.CHANGE_API;
import static io.saltgate.accounts.Permission.CHANGE_WEBHOOKS;
import static io.saltgate.accounts.Permission.CHANGE_WHITELIST;
import static io.saltgate.accounts.Permission.PAUSE_API;
import static io.saltgate.accounts.Permission.PROVISION_ACCOUNTS;
import static io.saltgate.accounts.Permission.SCOPE_ACCOUNTS;
import static io.saltgate.accounts.Permission.SCOPE_CREDENTIALS;
import static io.saltgate.accounts.Permission.SCOPE_EVENTS;
import static io.saltgate.accounts.Permission.SCOPE_SESSIONS;
import static io.saltgate.accounts.Permission.SEE_API;

import io.saltgate.accounts.Permission;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an operator key may be for. No call reveals a secret that is there already; but {@link #SESSIONS} leads people in
 * whose role may.
 */
public enum OperatorScope {
    /** Accounts and their settings. */
    ACCOUNTS(SCOPE_ACCOUNTS, PROVISION_ACCOUNTS, SEE_API, CHANGE_WHITELIST, CHANGE_WEBHOOKS),
    /** Tokens and salts: enable, rotate, disable, pause and resume. */
    CREDENTIALS(SCOPE_CREDENTIALS, SEE_API, CHANGE_API, PAUSE_API),
    /** Handing in events. */
    EVENTS(SCOPE_EVENTS),
    /** Leading people into accounts by console links; who can do that can act as any of their roles. */
    SESSIONS(SCOPE_SESSIONS);

    private final String permission;
    private final Set<String> permissions;

    OperatorScope(String permission, String... more) {
        Set<String> all = new HashSet<>(Arrays.asList(more));
        all.add(permission);
        all.add(Permission.BE_OPERATOR_KEY);
        this.permission = permission;
        this.permissions = Set.copyOf(all);
    }

    /** The one that says that a caller has this scope. */
    public String permission() {
        return permission;
    }

    public Set<String> permissions() {
        return permissions;
    }

    /** As in documents and answers: {@code accounts}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<OperatorScope> parse(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.toString().equals(text))
                .findFirst();
    }
}
