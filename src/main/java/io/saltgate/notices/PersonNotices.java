package io.saltgate.notices;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.platform.mail.MailSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Stores, in the transaction of a change, what a person is to be told about their own sign-in. */
@Dependent
@Unguarded
public class PersonNotices {

    static final Set<String> TOLD = Set.of(
            "address.proved",
            "factor.added",
            "factor.app.removed",
            "factor.removed",
            "passkey.added",
            "passkey.counter.back",
            "passkey.removed",
            "password.changed",
            "password.recovered",
            "password.reset",
            "person.identity.linked",
            "recovery.code.used",
            "recovery.codes.renewed",
            "signin.device.new");

    /** Mails to one person a day: someone who has the password can sign in any number of times. */
    static final int MAX_A_DAY = 20;

    static final Duration KEPT = Duration.ofDays(1);

    private final EntityManager em;
    private final MailSettings settings;
    private final Clock clock;

    @Inject
    public PersonNotices(@Database EntityManager em, MailSettings settings, Clock clock) {
        this.em = em;
        this.settings = settings;
        this.clock = clock;
    }

    /** Hears what belongs to no account: each event has one such form, and one for each of the person's accounts. */
    public void hear(@Observes AccountEvent event) {
        if (event.account() != null || event.subject() == null || !settings.isOn() || !TOLD.contains(event.code())) {
            return;
        }
        UUID user;
        try {
            user = UUID.fromString(event.subject());
        } catch (IllegalArgumentException e) { // about someone who isn't known here
            return;
        }
        Instant now = clock.instant();
        if (isTooMany(user, now)) {
            return;
        }
        boolean byOther = event.by().kind() == Caller.Kind.OPERATOR
                || !user.equals(event.by().personOrNull());
        em.persist(new PersonNotice(
                Uuid7.next(clock),
                user,
                event.code(),
                event.parameters().get("browser"),
                byOther && event.by().personOrNull() != null ? null : event.by().address(),
                now));
    }

    private boolean isTooMany(UUID user, Instant now) {
        return em.createNativeQuery("select id from person_notice where user_id = ?1 and happened_at > ?2"
                                + " fetch first " + MAX_A_DAY + " rows only")
                        .setParameter(1, user)
                        .setParameter(2, Columns.utc(now.minus(KEPT)))
                        .getResultList()
                        .size()
                == MAX_A_DAY;
    }
}
