package io.saltgate.signin.passwords;

import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The browsers that people have signed in on before: by them an owner is told from those who guess. Asked before
 * anybody has signed in, so there is no right to ask for.
 */
@Stateless
@PermitAll
public class KnownDevices {

    /** So many of one person; the one that was not used for the longest time goes. */
    static final int MAX = 20;

    private final EntityManager em;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected KnownDevices() {
        this(null, null);
    }

    @Inject
    public KnownDevices(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    /**
     * Whether the person of this email has signed in there. By the device, so that it tells nothing of who there is.
     *
     * @param account slug of the account on whose page the email was typed; null for the page of all, where an address
     *     that isn't proved belongs to no one
     */
    public boolean isKnown(DeviceId id, String email, @Nullable String account) {
        return em.createQuery(
                        "select u.email from KnownDevice d, User u"
                                + " where d.idHash = :hash and d.lastUsedAt > :over and u.id = d.userId"
                                + " and (u.provedEmail is not null"
                                + " or u.accountId in (select a.id from Account a where a.slug = :account))",
                        String.class)
                .setParameter("hash", id.hash())
                .setParameter("over", clock.instant().minus(KnownDevice.LIFETIME))
                .setParameter("account", account == null ? "" : account)
                .getResultList()
                .contains(email);
    }

    /** Whether that person has signed in there; null is no device. */
    public boolean isKnown(@Nullable DeviceId id, UUID user) {
        KnownDevice found = id == null ? null : em.find(KnownDevice.class, id.hash());
        return found != null && found.isOf(user, clock.instant());
    }

    /** Whether anybody has signed in there. */
    public boolean isKnown(DeviceId id) {
        KnownDevice found = em.find(KnownDevice.class, id.hash());
        return found != null && found.isLive(clock.instant());
    }

    /**
     * After a sign-in.
     *
     * @param brought what the browser kept; null if nothing
     * @return what it shall keep: the same if it is this person's already, else a new one in its place. Never one that
     *     another person's sign-in made, or whoever planted it would have tries of the victim's
     */
    public DeviceId remember(UUID user, @Nullable DeviceId brought) {
        Instant now = clock.instant();
        if (brought != null) {
            KnownDevice found = em.find(KnownDevice.class, brought.hash());
            if (found != null && found.isOf(user, now)) {
                found.use(now);
                return brought;
            }
            delete(List.of(brought.hash()));
        }
        DeviceId id = DeviceId.generate();
        em.persist(new KnownDevice(id, user, now));
        em.flush();
        deleteOver(now);
        delete(beyondMax(user));
        return id;
    }

    /** All of a person's devices are strangers again: after a change of password. */
    public void forgetAll(UUID user) {
        em.createQuery("delete from KnownDevice d where d.userId = :user")
                .setParameter("user", user)
                .executeUpdate();
    }

    private List<String> beyondMax(UUID user) {
        return em.createQuery(
                        "select d.idHash from KnownDevice d where d.userId = :user"
                                + " order by d.lastUsedAt desc, d.createdAt desc, d.idHash",
                        String.class)
                .setParameter("user", user)
                .setFirstResult(MAX)
                .getResultList();
    }

    private void delete(List<String> hashes) {
        for (String hash : hashes) {
            em.createQuery("delete from KnownDevice d where d.idHash = :hash")
                    .setParameter("hash", hash)
                    .executeUpdate();
        }
    }

    private void deleteOver(Instant now) {
        BatchDelete.one(em, "known_device", "last_used_at <= ?1", Columns.utc(now.minus(KnownDevice.LIFETIME)));
    }
}
