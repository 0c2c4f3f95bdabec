package io.saltgate.signin.firstrun;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.Base62;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.passwords.Password;
import io.saltgate.team.Memberships;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The first person: operator, and owner of the first account. Possible once, while there is no user at all, for whoever
 * can read the set-up code on the machine. Every step holds the lock of the one {@code installation} row.
 */
@Stateless
@PermitAll
public class FirstRun {

    /** What came of a try. */
    public sealed interface Outcome {
        record Done(UUID user, String slug) implements Outcome {}

        record WrongCode(int triesLeft) implements Outcome {}

        /** Somebody was set up before, or the code has been tried too often. */
        record Closed() implements Outcome {}
    }

    /** The first person, and the first account's name. The password is hashed already. */
    public record FirstPerson(EmailAddress email, String name, String passwordHash, String accountName) {
        @Override
        public String toString() {
            return "first person " + email;
        }
    }

    /** 32 base-62 characters: 190 bits. */
    private static final int CODE_LENGTH = 32;

    private static final int TRIES = 5;

    private final EntityManager em;
    private final Users users;
    private final Accounts accounts;
    private final Memberships members;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected FirstRun() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public FirstRun(
            @Database EntityManager em,
            Users users,
            Accounts accounts,
            Memberships members,
            Announcements announcements,
            Clock clock) {
        this.em = em;
        this.users = users;
        this.accounts = accounts;
        this.members = members;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Whether there is nobody yet. */
    public boolean isOpen() {
        return users.isEmpty();
    }

    /** A new code in place of any before; empty if there is somebody already. The database keeps its hash alone. */
    public Optional<String> openWithNewCode() {
        lock();
        if (!users.isEmpty()) {
            return Optional.empty();
        }
        String code = Base62.random(CODE_LENGTH);
        em.createNativeQuery("update installation set setup_hash = ?1, setup_tries = 0 where id = 1")
                .setParameter(1, hash(code))
                .executeUpdate();
        return Optional.of(code);
    }

    /**
     * Judges the code alone, so that only who has it may have a password hashed.
     *
     * @return empty if it is right
     */
    public Optional<Outcome> refuse(String code, @Nullable String address) {
        Row row = lock();
        if (!users.isEmpty() || row.hash() == null || row.tries() >= TRIES) {
            return Optional.of(new Outcome.Closed());
        }
        if (!Hashes.sameText(row.hash(), hash(code))) {
            em.createNativeQuery("update installation set setup_tries = setup_tries + 1 where id = 1")
                    .executeUpdate();
            announcements.announce(new AccountEvent("setup.code.wrong", Caller.nobody(address), null, null, Map.of()));
            return Optional.of(new Outcome.WrongCode(TRIES - row.tries() - 1));
        }
        return Optional.empty();
    }

    public Outcome complete(String code, FirstPerson person, @Nullable String address) {
        return refuse(code, address).orElseGet(() -> create(person, address));
    }

    /**
     * Without a code, from the configuration.
     *
     * @return empty if there is somebody already
     */
    public Optional<Outcome.Done> bootstrap(FirstPerson person) {
        lock();
        return users.isEmpty() ? Optional.of(create(person, null)) : Optional.empty();
    }

    private Outcome.Done create(FirstPerson person, @Nullable String address) {
        User user = users.create(person.email(), person.name(), true);
        em.persist(new Password(user.id(), person.passwordHash(), clock.instant()));
        em.createNativeQuery("update installation set setup_hash = null, set_up_at = ?1 where id = 1")
                .setParameter(1, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .executeUpdate();
        Caller by = new Caller(Caller.Kind.USER, user.id(), null, Set.of(), null, address);
        Account account = accounts.create(by, null, person.accountName(), null);
        members.add(account.id(), user.id(), Role.OWNER);
        announcements.announce(
                new AccountEvent("setup.completed", by, null, user.id().toString(), Map.of()));
        return new Outcome.Done(user.id(), account.slug());
    }

    private record Row(@Nullable String hash, int tries) {}

    private Row lock() {
        List<?> rows = em.createNativeQuery("select setup_hash, setup_tries from installation where id = 1 for update")
                .getResultList();
        Object[] columns = (Object[]) rows.getFirst();
        return new Row((String) columns[0], ((Number) columns[1]).intValue());
    }

    private static String hash(String code) {
        return Hashes.sha256("setup:" + code);
    }
}
