package io.saltgate.notices;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.team.Memberships;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Stores, in the transaction of a change, what the owners of its account are to be told. Comes after the audit trail,
 * which locks the account's chain until the commit, so that no two add the same notice.
 */
@Dependent
@Unguarded
public class Notices {

    static final Set<String> TOLD = Set.of(
            "account.suspended",
            "account.suspension.lifted",
            "api.disabled",
            "api.enabled",
            "api.paused",
            "factor.added",
            "factor.removed",
            "member.role.changed",
            "passkey.added",
            "passkey.counter.back",
            "password.recovered",
            "person.disabled",
            "recovery.link.created",
            "token.regenerated",
            "webhook.endpoint.disabled");

    /** Told where the operator did it; what the team does itself is no news to it. */
    static final Set<String> TOLD_OF_OPERATORS = Set.of("member.invited");

    /** Observers that say nothing come at {@code APPLICATION + 500}. */
    private static final int LATE = Interceptor.Priority.APPLICATION + 900;

    private final EntityManager em;
    private final Memberships memberships;
    private final MailSettings settings;
    private final Clock clock;

    @Inject
    public Notices(@Database EntityManager em, Memberships memberships, MailSettings settings, Clock clock) {
        this.em = em;
        this.memberships = memberships;
        this.settings = settings;
        this.clock = clock;
    }

    public void hear(@Observes @Priority(LATE) AccountEvent event) {
        if (event.account() == null || !settings.isOn() || !isTold(event)) {
            return;
        }
        Instant now = clock.instant();
        UUID account = event.account().value();
        for (UUID owner : memberships.listOwners(event.account())) {
            NoticeId id = new NoticeId(account, owner, event.code());
            Notice notice = em.find(Notice.class, id, LockModeType.PESSIMISTIC_WRITE);
            if (notice == null) {
                notice = new Notice(account, owner, event.code());
                notice.count(event, now);
                em.persist(notice);
            } else {
                notice.count(event, now);
            }
        }
    }

    private static boolean isTold(AccountEvent event) {
        return TOLD.contains(event.code())
                || event.by().kind() == Caller.Kind.OPERATOR && TOLD_OF_OPERATORS.contains(event.code());
    }
}
