package io.saltgate.consolelinks;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.operator.LivingKeys;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import io.saltgate.team.Memberships;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Issues console links, for operator keys. */
@Stateless
@ForOwnAccount
public class ConsoleLinks {

    /**
     * What a link is to be.
     *
     * @param email of the product's customer, as the product knows it; nobody proves it here
     * @param name one line of plain text; null to keep the one from before
     * @param returnUrl of the page to lead back to; null for none
     * @param theme null for the colours that the browser prefers
     */
    public record NewLink(
            EmailAddress email,
            @Nullable String name,
            Role role,
            @Nullable ReturnUrl returnUrl,
            @Nullable ConsoleTheme theme) {}

    /** The secret of a new link, which can't be had again, and when it expires. */
    public record Issued(ConsoleLinkToken token, Instant expiresAt) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final Memberships members;
    private final Guests guests;
    private final LivingKeys keys;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ConsoleLinks() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public ConsoleLinks(
            @Database EntityManager em,
            Accounts accounts,
            Memberships members,
            Guests guests,
            LivingKeys keys,
            Announcements announcements,
            KeyRing ring,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.members = members;
        this.guests = guests;
        this.keys = keys;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * Issues a link. Nobody is created, and no role changed, before it is redeemed.
     *
     * @throws AccountSuspended if the operator has suspended the account
     * @throws AccountNeedsSecondFactor if an owner requires a second factor of everyone
     * @throws NotFound if the account was closed meanwhile
     */
    @RolesAllowed(Permission.SCOPE_SESSIONS)
    public Issued issue(Caller caller, NewLink wanted) {
        Account account = accounts.get(caller.requireAccount());
        if (account.isClosed()) {
            throw new NotFound();
        }
        if (account.isSuspended()) {
            throw new AccountSuspended();
        }
        if (account.needsSecondFactor()) {
            throw new AccountNeedsSecondFactor();
        }
        UUID key = Objects.requireNonNull(caller.id());
        String keyName = keys.findName(key).orElseThrow(NotFound::new); // revoked since the call began
        boolean member = guests.find(account.id(), wanted.email().value())
                .flatMap(user -> members.find(account.id(), user.id()))
                .isPresent();
        ConsoleLinkToken token = ConsoleLinkToken.generate();
        ConsoleLink link =
                new ConsoleLink(token.hash(ring.current()), account.id(), wanted, key, member, clock.instant());
        em.persist(link);
        em.flush();
        announcements.announce(AccountEvent.of("console.link.issued", caller, link.email())
                .with("role", link.role())
                .with("key", keyName));
        return new Issued(token, link.expiresAt());
    }
}
