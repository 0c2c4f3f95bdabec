package io.saltgate.apiaccess;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.changes.ChangeClock;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports of leaked tokens, from anyone. Who reports learns nothing: not even whether there is such a token.
 * Owners are told of a living one, and its account's calls are paused where an owner has chosen so.
 */
@Stateless
@PermitAll
public class TokenReports {

    /** For so long further reports of a token are not recorded again; they pause calls that someone resumed. */
    static final Duration QUIET = Duration.ofHours(1);

    private final EntityManager em;
    private final Accounts accounts;
    private final Announcements announcements;
    private final ChangeClock changeClock;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenReports() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public TokenReports(
            @Database EntityManager em,
            Accounts accounts,
            Announcements announcements,
            ChangeClock changeClock,
            KeyRing ring,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.announcements = announcements;
        this.changeClock = changeClock;
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * Takes a report.
     *
     * @param text what was found; anything
     * @param source where, as the reporter says it; null if nothing was said
     * @param address the reporter's; null if it can't be determined
     */
    public void report(String text, @Nullable String source, @Nullable String address) {
        Optional<AuthToken> token = AuthToken.parse(text.strip()).filter(parsed -> parsed.isTaggedBy(ring));
        Optional<UUID> id = token.flatMap(this::findAccount);
        if (id.isPresent()) {
            try {
                tell(accounts.lock(new AccountId(id.get())), token.get(), source, Caller.nobody(address));
            } catch (NotFound e) { // it was closed meanwhile, and the token is dead
                return;
            }
        }
    }

    /** Reads no entity: what is known of the token before the account is locked may be over by then. */
    private Optional<UUID> findAccount(AuthToken token) {
        return find("t.accountId", UUID.class, token);
    }

    private <T> Optional<T> find(String what, Class<T> type, AuthToken token) {
        List<String> hashes = ring.keys().stream().map(token::lookupHash).toList();
        return em.createQuery("select " + what + " from IssuedToken t where t.lookupHash in :hashes", type)
                .setParameter("hashes", hashes)
                .getResultStream()
                .findFirst();
    }

    private void tell(Account account, AuthToken token, @Nullable String source, Caller by) {
        IssuedToken found = find("t", IssuedToken.class, token).orElse(null);
        Instant now = DatabaseTime.now(em);
        if (found == null || found.expiresAt() != null && !found.isKept(now)) {
            return;
        }
        if (found.report(now, QUIET)) {
            announcements.announce(new AccountEvent(
                    "token.reported",
                    by,
                    account.id(),
                    found.id().toString(),
                    source == null ? Map.of() : Map.of("source", source)));
        }
        if (account.pausesOnLeak() && pause(account.id(), by)) {
            changeClock.tick(account.id().value());
        }
    }

    private boolean pause(AccountId account, Caller by) {
        ApiAccess access = em.find(ApiAccess.class, account.value());
        UUID enabling = access == null ? null : access.enablingId();
        if (access == null || enabling == null || access.state() != ApiAccess.State.ON) {
            return false;
        }
        access.pause(enabling, ApiAccess.ChangeStamp.of(Uuid7.next(clock), clock.instant(), by));
        announcements.announce(new AccountEvent("api.paused", by, account, null, Map.of("because", "token.reported")));
        return true;
    }
}
