package io.saltgate.signin.passkeys;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps people's passkeys, and judges what they answer, within the use cases that may. */
@Dependent
@Unguarded
public class StoredPasskeys {

    /** So many of one person. */
    public static final int MAX = 20;

    /** Whose passkey answers, as it says itself: to be judged by {@link #use}. */
    public record Claimed(UUID passkey, UUID user) {}

    private final EntityManager em;
    private final WebAuthn webAuthn;
    private final RelyingParty party;
    private final Clock clock;

    @Inject
    public StoredPasskeys(@Database EntityManager em, WebAuthn webAuthn, RelyingParty party, Clock clock) {
        this.em = em;
        this.webAuthn = webAuthn;
        this.party = party;
        this.clock = clock;
    }

    public boolean has(UUID user) {
        return count(user) > 0;
    }

    public int count(UUID user) {
        return em.createQuery("select count(p) from Passkey p where p.userId = :user", Long.class)
                .setParameter("user", user)
                .getSingleResult()
                .intValue();
    }

    /** Oldest first. */
    List<Passkey> list(UUID user) {
        return em.createQuery("select p from Passkey p where p.userId = :user order by p.id", Passkey.class)
                .setParameter("user", user)
                .getResultList();
    }

    /** The person's passkeys that work here. */
    List<Passkey> listUsable(UUID user) {
        return list(user).stream()
                .filter(passkey -> passkey.rpId().equals(party.id()))
                .toList();
    }

    public List<OwnPasskey> listOwn(UUID user) {
        return list(user).stream().map(this::own).toList();
    }

    public Optional<OwnPasskey> findOwn(UUID user, UUID id) {
        return find(user, id).map(this::own);
    }

    /** @return what it was called; empty if the person has no such passkey */
    public Optional<String> rename(UUID user, UUID id, String name) {
        return find(user, id).map(passkey -> {
            String before = passkey.name();
            passkey.rename(name);
            return before;
        });
    }

    /** @return whether the person had such a passkey */
    public boolean remove(UUID user, UUID id) {
        Optional<Passkey> found = find(user, id);
        found.ifPresent(em::remove);
        em.flush();
        return found.isPresent();
    }

    /** @return whether the person had any */
    public boolean removeAll(UUID user) {
        return em.createQuery("delete from Passkey p where p.userId = :user")
                        .setParameter("user", user)
                        .executeUpdate()
                > 0;
    }

    /** Whose passkey answers; to be known before the locks are taken. */
    public Optional<Claimed> findClaimed(Assertion assertion) {
        return em.createQuery("select p.id, p.userId from Passkey p where p.credentialHash = :hash", Object[].class)
                .setParameter("hash", assertion.credentialHash())
                .getResultStream()
                .findFirst()
                .map(row -> new Claimed((UUID) row[0], (UUID) row[1]));
    }

    /**
     * Judges the answer of a passkey, and uses its challenge up if it is accepted. The person's password has to be
     * locked.
     */
    public WebAuthn.Verdict use(Claimed claimed, Assertion assertion, Ceremony ceremony) {
        Passkey passkey = em.find(Passkey.class, claimed.passkey(), LockModeType.PESSIMISTIC_WRITE);
        Optional<Instant> expiry = webAuthn.findExpiry(assertion, ceremony);
        String challenge = Hashes.base64Url(Hashes.sha256(assertion.challenge()));
        if (passkey == null
                || !passkey.userId().equals(claimed.user())
                || !isFor(passkey, assertion.userHandle(), ceremony)
                || expiry.isEmpty()
                || isSpent(challenge)) {
            return WebAuthn.Verdict.REFUSED;
        }
        WebAuthn.Verdict verdict = webAuthn.judge(assertion, passkey, ceremony, clock.instant());
        if (verdict == WebAuthn.Verdict.ACCEPTED) {
            spend(challenge, expiry.get());
        }
        return verdict;
    }

    /** WebAuthn, section 7.2, step 6: who signs in by the passkey alone is who the passkey says. */
    private static boolean isFor(Passkey passkey, @Nullable String userHandle, Ceremony ceremony) {
        return userHandle == null
                ? ceremony.kind() != Ceremony.Kind.SIGN_IN
                : Hashes.sameText(userHandle, passkey.userHandle());
    }

    /**
     * Adds a passkey. The person's password has to be locked.
     *
     * @param userHandle as the page had it that the browser made the passkey for
     * @param answer of the browser
     * @return whether it is in order, and not registered yet
     */
    public boolean add(UUID user, String userHandle, String answer, String name) {
        Optional<NewPasskey> made = webAuthn.register(answer, Ceremony.registration(user, userHandle))
                .filter(each -> !isSpent(each.challengeHash()))
                .filter(each -> !isKnown(each.credentialId()));
        made.ifPresent(each -> {
            Instant now = clock.instant();
            em.persist(new Passkey(Uuid7.next(clock), user, each, userHandle, party.id(), name, now));
            spend(each.challengeHash(), each.challengeExpiry());
        });
        return made.isPresent();
    }

    /**
     * A host of passkeys that isn't the one of the public address, so that they work no more: the first or last by
     * name, from the index.
     */
    public Optional<String> findOtherHost() {
        return Stream.of("min", "max")
                .flatMap(
                        end -> em
                                .createQuery("select " + end + "(p.rpId) from Passkey p", String.class)
                                .getResultList()
                                .stream())
                .filter(host -> host != null && !host.equals(party.id()))
                .findFirst();
    }

    private boolean isKnown(String credentialId) {
        return !em.createQuery("select p.id from Passkey p where p.credentialHash = :hash", UUID.class)
                .setParameter("hash", Hashes.sha256(credentialId))
                .getResultList()
                .isEmpty();
    }

    private boolean isSpent(String challengeHash) {
        return em.find(SpentChallenge.class, challengeHash) != null;
    }

    private void spend(String challengeHash, Instant expiry) {
        BatchDelete.one(em, "spent_challenge", "expires_at <= ?1", Columns.utc(clock.instant()));
        em.persist(new SpentChallenge(challengeHash, expiry));
        em.flush(); // here, where another transaction's row of the same challenge ends this one
    }

    private Optional<Passkey> find(UUID user, UUID id) {
        return Optional.ofNullable(em.find(Passkey.class, id))
                .filter(passkey -> passkey.userId().equals(user));
    }

    private OwnPasskey own(Passkey passkey) {
        return new OwnPasskey(
                passkey.id(),
                passkey.name(),
                passkey.addedAt(),
                passkey.lastUsedAt(),
                passkey.isBackedUp(),
                passkey.rpId().equals(party.id()) ? null : passkey.rpId());
    }
}
