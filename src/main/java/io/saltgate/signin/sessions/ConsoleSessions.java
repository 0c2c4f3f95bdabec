package io.saltgate.signin.sessions;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Slug;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.team.Member;
import io.saltgate.team.Memberships;
import io.saltgate.users.Theme;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of the console, in the database so that a sign-out holds on every node. Whoever has the id may use it: there
 * is nobody to ask for a right yet.
 */
@Stateless
@PermitAll
public class ConsoleSessions {

    /**
     * Who a session stands for on one path.
     *
     * @param byProvider whether it began with an identity provider
     */
    public record SignedIn(Caller caller, Viewer viewer, boolean byProvider) {}

    private static final Map<String, Object> REFRESHED = Map.of("eclipselink.refresh", true);

    private final EntityManager em;
    private final Users users;
    private final Memberships members;
    private final Accounts accounts;
    private final Announcements announcements;
    private final SessionSettings settings;
    private final Clock clock;
    private final ProviderSessions owed;
    private final GuestCallers guests;
    private final SessionLimits limits;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ConsoleSessions() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public ConsoleSessions(
            @Database EntityManager em,
            Users users,
            Memberships members,
            Accounts accounts,
            Announcements announcements,
            SessionSettings settings,
            Clock clock) {
        this.em = em;
        this.users = users;
        this.members = members;
        this.accounts = accounts;
        this.announcements = announcements;
        this.settings = settings;
        this.clock = clock;
        this.owed = new ProviderSessions(em, announcements);
        this.guests = new GuestCallers(members, accounts, clock);
        this.limits = new SessionLimits(em, settings);
    }

    /** A new session of someone who has just proved who they are, in place of the one that the browser had. */
    public SessionId start(UUID user, SessionStrength strength, @Nullable SessionId previous, SessionOrigin origin) {
        SessionId id = SessionId.generate();
        ConsoleSession session = new ConsoleSession(id, user, strength, origin, clock.instant());
        em.persist(session);
        // What began by single sign-on goes on ending with that.
        findProviderSession(previous, user)
                .map(provider -> owed.passOn(provider, id))
                .ifPresent(session::limit);
        replace(previous);
        announcements.announce(
                new AccountEvent("signed.in", person(user, origin.address()), null, null, facts(origin)));
        return id;
    }

    /**
     * A new session of someone whom a provider has just signed in, in place of the one that the browser had. It ends
     * with the provider's word, after {@link ProviderSignIn#LIFETIME} at the latest.
     */
    public SessionId start(
            UUID user,
            SessionStrength strength,
            @Nullable SessionId previous,
            SessionOrigin origin,
            ProviderSignIn signIn) {
        Instant now = clock.instant();
        SessionId id = SessionId.generate();
        ConsoleSession session = new ConsoleSession(id, user, strength, origin, now);
        session.limit(owed.add(id, user, signIn, now));
        session.confirmAsOf(signIn.provedAt());
        em.persist(session);
        replace(previous);
        Map<String, String> facts = new HashMap<>(facts(origin));
        facts.put("provider", signIn.issuer());
        announcements.announce(new AccountEvent("signed.in", person(user, origin.address()), null, null, facts));
        return id;
    }

    private void replace(@Nullable SessionId previous) {
        if (previous != null) {
            delete(previous);
        }
        deleteOver();
    }

    /** Finds what a session of this person owes to a provider. */
    public Optional<ProviderSession> findProviderSession(@Nullable SessionId id, UUID user) {
        return id == null
                ? Optional.empty()
                : owed.find(id).filter(provider -> provider.userId().equals(user));
    }

    /**
     * Ends what has ended at a provider.
     *
     * @param subject null for anyone who has the session
     * @param sid null for all sessions of the subject
     * @param address of the provider's server, for the audit trail
     * @return how many there were
     */
    public int endByProvider(String issuer, @Nullable String subject, @Nullable String sid, @Nullable String address) {
        return owed.end(issuer, subject, sid, address);
    }

    /** Says that someone has signed in on a browser that was not known as theirs. */
    public void announceNewDevice(UUID user, SessionOrigin origin) {
        announcements.announce(new AccountEvent(
                "signin.device.new", person(user, origin.address()), null, user.toString(), facts(origin)));
    }

    private static Map<String, String> facts(SessionOrigin origin) {
        return origin.browser() == null ? Map.of() : Map.of("browser", origin.browser());
    }

    /**
     * Whether a session is still the person's. A request begins with the rights of a session that may have ended while
     * the rest of it came; what gives out new credentials asks again.
     */
    public boolean isLive(@Nullable SessionId id, UUID user) {
        ConsoleSession session = id == null ? null : em.find(ConsoleSession.class, id.hash(), REFRESHED);
        return session != null && session.userId().equals(user) && !session.isOver(limits.of(user), clock.instant());
    }

    /** Ends all sessions of a person whose credentials were changed. */
    public void endAll(UUID user) {
        em.createQuery("delete from ConsoleSession s where s.userId = :user")
                .setParameter("user", user)
                .executeUpdate();
    }

    /** Ends all sessions of a person but one. */
    public void endAllBut(SessionId kept, UUID user) {
        em.createQuery("delete from ConsoleSession s where s.userId = :user and s.idHash <> :kept")
                .setParameter("user", user)
                .setParameter("kept", kept.hash())
                .executeUpdate();
    }

    /**
     * Who asks, if the session lasts.
     *
     * @param slug the account in the path, if there is one: the caller gets rights on it only as its member
     * @return empty also for a guest on another account's path
     */
    public Optional<SignedIn> find(SessionId id, Optional<Slug> slug, @Nullable String address) {
        ConsoleSession session = em.find(ConsoleSession.class, id.hash());
        Instant now = clock.instant();
        if (session == null) {
            return Optional.empty();
        }
        SessionSettings ends = limits.of(session.userId());
        if (session.isOver(ends, now)) {
            return Optional.empty();
        }
        session.see(now);
        GuestVisit visit = session.visit();
        if (visit != null) {
            return users.find(session.userId()).flatMap(user -> guests.find(user, session, ends, slug, address));
        }
        return users.find(session.userId())
                .filter(user -> !user.isDisabled() && !user.isReleased())
                .map(user -> signedIn(user, session, ends, slug, address));
    }

    public void end(SessionId id, Caller caller) {
        if (delete(id)) {
            announcements.announce(new AccountEvent("signed.out", caller, null, null, Map.of()));
        }
    }

    private SignedIn signedIn(
            User user, ConsoleSession session, SessionSettings ends, Optional<Slug> slug, @Nullable String address) {
        Set<String> permissions = new HashSet<>(Set.of(Permission.BE_SIGNED_IN));
        Optional<Account> account = slug.flatMap(accounts::find);
        Optional<Member> belongs = account.filter(
                        found -> user.isKnownIn(found.id().value()))
                .flatMap(found -> members.find(found.id(), user.id()));
        boolean closed = belongs.isPresent() && !session.isStrongEnough(account.get());
        Optional<Member> member = belongs.filter(found -> !closed);
        member.ifPresent(found -> {
            found.see(clock.instant());
            permissions.addAll(
                    account.get().isClosed() ? whenClosed(found) : found.role().permissions());
        });
        if (user.isOperator() && (session.strength() == SessionStrength.TWO_FACTORS || !settings.operatorFactor())) {
            permissions.add(Permission.OPERATE);
        }
        Caller caller = new Caller(
                member.isPresent() ? Caller.Kind.MEMBER : Caller.Kind.USER,
                user.id(),
                member.map(Member::account).orElse(null),
                permissions,
                session.confirmedAt(),
                address);
        Optional<Account> own = account.filter(found -> member.isPresent());
        Theme theme = user.theme();
        return new SignedIn(
                caller,
                new Viewer(
                        user.name(),
                        user.email(),
                        session.timeLeft(ends, clock.instant()).toSeconds(),
                        user.isOperator(),
                        session.strength() == SessionStrength.TWO_FACTORS,
                        own.map(Account::slug).orElse(null),
                        own.map(Account::name).orElse(null),
                        closed ? account.get().name() : null,
                        own.map(Account::isSuspended).orElse(false),
                        own.map(Account::suspensionReason).orElse(null),
                        theme == null ? null : theme.code(),
                        null),
                session.isByProvider());
    }

    /** What is left of a role once the account is closed. */
    static Set<String> whenClosed(Member member) {
        return member.role().permissions().contains(Permission.OWN_ACCOUNT)
                ? Set.of(Permission.SEE_CLOSED, Permission.REOPEN)
                : Set.of(Permission.SEE_CLOSED);
    }

    private boolean delete(SessionId id) {
        owed.delete(id);
        return em.createQuery("delete from ConsoleSession s where s.idHash = :hash")
                        .setParameter("hash", id.hash())
                        .executeUpdate()
                > 0;
    }

    private void deleteOver() {
        // A session past its absolute end is refused, so it becomes idle and goes then.
        BatchDelete.one(
                em,
                "console_session",
                "last_seen_at <= ?1",
                Columns.utc(clock.instant().minus(settings.idle())));
        owed.deleteOver(clock.instant());
    }

    private static Caller person(UUID user, @Nullable String address) {
        return new Caller(Caller.Kind.USER, user, null, Set.of(), null, address);
    }
}
