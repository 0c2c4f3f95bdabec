package io.saltgate.consolelinks;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.operator.LivingKeys;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.signin.sessions.GuestSessions;
import io.saltgate.signin.sessions.GuestVisit;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.team.MemberChanges;
import io.saltgate.team.Memberships;
import io.saltgate.users.User;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows and redeems console links. The secret is the right: nobody is signed in yet. */
@Stateless
@PermitAll
public class ConsoleLinkRedemption {

    /**
     * What a link shows to who has it.
     *
     * @param name of the person whom it leads in
     * @param returnUrl of the page to go back to, also from a link that is over; null for none
     * @param theme null for the colours that the browser prefers
     * @param open whether it can be redeemed now
     */
    public record Offer(
            String accountName,
            String name,
            String email,
            @Nullable String returnUrl,
            @Nullable String theme,
            boolean open) {}

    /**
     * A link was redeemed.
     *
     * @param session that the browser gets
     * @param returnUrl of the page to go back to; null for none
     */
    public record Redeemed(
            SessionId session, String accountSlug, @Nullable String returnUrl) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final Memberships members;
    private final MemberChanges changes;
    private final Guests guests;
    private final GuestSessions sessions;
    private final LivingKeys keys;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ConsoleLinkRedemption() {
        this(null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public ConsoleLinkRedemption(
            @Database EntityManager em,
            Accounts accounts,
            Memberships members,
            MemberChanges changes,
            Guests guests,
            GuestSessions sessions,
            LivingKeys keys,
            Announcements announcements,
            KeyRing ring,
            Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.members = members;
        this.changes = changes;
        this.guests = guests;
        this.sessions = sessions;
        this.keys = keys;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    /** Looks at a link, and changes nothing. Links are forgotten a day after they expired. */
    public Optional<Offer> find(ConsoleLinkToken token) {
        return findLink(token).flatMap(link -> accounts.find(link.account()).map(account -> offer(link, account)));
    }

    private Offer offer(ConsoleLink link, Account account) {
        Optional<User> known = guests.find(account.id(), link.email());
        String name = link.name() == null ? known.map(User::name).orElse(link.nameOrEmail()) : link.nameOrEmail();
        return new Offer(
                account.name(),
                name,
                link.email(),
                link.returnUrl(),
                link.theme(),
                isOpen(link, account, known) && keys.findName(link.issuedBy()).isPresent());
    }

    /**
     * Redeems a link: creates its person as a guest of the account if need be, gives the guest the link's role, and
     * begins a session. Of several who try at once, on whichever nodes, the database lets one.
     *
     * @param previous the session that the browser had, which ends
     * @return empty if the link is over, its key was revoked, the account refuses guests, or someone has removed or
     *     disabled the guest
     */
    public Optional<Redeemed> redeem(ConsoleLinkToken token, @Nullable SessionId previous, SessionOrigin origin) {
        Optional<ConsoleLink> found = findLink(token);
        if (found.isEmpty() || !found.get().isOpen(clock.instant())) {
            // Most often without a lock: a repeated link must hold up nobody.
            found.filter(ConsoleLink::isRedeemedOnce).ifPresent(link -> {
                accounts.lockAny(link.account());
                recordReplay(link, origin);
            });
            return Optional.empty();
        }
        ConsoleLink link = found.get();
        Account account = accounts.lockAny(link.account());
        Optional<User> known = guests.find(account.id(), link.email());
        Optional<String> key = keys.findName(link.issuedBy());
        if (key.isEmpty() || !isOpen(link, account, known)) {
            return Optional.empty();
        }
        if (!claim(link)) {
            recordReplay(link, origin); // of two who had it, the other was faster
            return Optional.empty();
        }
        User guest = known.orElseGet(() -> guests.create(account.id(), link.email(), link.nameOrEmail()));
        rename(guest, link);
        Caller by = caller(Caller.Kind.USER, guest.id(), account.id(), origin.address());
        Caller issuer = caller(Caller.Kind.OPERATOR_KEY, link.issuedBy(), account.id(), null);
        if (changes.admit(by, issuer, account.id(), guest.id(), link.role())) {
            sessions.endAll(guest.id());
        }
        GuestVisit visit = new GuestVisit(account.id(), link.role(), link.returnUrl(), link.theme());
        SessionId session = sessions.start(guest.id(), visit, previous, origin);
        em.flush();
        announcements.announce(AccountEvent.of("console.link.redeemed", by, link.email())
                .with("role", link.role())
                .with("key", key.get()));
        return Optional.of(new Redeemed(session, account.slug(), link.returnUrl()));
    }

    private Optional<ConsoleLink> findLink(ConsoleLinkToken token) {
        return em.createQuery("select l from ConsoleLink l where l.tokenHash in :hashes", ConsoleLink.class)
                .setParameter("hashes", token.hashes(ring))
                .getResultStream()
                .findFirst();
    }

    private boolean isOpen(ConsoleLink link, Account account, Optional<User> known) {
        boolean opens = account.status() == Account.Status.ACTIVE && !account.needsSecondFactor();
        boolean removed = link.isForMember()
                && known.flatMap(user -> members.find(account.id(), user.id())).isEmpty();
        boolean disabled = known.filter(User::isDisabled).isPresent();
        return link.isOpen(clock.instant()) && opens && !removed && !disabled;
    }

    /**
     * Records, under the account's lock, that someone tries to redeem a link that was redeemed: it may have leaked. It
     * does so once for each link, so that nobody fills the audit trail with it.
     */
    private void recordReplay(ConsoleLink link, SessionOrigin origin) {
        int first = em.createNativeQuery("update console_link set replayed_at = ?1"
                        + " where token_hash = ?2 and redeemed_at is not null and replayed_at is null")
                .setParameter(1, Columns.utc(clock.instant()))
                .setParameter(2, link.tokenHash())
                .executeUpdate();
        if (first == 1) {
            Caller by = Caller.nobody(origin.address());
            announcements.announce(new AccountEvent("console.link.replayed", by, link.account(), link.email(), Map.of())
                    .with("role", link.role()));
        }
    }

    /** Uses the link up, if nobody has. */
    private boolean claim(ConsoleLink link) {
        return em.createNativeQuery("update console_link set redeemed_at = ?1"
                                + " where token_hash = ?2 and redeemed_at is null and expires_at > ?1")
                        .setParameter(1, Columns.utc(clock.instant()))
                        .setParameter(2, link.tokenHash())
                        .executeUpdate()
                == 1;
    }

    private void rename(User guest, ConsoleLink link) {
        String name = link.name();
        if (name != null && !name.equals(guest.name())) {
            guest.rename(name);
            em.flush(); // a person's row is locked before any chain
        }
    }

    private static Caller caller(Caller.Kind kind, UUID id, AccountId account, @Nullable String address) {
        return new Caller(kind, id, account, Set.of(), null, address);
    }
}
