package io.saltgate.signin;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.signin.addresses.AddressLinks;
import io.saltgate.signin.addresses.AddressToken;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.recovery.AddressProof;
import io.saltgate.signin.recovery.CredentialEvents;
import io.saltgate.signin.recovery.PasswordReplacement;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person's own email address: verifying it, and changing it. Both take a link that is sent to the address. */
@Stateless
@ForOwnAccount
public class OwnAddress {

    /**
     * The address as it is.
     *
     * @param account slug of the only account in which an unproved address is known; null for a proved one
     */
    public record View(
            String email, boolean proved, @Nullable String account) {}

    private final Users users;
    private final Accounts accounts;
    private final AddressLinks links;
    private final AddressProof proof;
    private final PasswordReplacement replacement;
    private final StoredPasswords passwords;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final CredentialEvents events;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnAddress() {
        this(null, null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public OwnAddress(
            Users users,
            Accounts accounts,
            AddressLinks links,
            AddressProof proof,
            PasswordReplacement replacement,
            StoredPasswords passwords,
            ConsoleSessions sessions,
            KnownDevices devices,
            CredentialEvents events,
            Announcements announcements,
            Clock clock) {
        this.users = users;
        this.accounts = accounts;
        this.links = links;
        this.proof = proof;
        this.replacement = replacement;
        this.passwords = passwords;
        this.sessions = sessions;
        this.devices = devices;
        this.events = events;
        this.announcements = announcements;
        this.clock = clock;
    }

    @RolesAllowed(Permission.BE_SIGNED_IN)
    public View get(Caller caller) {
        User user = users.find(caller.requireUser()).orElseThrow();
        String account = Optional.ofNullable(user.accountId())
                .flatMap(id -> accounts.find(new AccountId(id)))
                .map(Account::slug)
                .orElse(null);
        return new View(user.email(), user.isProved(), account);
    }

    /**
     * Has a link sent to an address, which becomes the caller's once they follow it. An older link of theirs is no
     * longer valid. Whether another person has the address makes no difference here.
     *
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void request(Caller caller, EmailAddress email) {
        caller.requireRecentProof(clock.instant());
        UUID user = caller.requireUser();
        passwords.lock(user);
        links.request(user, email, caller.address());
        announcements.announce(new AccountEvent("address.link.requested", caller, null, user.toString(), Map.of()));
    }

    /** Finds the address that a link proves; empty if it is used, replaced or expired, or another person's. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<EmailAddress> find(Caller caller, AddressToken token) {
        return links.find(caller.requireUser(), token);
    }

    /**
     * Changes a proved address to the one of a link. The person's other sessions end, their links are no longer valid,
     * and the address before is told.
     *
     * @return whether the link was still valid, and the session; false also for someone unproved, see {@link #prove}
     * @throws io.saltgate.users.AddressTaken if another person has proved the address
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public boolean change(Caller caller, AddressToken token, SignIn.Browser browser) {
        User user = lock(caller);
        if (!user.isProved() || browser.session() == null || !sessions.isLive(browser.session(), user.id())) {
            return false;
        }
        Optional<EmailAddress> email = links.use(user.id(), token);
        if (email.isEmpty()) {
            return false;
        }
        EmailAddress before = EmailAddress.parse(user.email()).orElseThrow();
        users.prove(user, email.get());
        sessions.endAllBut(browser.session(), user.id());
        replacement.endLinks(user.id());
        links.tellOld(user.id(), before, caller.address());
        AccountEvent changed =
                new AccountEvent("address.changed", caller, null, user.id().toString(), Map.of());
        events.announce(changed.changed("email", before, email.get()), user.id());
        return true;
    }

    /**
     * Proves an unproved person's address. All that was made before ends, since another may have made it, and the
     * person begins anew with a password.
     *
     * @return the new session of this browser; empty if the link, or the session, was no longer valid
     * @throws io.saltgate.users.AddressTaken if another person has proved the address
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<SignIn.Outcome.SignedIn> prove(
            Caller caller, AddressToken token, String newHash, SignIn.Browser browser) {
        User user = lock(caller);
        if (user.isProved() || !sessions.isLive(browser.session(), user.id())) {
            return Optional.empty();
        }
        return links.use(user.id(), token).map(email -> {
            proof.prove(user, email, newHash, caller);
            SignIn.Browser fresh = browser.withoutDevice();
            return new SignIn.Outcome.SignedIn(
                    sessions.start(user.id(), SessionStrength.PASSWORD, fresh.session(), fresh.origin()),
                    devices.remember(user.id(), fresh.device()));
        });
    }

    private User lock(Caller caller) {
        passwords.lock(caller.requireUser());
        return users.findAgain(caller.requireUser()).orElseThrow();
    }
}
