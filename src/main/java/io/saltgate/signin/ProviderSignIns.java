package io.saltgate.signin;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.firstrun.SetupRules;
import io.saltgate.signin.oidc.ExternalIdentities;
import io.saltgate.signin.oidc.GroupRole;
import io.saltgate.signin.oidc.IdToken;
import io.saltgate.signin.oidc.LogoutToken;
import io.saltgate.signin.oidc.OidcSettings;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.ProviderSession;
import io.saltgate.signin.sessions.ProviderSignIn;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.team.GroupMemberships;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Begins and ends sessions by genuine tokens of the identity provider: finds whom one stands for, links or creates that
 * person, and gives and takes the roles of their groups.
 */
@Stateless
@PermitAll
public class ProviderSignIns {

    private static final UUID NONE = new UUID(0, 0);
    private static final String ID_TOKEN = "id token of a session";

    /** Longer ones aren't kept: the provider then asks the person at the sign-out. */
    private static final int MAX_KEPT_TOKEN = 20_000;

    private final OidcSettings settings;
    private final ExternalIdentities identities;
    private final Users users;
    private final StoredPasswords passwords;
    private final SecondFactors factors;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final Accounts accounts;
    private final GroupMemberships groups;
    private final Announcements announcements;
    private final KeyRing ring;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected ProviderSignIns() {
        this(null, null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public ProviderSignIns(
            OidcSettings settings,
            ExternalIdentities identities,
            Users users,
            StoredPasswords passwords,
            SecondFactors factors,
            ConsoleSessions sessions,
            KnownDevices devices,
            Accounts accounts,
            GroupMemberships groups,
            Announcements announcements,
            KeyRing ring) {
        this.settings = settings;
        this.identities = identities;
        this.users = users;
        this.passwords = passwords;
        this.factors = factors;
        this.sessions = sessions;
        this.devices = devices;
        this.accounts = accounts;
        this.groups = groups;
        this.announcements = announcements;
        this.ring = ring;
    }

    /**
     * Uses up what may be used once.
     *
     * @param token its text, or what is unique in it
     */
    public boolean useOnce(String token, Instant until) {
        return identities.useOnce(token, until);
    }

    /**
     * Begins a session of the person whom a token stands for.
     *
     * @param code of the person's own second factor; null if none was asked for yet
     * @param only whose token it has to be; null for anybody's
     */
    public SingleSignOn.Outcome start(
            IdToken token, @Nullable String code, @Nullable UUID only, SignIn.Browser browser) {
        Optional<UUID> known = identities.find(token);
        if (only != null && !known.equals(Optional.of(only))) {
            return refuse(token, SingleSignOn.Reason.OTHER_PERSON, browser);
        }
        return known.isPresent() ? start(known.get(), token, code, browser) : startFirst(token, code, browser);
    }

    /**
     * Links the token to a person who has just signed in with their own credentials, and owes that session to the
     * provider.
     */
    public SingleSignOn.Outcome link(IdToken token, SignIn.Outcome.SignedIn signedIn, SignIn.Browser browser) {
        Optional<User> user = findByAddress(token)
                .filter(person -> sessions.isLive(signedIn.session(), person.id()))
                .filter(person -> identities.find(token).isEmpty());
        if (user.isEmpty()) {
            return refuse(token, SingleSignOn.Reason.OTHER_PERSON, browser);
        }
        identities.link(token, user.get().id());
        SessionStrength strength = factors.has(user.get().id())
                ? SessionStrength.TWO_FACTORS // no session begins without it
                : strengthOf(token);
        SignIn.Browser now =
                new SignIn.Browser(signedIn.session(), signedIn.device(), browser.address(), browser.name());
        SingleSignOn.Outcome outcome = new SingleSignOn.Outcome.SignedIn(begin(user.get(), strength, token, now));
        announceLink(user.get().id(), token, browser);
        return outcome;
    }

    private SingleSignOn.Outcome startFirst(IdToken token, @Nullable String code, SignIn.Browser browser) {
        if (!token.emailVerified() || token.email() == null) {
            return refuse(token, SingleSignOn.Reason.ADDRESS_UNPROVED, browser);
        }
        Optional<EmailAddress> address = EmailAddress.parse(token.email());
        if (address.isEmpty() || !settings.trusts(address.get().value())) {
            return refuse(token, SingleSignOn.Reason.DOMAIN_UNTRUSTED, browser);
        }
        Optional<User> person = users.find(address.get());
        if (person.isEmpty()) {
            User created = users.create(address.get(), nameOf(token, address.get()), false);
            SingleSignOn.Outcome outcome = linkAndStart(created.id(), token, code, browser);
            announcements.announce(new AccountEvent(
                    "person.created.by.provider",
                    by(created.id(), browser),
                    null,
                    created.id().toString(),
                    Map.of("provider", token.issuer())));
            return outcome;
        }
        UUID user = person.get().id();
        if (passwords.lock(user) != null) {
            return new SingleSignOn.Outcome.LinkNeeded();
        }
        // Somebody else has come there under the same address, as where a leaver's is given to a newcomer.
        if (identities.has(user, token.issuer())) {
            return refuse(token, SingleSignOn.Reason.ADDRESS_TAKEN, browser);
        }
        return linkAndStart(user, token, code, browser);
    }

    private SingleSignOn.Outcome linkAndStart(UUID user, IdToken token, @Nullable String code, SignIn.Browser browser) {
        identities.link(token, user);
        SingleSignOn.Outcome outcome = start(user, token, code, browser);
        announceLink(user, token, browser); // afterwards, since the start locks accounts
        return outcome;
    }

    private SingleSignOn.Outcome start(UUID user, IdToken token, @Nullable String code, SignIn.Browser browser) {
        Optional<User> person = users.find(user).filter(found -> !found.isDisabled());
        if (person.isEmpty()) {
            return refuse(token, SingleSignOn.Reason.DISABLED, browser);
        }
        if (!person.get().isProved()) { // no link leads to such a person; one written by hand must not either
            return refuse(token, SingleSignOn.Reason.ADDRESS_UNPROVED, browser);
        }
        passwords.lock(user);
        SessionStrength strength = strengthOf(token);
        if (strength != SessionStrength.TWO_FACTORS && factors.has(user)) {
            if (code == null) {
                return new SingleSignOn.Outcome.CodeNeeded(user, person.get().email());
            }
            if (!factors.use(user, code, browser.address())) {
                return new SingleSignOn.Outcome.CodeRefused(user);
            }
            strength = SessionStrength.TWO_FACTORS;
        }
        return new SingleSignOn.Outcome.SignedIn(begin(person.get(), strength, token, browser));
    }

    private SignIn.Outcome.SignedIn begin(User user, SessionStrength strength, IdToken token, SignIn.Browser browser) {
        identities.use(token);
        groups.apply(user.id(), token.issuer(), rolesOf(token), browser.address()); // locks accounts: before any entry
        if (!devices.isKnown(browser.device(), user.id())) {
            sessions.announceNewDevice(user.id(), browser.origin());
        }
        Instant authenticatedAt = token.authenticatedAt();
        ProviderSignIn signIn = new ProviderSignIn(
                token.issuer(),
                token.subject(),
                token.sid(),
                // A provider that says nothing may have signed the person in days ago.
                authenticatedAt == null ? Instant.EPOCH : authenticatedAt,
                token.text().length() > MAX_KEPT_TOKEN ? null : new Sealing(ring).seal(token.text(), place(user.id())));
        return new SignIn.Outcome.SignedIn(
                sessions.start(user.id(), strength, browser.session(), browser.origin(), signIn),
                devices.remember(user.id(), browser.device()));
    }

    /** Finds the ID token of a session that is owed to the provider; an empty text if it wasn't kept. */
    public Optional<String> findIdToken(SessionId session, UUID user) {
        return sessions.findProviderSession(session, user)
                .filter(owed -> owed.issuer().equals(settings.issuer()))
                .map(this::open);
    }

    private String open(ProviderSession owed) {
        String sealed = owed.sealedIdToken();
        try {
            return sealed == null ? "" : new Sealing(ring).open(sealed, place(owed.userId()));
        } catch (Sealing.CannotOpen e) {
            return "";
        }
    }

    /**
     * Ends the sessions that a genuine logout token is about.
     *
     * @param address that it came from
     * @return false if the token was used before
     */
    public boolean end(LogoutToken token, Instant until, @Nullable String address) {
        if (!identities.useOnce(token.issuer() + " " + token.id(), until)) {
            return false;
        }
        sessions.endByProvider(token.issuer(), token.subject(), token.sid(), address);
        return true;
    }

    private Optional<User> findByAddress(IdToken token) {
        String email = token.email();
        return email == null || !token.emailVerified() || !settings.trusts(email)
                ? Optional.empty()
                : EmailAddress.parse(email).flatMap(users::find).filter(user -> !user.isDisabled());
    }

    private void announceLink(UUID user, IdToken token, SignIn.Browser browser) {
        announcements.announce(new AccountEvent(
                "person.identity.linked",
                by(user, browser),
                null,
                user.toString(),
                Map.of("provider", token.issuer())));
    }

    private SingleSignOn.Outcome refuse(IdToken token, SingleSignOn.Reason reason, SignIn.Browser browser) {
        announcements.announce(new AccountEvent(
                "signin.provider.refused",
                Caller.nobody(browser.address()),
                null,
                identities.find(token).map(UUID::toString).orElse(null),
                Map.of("provider", token.issuer(), "reason", reason.code())));
        return new SingleSignOn.Outcome.Refused(reason);
    }

    private SessionStrength strengthOf(IdToken token) {
        return token.hasSecondFactor(settings) ? SessionStrength.TWO_FACTORS : SessionStrength.SINGLE_SIGN_ON;
    }

    private Map<AccountId, Role> rolesOf(IdToken token) {
        Map<AccountId, Role> roles = new HashMap<>();
        for (GroupRole role : settings.rolesOf(token.groups()).values()) {
            accounts.find(role.account())
                    .filter(account -> account.status() != Account.Status.CLOSED)
                    .ifPresent(account -> roles.put(account.id(), role.role()));
        }
        return roles;
    }

    private static String nameOf(IdToken token, EmailAddress address) {
        String name = token.name() == null ? "" : token.name().strip();
        return SetupRules.isName(name)
                ? name
                : address.value().substring(0, address.value().indexOf('@'));
    }

    private static Caller by(UUID user, SignIn.Browser browser) {
        return new Caller(Caller.Kind.USER, user, null, Set.of(), null, browser.address());
    }

    static Sealing.Place place(UUID user) {
        return new Sealing.Place(user, NONE, ID_TOKEN);
    }
}
