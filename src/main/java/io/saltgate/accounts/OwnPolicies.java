package io.saltgate.accounts;

import io.saltgate.platform.Unguarded;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes the times that an account sets for itself, inside the transactions of use cases that have locked it. */
@Dependent
@Unguarded
public class OwnPolicies {

    private final Announcements announcements;

    @Inject
    public OwnPolicies(Announcements announcements) {
        this.announcements = announcements;
    }

    /** @param days after which the account wants a new token, up to {@link OwnPolicy#MAX_TOKEN_DAYS}; null for never */
    public void setTokenDays(Caller by, Account account, @Nullable Integer days) {
        Integer before = account.policy().tokenDays();
        if (!Objects.equals(before, days)) {
            account.follow(account.policy().withTokenDays(days));
            announcements.announce(
                    AccountEvent.of("account.token.policy.changed", by, null).changed("days", before, days));
        }
    }

    /** Has sessions of the account's members end sooner than the installation says; null as that says. */
    public void setSessions(
            Caller by, Account account, @Nullable Integer idleMinutes, @Nullable Integer lifetimeHours) {
        OwnPolicy before = account.policy();
        AccountEvent event = AccountEvent.of("account.session.policy.changed", by, null)
                .changed("idleMinutes", before.sessionIdleMinutes(), idleMinutes)
                .changed("lifetimeHours", before.sessionLifetimeHours(), lifetimeHours);
        if (!event.parameters().isEmpty()) {
            account.follow(before.withSessions(idleMinutes, lifetimeHours));
            announcements.announce(event);
        }
    }
}
