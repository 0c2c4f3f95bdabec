package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.whitelist.WhitelistLifecycle;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The services of Settings > API. Each change locks the account first, publishes an event, and ends with an entry in
 * the change feed.
 */
@Stateless
@ForOwnAccount
public class ApiAccesses {

    /** The longest time for which the old token may be kept. */
    public static final Duration MAX_OVERLAP = Duration.ofDays(30);

    /** The longest time for which an answer with a new token counts as not sent: a node may die before it sends it. */
    private static final Duration ANSWERING = Duration.ofSeconds(10);

    /** A new token and salt, unsealed, and the ids by which they are known. */
    public record Issued(UUID tokenId, UUID enablingId, AuthToken token, PrivateSalt salt) {}

    /** A new token, unsealed, and its id. */
    public record Rotated(UUID tokenId, AuthToken token) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final WhitelistLifecycle whitelists;
    private final Announcements announcements;
    private final ChangeClock changeClock;
    private final KeyRing ring;
    private final ApiAccessSettings settings;
    private final Clock clock;
    private final IssuedTokens tokens;
    private final ApiShutdown shutdown;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ApiAccesses() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public ApiAccesses(
            @Database EntityManager em,
            Accounts accounts,
            WhitelistLifecycle whitelists,
            Announcements announcements,
            ChangeClock changeClock,
            KeyRing ring,
            ApiAccessSettings settings,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.whitelists = whitelists;
        this.announcements = announcements;
        this.changeClock = changeClock;
        this.ring = ring;
        this.settings = settings;
        this.clock = clock;
        this.tokens = new IssuedTokens(em);
        this.shutdown = new ApiShutdown(em, whitelists, announcements, clock);
    }

    @RolesAllowed(Permission.SEE_API)
    public ApiStatus getStatus(Caller caller) {
        Optional<Current> current = findCurrent(caller.requireAccount());
        IssuedToken token = current.map(Current::token).orElse(null);
        if (current.isEmpty() || token == null) {
            return new ApiStatus.Off(current.map(off -> off.access().changeId()).orElse(null));
        }
        ApiAccess access = current.get().access();
        boolean paused = access.state() == ApiAccess.State.PAUSED;
        boolean regenerated = !Objects.equals(token.createdAt(), access.enabledAt());
        return new ApiStatus.Enabled(
                paused,
                Objects.requireNonNull(access.enablingId()),
                token.id(),
                token.hint(),
                Objects.requireNonNull(attribution(access.enabledBy(), access.enabledAt())),
                regenerated ? attribution(token.createdBy(), token.createdAt()) : null,
                attribution(token.copiedBy(), token.copiedAt()),
                attribution(access.saltCopiedBy(), access.saltCopiedAt()),
                paused && access.change() == ApiAccess.Change.PAUSED
                        ? attribution(access.changedBy(), access.changedAt())
                        : null,
                whitelists.countEntries(caller.requireAccount()),
                current.get().overlap(),
                new ApiStatus.TokenAge(
                        Duration.between(token.createdAt(), now()).toDays(),
                        current.get().policyDays()),
                token.reportedAt());
    }

    /**
     * Makes token and salt. A page shows neither of what this returns: people see them after a reveal alone.
     *
     * @param seenChange the last change that the caller saw; null if there was none
     * @throws ApiChanged if something was done since
     */
    @RolesAllowed(Permission.CHANGE_API)
    public Issued enable(Caller caller, @Nullable UUID seenChange) {
        ApiAccess access = lockAccess(caller);
        boolean untouched = access.change() == ApiAccess.Change.NONE;
        if (untouched ? seenChange != null : !access.changeId().equals(seenChange)) {
            throw new ApiChanged(access);
        }
        return enable(caller, access);
    }

    /**
     * As {@link #enable(Caller, UUID)}, whatever was done before.
     *
     * @throws ApiChanged if it is on
     */
    @RolesAllowed(Permission.CHANGE_API)
    public Issued enable(Caller caller) {
        ApiAccess access = lockAccess(caller);
        access.refuseUnlessOff();
        return enable(caller, access);
    }

    private Issued enable(Caller caller, ApiAccess access) {
        AccountId account = caller.requireAccount();
        ApiAccess.ChangeStamp stamp = stamp(caller);
        AuthToken clear = AuthToken.generate(settings.tokenPrefix(), ring);
        PrivateSalt salt = PrivateSalt.generate();
        IssuedToken token = store(account, clear, stamp);
        Issued issued = new Issued(token.id(), Uuid7.next(clock), clear, salt);
        whitelists.open(account);
        access.enable(issued.enablingId(), token.id(), salt, new Sealing(ring), stamp);
        announcements.announce(AccountEvent.of("api.enabled", caller, token.id()));
        if (isAnswered(caller)) {
            markCopied(token, caller);
            markSaltCopied(access, caller);
        }
        changeClock.tick(account.value());
        return issued;
    }

    /** @throws ApiChanged unless calls pass now, in the enabling that the form showed */
    @RolesAllowed(Permission.PAUSE_API)
    public void pause(Caller caller, UUID enabling) {
        lockAccess(caller).pause(enabling, stamp(caller));
        finish(AccountEvent.of("api.paused", caller, null));
    }

    /** @throws ApiChanged unless calls are paused now, in the enabling that the form showed */
    @RolesAllowed(Permission.PAUSE_API)
    public void resume(Caller caller, UUID enabling) {
        caller.requireRecentProof(clock.instant());
        lockAccess(caller).resume(enabling, stamp(caller));
        finish(AccountEvent.of("api.resumed", caller, null));
    }

    /** As {@link #regenerate(Caller, UUID, Duration)}: every older token is invalid once this commits. */
    @RolesAllowed(Permission.CHANGE_API)
    public Rotated regenerate(Caller caller, UUID seenToken) {
        return regenerate(caller, seenToken, Duration.ZERO);
    }

    /**
     * A new token. The one before lives on for a while if that is wanted; any older one is dead once this commits, so
     * that two live at most.
     *
     * @param seenToken the token that the caller saw
     * @param keepOldFor how long that one still works, {@link #MAX_OVERLAP} at most; zero if it dies at once
     * @return the new one; a page does not show it
     * @throws ApiChanged if it is no longer the current one
     */
    @RolesAllowed(Permission.CHANGE_API)
    public Rotated regenerate(Caller caller, UUID seenToken, Duration keepOldFor) {
        if (keepOldFor.isNegative() || keepOldFor.compareTo(MAX_OVERLAP) > 0) {
            throw new IllegalArgumentException("no overlap of " + keepOldFor);
        }
        AccountId account = caller.requireAccount();
        ApiAccess access = lockAccess(caller);
        access.refuseUnlessCurrent(seenToken);
        List<IssuedToken> old = tokens.list(account);
        ApiAccess.ChangeStamp stamp = stamp(caller);
        AuthToken issued = AuthToken.generate(settings.tokenPrefix(), ring);
        IssuedToken token = store(account, issued, stamp);
        access.rotate(token.id(), stamp);
        em.flush(); // the access points to the new token before the old ones go
        AccountEvent event =
                AccountEvent.of("token.regenerated", caller, token.id()).with("replaced", seenToken);
        if (!keepOldFor.isZero()) {
            IssuedToken kept = takeById(old, seenToken);
            Instant end = DatabaseTime.now(em).plus(keepOldFor);
            kept.keepUntil(end);
            event = event.with("keptUntil", end.truncatedTo(ChronoUnit.SECONDS));
        }
        tokens.retire(old, stamp.at());
        announcements.announce(event);
        if (isAnswered(caller)) {
            markCopied(token, caller);
            access.answerUntil(DatabaseTime.now(em).plus(ANSWERING));
        }
        changeClock.tick(account.value());
        return new Rotated(token.id(), issued);
    }

    /**
     * The token before the current one, which a regenerate kept, is dead once this commits.
     *
     * @param oldToken the token that the caller saw living on
     * @throws ApiChanged if it does no longer
     */
    @RolesAllowed(Permission.CHANGE_API)
    public void endOverlap(Caller caller, UUID oldToken) {
        ApiAccess access = lockAccess(caller);
        IssuedToken old = em.find(IssuedToken.class, new IssuedTokenId(access.accountId(), oldToken));
        if (old == null || !old.isKept(DatabaseTime.now(em))) {
            throw overlapIsOver(access, oldToken, old);
        }
        ApiAccess.ChangeStamp stamp = stamp(caller);
        access.endOverlap(stamp);
        tokens.retire(List.of(old), stamp.at());
        finish(AccountEvent.of("token.overlap.ended", caller, oldToken));
    }

    /**
     * Deletes token, salt and whitelist.
     *
     * @param enabling the enabling that the form showed
     * @throws ApiChanged if it no longer lasts
     */
    @RolesAllowed(Permission.CHANGE_API)
    public void disable(Caller caller, UUID enabling) {
        AccountId account = caller.requireAccount();
        shutdown.disable(caller, account, lockAccess(caller), enabling);
        changeClock.tick(account.value());
    }

    /**
     * Reveals the token, once the audit row about it is written; the transaction commits before the value leaves.
     *
     * @throws RecentSignInRequired if the caller must first confirm who it is
     * @throws ApiChanged if there is no token
     */
    @RolesAllowed(Permission.REVEAL_SECRETS)
    public AuthToken revealToken(Caller caller) {
        caller.requireRecentProof(clock.instant());
        ApiAccess access = lockAccess(caller);
        if (access.state() == ApiAccess.State.OFF) {
            throw new ApiChanged(access);
        }
        IssuedToken token = currentToken(access);
        AuthToken clear = token.open(new Sealing(ring));
        markCopied(token, caller);
        return clear;
    }

    /**
     * Reveals the salt, once the audit row about it is written; the transaction commits before the value leaves.
     *
     * @throws RecentSignInRequired if the caller must first confirm who it is
     * @throws ApiChanged if there is no salt
     */
    @RolesAllowed(Permission.REVEAL_SECRETS)
    public PrivateSalt revealSalt(Caller caller) {
        caller.requireRecentProof(clock.instant());
        ApiAccess access = lockAccess(caller);
        PrivateSalt clear = access.openSalt(new Sealing(ring));
        markSaltCopied(access, caller);
        return clear;
    }

    /**
     * Whether secrets are part of the answer: operator keys get them once, since they have no page to copy them from.
     */
    private static boolean isAnswered(Caller caller) {
        return caller.kind() == Caller.Kind.OPERATOR_KEY;
    }

    private void markCopied(IssuedToken token, Caller caller) {
        token.markCopied(now(), caller.personOrNull());
        announcements.announce(AccountEvent.of("token.copied", caller, token.id()));
    }

    private void markSaltCopied(ApiAccess access, Caller caller) {
        access.markSaltCopied(stamp(caller));
        announcements.announce(AccountEvent.of("salt.copied", caller, access.enablingId()));
    }

    /** The account's access, its current token while it is not off, and the one before while that still works. */
    private record Current(
            ApiAccess access,
            @Nullable IssuedToken token,
            @Nullable IssuedToken old,
            @Nullable Integer policyDays) {

        ApiStatus.@Nullable Overlap overlap() {
            return old == null
                    ? null
                    : new ApiStatus.Overlap(
                            old.id(), old.hint(), Objects.requireNonNull(old.expiresAt()), old.reportedAt());
        }
    }

    /**
     * Reads all in one statement, and so of one moment: without the lock, a token that is read later may be deleted.
     */
    private Optional<Current> findCurrent(AccountId account) {
        List<Object[]> rows = em.createQuery(
                        "select a, t, owner.policy.tokenDays from ApiAccess a"
                                + " join Account owner on owner.id = a.accountId"
                                + " left join IssuedToken t on t.accountId = a.accountId"
                                + " where a.accountId = :account and"
                                + " (t.id is null or t.id = a.tokenId or t.expiresAt > current_timestamp)",
                        Object[].class)
                .setParameter("account", account.value())
                .getResultList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        ApiAccess access = (ApiAccess) rows.getFirst()[0];
        List<IssuedToken> tokens = rows.stream()
                .map(row -> (IssuedToken) row[1])
                .filter(Objects::nonNull)
                .toList();
        return Optional.of(new Current(
                access,
                find(tokens, token -> token.id().equals(access.tokenId())),
                find(tokens, token -> !token.id().equals(access.tokenId())),
                (Integer) rows.getFirst()[2]));
    }

    private static @Nullable IssuedToken find(List<IssuedToken> tokens, Predicate<IssuedToken> which) {
        return tokens.stream().filter(which).findFirst().orElse(null);
    }

    private ApiAccess lockAccess(Caller caller) {
        return findOrPersist(accounts.lock(caller.requireAccount()).id());
    }

    /** Finds or creates the row, under the account's lock: an account whose API was never enabled has none yet. */
    private ApiAccess findOrPersist(AccountId account) {
        return Optional.ofNullable(em.find(ApiAccess.class, account.value())).orElseGet(() -> {
            ApiAccess untouched = new ApiAccess(account, Uuid7.next(clock), now());
            em.persist(untouched);
            em.flush();
            return untouched;
        });
    }

    private IssuedToken store(AccountId account, AuthToken token, ApiAccess.ChangeStamp stamp) {
        return tokens.issue(accounts.get(account), Uuid7.next(clock), token, ring, stamp);
    }

    private static IssuedToken takeById(List<IssuedToken> tokens, UUID id) {
        IssuedToken found = tokens.stream()
                .filter(token -> token.id().equals(id))
                .findFirst()
                .orElseThrow();
        tokens.remove(found);
        return found;
    }

    /** The later of the last change and the end of the overlap. */
    private ApiChanged overlapIsOver(ApiAccess access, UUID oldToken, @Nullable IssuedToken overdue) {
        Instant end;
        if (overdue != null) {
            end = overdue.expiresAt();
        } else {
            RetiredToken retired = em.find(RetiredToken.class, new RetiredTokenId(access.accountId(), oldToken));
            end = retired == null ? null : retired.retiredAt();
        }
        return end != null && end.isAfter(access.changedAt()) ? ApiChanged.byTime(end) : new ApiChanged(access);
    }

    private IssuedToken currentToken(ApiAccess access) {
        IssuedToken token = em.find(
                IssuedToken.class, new IssuedTokenId(access.accountId(), Objects.requireNonNull(access.tokenId())));
        return Objects.requireNonNull(token, "the schema binds the access to its token");
    }

    private void finish(AccountEvent event) {
        announcements.announce(event);
        changeClock.tick(Objects.requireNonNull(event.account()).value());
    }

    private ApiAccess.ChangeStamp stamp(Caller caller) {
        return ApiAccess.ChangeStamp.of(Uuid7.next(clock), now(), caller);
    }

    private Instant now() {
        return clock.instant();
    }

    private static ApiStatus.@Nullable Attribution attribution(@Nullable UUID by, @Nullable Instant at) {
        return at == null ? null : new ApiStatus.Attribution(by, at);
    }
}
