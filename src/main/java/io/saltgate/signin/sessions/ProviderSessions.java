package io.saltgate.signin.sessions;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What console sessions owe to an identity provider, kept beside them. */
final class ProviderSessions {

    /** Of one person. */
    private static final int MAX_ENDED = 1_000;

    private final EntityManager em;
    private final Announcements announcements;

    ProviderSessions(EntityManager em, Announcements announcements) {
        this.em = em;
        this.announcements = announcements;
    }

    Optional<ProviderSession> find(SessionId id) {
        return Optional.ofNullable(em.find(ProviderSession.class, id.hash()));
    }

    ProviderSession add(SessionId id, UUID user, ProviderSignIn signIn, Instant now) {
        ProviderSession added = new ProviderSession(id.hash(), user, signIn, now.plus(ProviderSignIn.LIFETIME));
        em.persist(added);
        return added;
    }

    /** Makes a session that takes another one's place owe what that one owes. */
    ProviderSession passOn(ProviderSession owed, SessionId id) {
        ProviderSession passed = owed.passOnTo(id.hash());
        em.persist(passed);
        return passed;
    }

    void delete(SessionId id) {
        em.createQuery("delete from ProviderSession p where p.sessionHash = :hash")
                .setParameter("hash", id.hash())
                .executeUpdate();
    }

    void deleteOver(Instant now) {
        BatchDelete.one(em, "provider_session", "ends_at <= ?1", Columns.utc(now));
    }

    /** See {@link ConsoleSessions#endByProvider}. */
    int end(String issuer, @Nullable String subject, @Nullable String sid, @Nullable String address) {
        int ended = 0;
        for (ProviderSession owed : list(issuer, subject, sid)) {
            int deleted = em.createQuery("delete from ConsoleSession s where s.idHash = :hash")
                    .setParameter("hash", owed.sessionHash())
                    .executeUpdate();
            em.remove(owed);
            if (deleted > 0) {
                ended++;
                announcements.announce(new AccountEvent(
                        "session.ended.by.provider",
                        Caller.systemFor(address),
                        null,
                        owed.userId().toString(),
                        Map.of("provider", issuer)));
            }
        }
        return ended;
    }

    private Iterable<ProviderSession> list(String issuer, @Nullable String subject, @Nullable String sid) {
        if (subject == null && sid == null) {
            throw new IllegalArgumentException("neither a person nor a session");
        }
        TypedQuery<ProviderSession> query = em.createQuery(
                "select p from ProviderSession p where p.issuer = :issuer"
                        + (subject == null ? "" : " and p.subject = :subject")
                        + (sid == null ? "" : " and p.sid = :sid"),
                ProviderSession.class);
        query.setParameter("issuer", issuer);
        if (subject != null) {
            query.setParameter("subject", subject);
        }
        if (sid != null) {
            query.setParameter("sid", sid);
        }
        return query.setMaxResults(MAX_ENDED).getResultList();
    }
}
