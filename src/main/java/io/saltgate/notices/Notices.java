package io.saltgate.notices;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Stores, in the transaction of a change, what the owners of its account are to be told. Comes after the audit trail,
 * which locks the account's chain until the commit, so that no two add the same notice.
 */
@Dependent
@Unguarded
public class Notices {

    /** Told where the operator did it; what the team does itself is no news to it. */
    static final Set<String> TOLD_OF_OPERATORS = Set.of("member.invited");

    /** Observers that say nothing come at {@code APPLICATION + 500}. */
    private static final int LATE = Interceptor.Priority.APPLICATION + 900;

    private static final String OWNER = "OWNER";

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
        Optional<String> code = code(event);
        if (event.account() == null || code.isEmpty() || !settings.isOn()) {
            return;
        }
        tell(event.account(), code.get(), event.by());
    }

    /** Stores a notice for each owner who gets those of its group. The account is locked, or its chain. */
    void tell(AccountId id, String code, Caller by) {
        NoticeGroup group = NoticeGroup.of(code).orElseThrow();
        Instant now = clock.instant();
        UUID account = id.value();
        for (UUID owner : memberships.listOwners(id)) {
            if (isOff(owner, group)) {
                continue;
            }
            NoticeId key = new NoticeId(account, owner, code);
            Notice notice = em.find(Notice.class, key, LockModeType.PESSIMISTIC_WRITE);
            if (notice == null) {
                notice = new Notice(account, owner, code);
                notice.count(by, now);
                em.persist(notice);
            } else {
                notice.count(by, now);
            }
        }
    }

    private boolean isOff(UUID owner, NoticeGroup group) {
        return !em.createNativeQuery("select 1 from notice_off where user_id = ?1 and notice_group = ?2")
                .setParameter(1, owner)
                .setParameter(2, group.name())
                .getResultList()
                .isEmpty();
    }

    /** What an event is to owners; empty if it is no news to them. */
    private static Optional<String> code(AccountEvent event) {
        boolean owner = event.code().equals("member.joined")
                ? OWNER.equals(event.parameters().get("role"))
                : event.code().equals("member.role.changed")
                        && OWNER.equals(event.parameters().get("to"));
        if (owner) {
            return Optional.of("member.owner.added");
        }
        boolean told = !TOLD_OF_OPERATORS.contains(event.code()) || event.by().kind() == Caller.Kind.OPERATOR;
        return Optional.of(event.code())
                .filter(code -> told && NoticeGroup.of(code).isPresent());
    }
}
