package io.saltgate.operator;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.PlainText;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The use cases on operator keys, for operators alone. */
@Stateless
@ForOwnAccount
public class OperatorKeys {

    public static final int MAX_NAME = 100;
    public static final int MAX_RANGES = 40;

    /**
     * What a key is to be.
     *
     * @param name for people
     * @param scopes one at least
     * @param addresses blocks that it may call from, 40 at most; empty for anywhere
     * @param expiresAt null if it doesn't
     */
    public record NewKey(
            String name,
            Set<OperatorScope> scopes,
            List<IPAddress> addresses,
            @Nullable Instant expiresAt) {

        public NewKey {
            if (name.isBlank() || name.length() > MAX_NAME || !PlainText.isPlain(name)) {
                throw new IllegalArgumentException("not a key's name");
            }
            if (scopes.isEmpty() || addresses.size() > MAX_RANGES) {
                throw new IllegalArgumentException("a key has a scope, and not too many addresses");
            }
            scopes = Set.copyOf(scopes);
            addresses = List.copyOf(addresses);
        }
    }

    /** A new key, and its text, which is shown once. */
    public record Made(OperatorKey key, OperatorKeyText text) {}

    private final EntityManager em;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OperatorKeys() {
        this(null, null, null, null);
    }

    @Inject
    public OperatorKeys(@Database EntityManager em, Announcements announcements, KeyRing ring, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    /** Newest first, revoked and expired ones too. */
    @RolesAllowed(Permission.OPERATE)
    public List<OperatorKey> list(Caller caller) {
        return em.createQuery("select k from OperatorKey k order by k.createdAt desc, k.id", OperatorKey.class)
                .getResultList();
    }

    /**
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     * @throws OperatorKeyNameTaken if a living key has the name: a form that was sent twice makes one key
     */
    @RolesAllowed(Permission.OPERATE)
    public Made make(Caller caller, NewKey wanted) {
        caller.requireRecentProof(clock.instant());
        OperatorKeyText text = OperatorKeyText.generate();
        OperatorKey key =
                new OperatorKey(Uuid7.next(clock), text, ring, wanted, clock.instant(), caller.personOrNull());
        em.persist(key);
        em.flush();
        announcements.announce(
                new AccountEvent("operator.key.made", caller, null, key.id().toString(), facts(key)));
        // The chain is this transaction's alone by now: of two at once the second sees the first's key.
        refuseUnlessAlone(key);
        return new Made(key, text);
    }

    /**
     * Ends a key at once; one that has ended is no error.
     *
     * @throws NotFound if there is no such key
     */
    @RolesAllowed(Permission.OPERATE)
    public void revoke(Caller caller, UUID id) {
        OperatorKey key = em.find(OperatorKey.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (key == null) {
            throw new NotFound();
        }
        if (key.revokedAt() == null) {
            key.revoke(clock.instant());
            announcements.announce(new AccountEvent(
                    "operator.key.revoked", caller, null, key.id().toString(), facts(key)));
        }
    }

    private void refuseUnlessAlone(OperatorKey key) {
        long living = em.createQuery(
                        "select count(k) from OperatorKey k where k.name = :name and k.revokedAt is null"
                                + " and (k.expiresAt is null or k.expiresAt > :now)",
                        Long.class)
                .setParameter("name", key.name())
                .setParameter("now", clock.instant())
                .getSingleResult();
        if (living > 1) {
            throw new OperatorKeyNameTaken();
        }
    }

    private static Map<String, String> facts(OperatorKey key) {
        return Map.of("name", key.name());
    }
}
