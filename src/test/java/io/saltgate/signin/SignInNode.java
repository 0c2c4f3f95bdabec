package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.passkeys.Assertion;
import io.saltgate.signin.passwords.AttemptQueue;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.Password;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.signin.passwords.TokenBuckets;
import io.saltgate.team.InvitationToken;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import jakarta.ejb.EJBException;
import jakarta.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in as one node has it, outside of any server: whatever the container calls through its proxies runs in a
 * transaction of its own. Hashing is counted and costs nothing.
 */
public final class SignInNode {

    public static final String RIGHT = "the right password";
    public static final String WRONG = "a wrong password";

    /** Begins hashes that were made with other parameters. */
    static final String OLD = "old hash of ";

    /** How often a password was hashed for comparison. */
    public final AtomicInteger hashed = new AtomicInteger();

    /** How often a password was hashed to be stored. */
    public final AtomicInteger stored = new AtomicInteger();

    public final World world;
    public final SignInThrottle throttle;
    public final SignIn signIn;
    final PasskeySignIn passkeySignIn;
    final InvitationSignUp invitations;

    /** Whether the hasher has too much to do. */
    public volatile boolean busy;

    public SignInNode(World world) {
        this.world = world;
        PasswordHasher hasher = new FreeHasher();
        AttemptQueue queue = new AttemptQueue(1_000, 1_000);
        Passwords passwords = new TransactionalPasswords();
        KnownDevices devices = new TransactionalDevices();
        throttle =
                new SignInThrottle(new TokenBuckets(world.database().dataSource()), devices, passwords, world.ring());
        PendingSignIns pending = new PendingSignIns(passwords, world.ring(), world.clock());
        signIn = new SignIn(
                passwords, hasher, queue, new TransactionalSessions(), throttle, new TransactionalProfile(), pending);
        passkeySignIn = new PasskeySignIn(
                new TransactionalPasskeys(),
                world.anyonesOptions(),
                pending,
                passwords,
                world.webAuthn(),
                queue,
                throttle);
        invitations = new InvitationSignUp(new TransactionalJoining(), hasher, queue, throttle);
    }

    /** A new person with {@link #RIGHT}. */
    public UUID person(String email) {
        return world.ask(s -> {
            UUID user = s.users()
                    .create(EmailAddress.parse(email).orElseThrow(), "Meera", false)
                    .id();
            s.em().persist(new Password(user, "hash of " + RIGHT, world.clock().instant()));
            return user;
        });
    }

    UUID operator(String email) {
        UUID operator = person(email);
        world.tell(s -> s.users().find(operator).orElseThrow().setOperator(true));
        return operator;
    }

    public SignIn.Outcome tryAs(String email, String password, @Nullable DeviceId device, @Nullable String address) {
        return signIn.withPassword(email, password, new SignIn.Browser(null, device, address));
    }

    public boolean passes(String email, String password, @Nullable DeviceId device, @Nullable String address) {
        return !(tryAs(email, password, device, address) instanceof SignIn.Outcome.Slowed);
    }

    /** A sign-in from a browser that nobody knows. */
    public DeviceId signInFromNewDevice(String email, String address) {
        return ((SignIn.Outcome.SignedIn) tryAs(email, RIGHT, null, address)).device();
    }

    /** As if so much time had gone by in the database. */
    public void letPass(Duration time) {
        try (Connection connection = world.database().dataSource().getConnection();
                Statement query = connection.createStatement();
                PreparedStatement update = connection.prepareStatement(
                        "update throttle set full_at = ?, told_at = ? where kind = ? and slot = ?");
                ResultSet row = query.executeQuery("select full_at, told_at, kind, slot from throttle")) {
            while (row.next()) {
                OffsetDateTime told = row.getObject(2, OffsetDateTime.class);
                update.setObject(1, row.getObject(1, OffsetDateTime.class).minus(time));
                update.setObject(2, told == null ? null : told.minus(time));
                update.setString(3, row.getString(3));
                update.setInt(4, row.getInt(4));
                update.addBatch();
            }
            update.executeBatch();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public long rows(String table) {
        return world.ask(s -> ((Number) s.em().createNativeQuery("select count(*) from " + table)
                        .getSingleResult())
                .longValue());
    }

    long audited(String code) {
        return world.ask(s -> ((Number) s.em().createNativeQuery("select count(*) from audit_entry where code = ?1")
                        .setParameter(1, code)
                        .getSingleResult())
                .longValue());
    }

    public Caller caller(UUID user, @Nullable String address) {
        return new Caller(Caller.Kind.USER, user, null, Set.of(), world.clock().instant(), address);
    }

    private final class FreeHasher extends PasswordHasher {
        @Override
        public String hash(String password) {
            stored.incrementAndGet();
            return "hash of " + password;
        }

        @Override
        public boolean isOutdated(String hash) {
            return hash.startsWith(OLD);
        }

        @Override
        public boolean matches(String password, String hash) {
            if (busy) {
                throw new AttemptQueue.Busy();
            }
            hashed.incrementAndGet();
            return hash.equals("hash of " + password) || hash.equals(OLD + password);
        }
    }

    private final class TransactionalPasswords extends Passwords {
        @Override
        public Optional<Stored> find(EmailAddress email, @Nullable String account) {
            return world.ask(s -> s.passwords().find(email, account));
        }

        @Override
        public Optional<Stored> find(UUID user) {
            return world.ask(s -> s.passwords().find(user));
        }

        @Override
        public void rehash(Stored stored, String newHash) {
            world.tell(s -> s.passwords().rehash(stored, newHash));
        }

        @Override
        public void recordCodeRefused(UUID user, @Nullable String address) {
            world.tell(s -> s.passwords().recordCodeRefused(user, address));
        }

        @Override
        public void recordFailure(@Nullable UUID user, @Nullable String address) {
            world.tell(s -> s.passwords().recordFailure(user, address));
        }

        @Override
        public void recordThrottled(String name, String limit, @Nullable String address) {
            world.tell(s -> s.passwords().recordThrottled(name, limit, address));
        }
    }

    private final class TransactionalDevices extends KnownDevices {
        @Override
        public boolean isKnown(DeviceId id) {
            return world.ask(s -> s.devices().isKnown(id));
        }

        @Override
        public boolean isKnown(DeviceId id, String email, @Nullable String account) {
            return world.ask(s -> s.devices().isKnown(id, email, account));
        }

        @Override
        public boolean isKnown(DeviceId id, UUID user) {
            return world.ask(s -> s.devices().isKnown(id, user));
        }

        @Override
        public DeviceId remember(UUID user, @Nullable DeviceId brought) {
            return world.ask(s -> s.devices().remember(user, brought));
        }
    }

    private final class TransactionalSessions extends ProvedSessions {
        @Override
        public SignIn.Outcome start(Passwords.Stored proved, @Nullable String code, SignIn.Browser browser) {
            return world.ask(s -> s.provedSessions().start(proved, code, browser));
        }
    }

    private final class TransactionalPasskeys extends PasskeySessions {
        @Override
        public Optional<JsonObject> findOptions(Passwords.Stored proved, String kept) {
            return world.ask(s -> s.passkeySessions().findOptions(proved, kept));
        }

        @Override
        public SignIn.Outcome start(@Nullable Assertion assertion, @Nullable String account, SignIn.Browser browser) {
            return asTheContainer(() -> world.ask(s -> s.passkeySessions().start(assertion, account, browser)));
        }

        @Override
        public SignIn.Outcome confirm(Caller caller, @Nullable Assertion assertion, SignIn.Browser browser) {
            return asTheContainer(() -> world.ask(s -> s.passkeySessions().confirm(caller, assertion, browser)));
        }

        @Override
        public SignIn.Outcome startAfterPassword(
                Passwords.Stored proved, String kept, @Nullable Assertion assertion, SignIn.Browser browser) {
            return asTheContainer(
                    () -> world.ask(s -> s.passkeySessions().startAfterPassword(proved, kept, assertion, browser)));
        }

        private static SignIn.Outcome asTheContainer(Supplier<SignIn.Outcome> work) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                throw new EJBException(e);
            }
        }
    }

    private final class TransactionalProfile extends OwnProfile {
        @Override
        public SignIn.Outcome changePassword(
                Caller caller, Passwords.Stored proved, @Nullable String code, String newHash, SignIn.Browser browser) {
            return world.ask(s -> s.profile().changePassword(caller, proved, code, newHash, browser));
        }
    }

    private final class TransactionalJoining extends Joining {
        @Override
        public Optional<Offer> find(InvitationToken token) {
            return world.ask(s -> s.joining().find(token));
        }

        @Override
        public Fit fit(Caller caller, Offer offer) {
            return world.ask(s -> s.joining().fit(caller, offer));
        }

        @Override
        public Optional<Joined> join(Caller caller, InvitationToken token) {
            return world.ask(s -> s.joining().join(caller, token));
        }

        @Override
        public Optional<Joined> joinAsNew(
                InvitationToken token, String name, String passwordHash, @Nullable String address) {
            return world.ask(s -> s.joining().joinAsNew(token, name, passwordHash, address));
        }
    }
}
