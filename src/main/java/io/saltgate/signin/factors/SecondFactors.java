package io.saltgate.signin.factors;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.passkeys.StoredPasskeys;
import io.saltgate.users.Users;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps people's second factors, and judges their codes, within the use cases that may. Passkeys count as a second
 * factor too; they are kept by {@link StoredPasskeys}.
 */
@Dependent
@Unguarded
public class SecondFactors {

    static final int RECOVERY_CODES = 10;

    /** As apps show them, in groups or not. */
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private static final Pattern APP_CODE = Pattern.compile("[0-9]{6}");

    private final EntityManager em;
    private final Users users;
    private final Announcements announcements;
    private final StoredPasskeys passkeys;
    private final KeyRing ring;
    private final Clock clock;

    @Inject
    public SecondFactors(
            @Database EntityManager em,
            Users users,
            Announcements announcements,
            StoredPasskeys passkeys,
            KeyRing ring,
            Clock clock) {
        this.em = em;
        this.users = users;
        this.announcements = announcements;
        this.passkeys = passkeys;
        this.ring = ring;
        this.clock = clock;
    }

    /** Whether the person has one, an app or a passkey, and so begins no session without it. */
    public boolean has(UUID user) {
        return hasApp(user) || passkeys.has(user);
    }

    public boolean hasApp(UUID user) {
        return em.createQuery("select count(a) from AuthenticatorApp a where a.userId = :user", Long.class)
                        .setParameter("user", user)
                        .getSingleResult()
                > 0;
    }

    public Optional<EnrolledFactor> find(UUID user) {
        AuthenticatorApp app = em.find(AuthenticatorApp.class, user);
        int keys = passkeys.count(user);
        return app == null && keys == 0
                ? Optional.empty()
                : Optional.of(new EnrolledFactor(app == null ? null : app.addedAt(), keys, countCodes(user)));
    }

    /**
     * Uses a code up.
     *
     * @param typed a code of the app, or a recovery code
     * @return whether it was right, and not used before
     */
    public boolean use(UUID user, String typed, @Nullable String address) {
        String digits = SPACES.matcher(typed).replaceAll("");
        if (APP_CODE.matcher(digits).matches()) {
            AuthenticatorApp app = em.find(AuthenticatorApp.class, user, LockModeType.PESSIMISTIC_WRITE);
            return app != null && app.accept(digits, clock.instant(), new Sealing(ring));
        }
        return RecoveryCode.parse(typed)
                .filter(code -> useUp(user, code, address))
                .isPresent();
    }

    private boolean useUp(UUID user, RecoveryCode code, @Nullable String address) {
        List<String> hashes =
                ring.activeFirst().stream().map(key -> code.hash(user, key)).toList();
        boolean used = em.createQuery("delete from StoredRecoveryCode c where c.userId = :user and c.hash in :hashes")
                        .setParameter("user", user)
                        .setParameter("hashes", hashes)
                        .executeUpdate()
                > 0;
        if (used) {
            Caller person = new Caller(Caller.Kind.USER, user, null, Set.of(), null, address);
            announcements.announce(new AccountEvent(
                    "recovery.code.used",
                    person,
                    null,
                    user.toString(),
                    Map.of("left", Integer.toString(countCodes(user)))));
        }
        return used;
    }

    /**
     * Adds an authenticator app. The code that proves it is used up.
     *
     * @return whether that is the app's code
     */
    public boolean add(UUID user, TotpSecret secret, String typed) {
        OptionalLong step = secret.match(SPACES.matcher(typed).replaceAll(""), clock.instant());
        step.ifPresent(used -> users.findAgain(user).orElseThrow().setSecondFactor(true));
        step.ifPresent(
                used -> em.persist(new AuthenticatorApp(user, secret, used, clock.instant(), new Sealing(ring))));
        return step.isPresent();
    }

    /** Makes new recovery codes; older ones no longer work. */
    public List<RecoveryCode> renewCodes(UUID user) {
        removeCodes(user);
        List<RecoveryCode> codes = new ArrayList<>();
        for (int i = 0; i < RECOVERY_CODES; i++) {
            RecoveryCode code = RecoveryCode.generate();
            codes.add(code);
            em.persist(new StoredRecoveryCode(code.hash(user, ring.current()), user));
        }
        return codes;
    }

    /**
     * Removes all that a person has: app, passkeys, and recovery codes.
     *
     * @return whether there was a second factor
     */
    public boolean remove(UUID user) {
        boolean keys = passkeys.removeAll(user);
        return removeApp(user) || keys;
    }

    /** Removes a person's authenticator app, as {@link #removePasskey} does a passkey. */
    public boolean removeApp(UUID user) {
        boolean removed = em.createQuery("delete from AuthenticatorApp a where a.userId = :user")
                        .setParameter("user", user)
                        .executeUpdate()
                > 0;
        settle(user);
        return removed;
    }

    /**
     * Removes one of a person's passkeys. Recovery codes go with the last second factor.
     *
     * @return whether there was one
     */
    public boolean removePasskey(UUID user, UUID passkey) {
        boolean removed = passkeys.remove(user, passkey);
        settle(user);
        return removed;
    }

    /** Notes whether the person has a second factor, after a change of them. */
    public void settle(UUID user) {
        boolean has = has(user);
        if (!has) {
            removeCodes(user);
        }
        users.findAgain(user).ifPresent(person -> person.setSecondFactor(has));
    }

    private int countCodes(UUID user) {
        return em.createQuery("select count(c) from StoredRecoveryCode c where c.userId = :user", Long.class)
                .setParameter("user", user)
                .getSingleResult()
                .intValue();
    }

    private void removeCodes(UUID user) {
        em.createQuery("delete from StoredRecoveryCode c where c.userId = :user")
                .setParameter("user", user)
                .executeUpdate();
    }
}
