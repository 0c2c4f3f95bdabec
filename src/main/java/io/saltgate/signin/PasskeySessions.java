package io.saltgate.signin;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.signin.passkeys.Assertion;
import io.saltgate.signin.passkeys.Ceremony;
import io.saltgate.signin.passkeys.PasskeyOptions;
import io.saltgate.signin.passkeys.StoredPasskeys;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.recovery.CredentialEvents;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Begins sessions of people who prove by a passkey who they are: by it alone, or after their password. What is refused
 * is in the audit trail, for the person if there is one.
 */
@Stateless
@PermitAll
public class PasskeySessions {

    private final StoredPasswords passwords;
    private final StoredPasskeys passkeys;
    private final PasskeyOptions options;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final Users users;
    private final CredentialEvents events;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PasskeySessions() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    public PasskeySessions(
            StoredPasswords passwords,
            StoredPasskeys passkeys,
            PasskeyOptions options,
            ConsoleSessions sessions,
            KnownDevices devices,
            Users users,
            CredentialEvents events,
            Announcements announcements) {
        this.passwords = passwords;
        this.passkeys = passkeys;
        this.options = options;
        this.sessions = sessions;
        this.devices = devices;
        this.users = users;
        this.events = events;
        this.announcements = announcements;
    }

    /** What to ask a passkey for after a right password; empty if the person has none that works here. */
    public Optional<JsonObject> findOptions(Passwords.Stored proved, String kept) {
        return options.forPerson(proved.user(), Ceremony.secondFactor(kept));
    }

    /** A host of passkeys that isn't the one of the public address: they work no more. */
    public Optional<String> findOtherHost() {
        return passkeys.findOtherHost();
    }

    /**
     * Begins a session by the passkey alone.
     *
     * @param assertion null if the browser sent none that can be read
     * @param account slug of the account on whose page it is used; null for the page of all, on which nobody signs in
     *     whose address isn't proved
     * @return a session, or refused
     */
    public SignIn.Outcome start(@Nullable Assertion assertion, @Nullable String account, SignIn.Browser browser) {
        return judge(assertion, null, user -> users.signsInOn(user, account), Ceremony.signIn(), browser);
    }

    /** Begins a session of the caller, who confirms by a passkey who they are; as {@link #start} otherwise. */
    public SignIn.Outcome confirm(Caller caller, @Nullable Assertion assertion, SignIn.Browser browser) {
        UUID user = caller.requireUser();
        return judge(assertion, user, this::isEnabled, Ceremony.confirmation(user), browser);
    }

    /**
     * Begins a session after a right password.
     *
     * @param kept the sealed first step
     * @return a session; refused if the password was changed meanwhile; that the second factor is refused
     */
    public SignIn.Outcome startAfterPassword(
            Passwords.Stored proved, String kept, @Nullable Assertion assertion, SignIn.Browser browser) {
        if (!passwords.lockIfCurrent(proved)) {
            return new SignIn.Outcome.Refused();
        }
        Optional<StoredPasskeys.Claimed> claimed = findClaimed(assertion, proved.user());
        return claimed.isPresent() && isAccepted(claimed.get(), assertion, Ceremony.secondFactor(kept), browser)
                ? signedIn(proved.user(), browser)
                : new SignIn.Outcome.CodeRefused();
    }

    private SignIn.Outcome judge(
            @Nullable Assertion assertion,
            @Nullable UUID expected,
            Predicate<UUID> admitted,
            Ceremony ceremony,
            SignIn.Browser browser) {
        Optional<StoredPasskeys.Claimed> claimed = findClaimed(assertion, expected);
        claimed.ifPresent(found -> passwords.lock(found.user()));
        if (claimed.isPresent()
                && admitted.test(claimed.get().user())
                && isAccepted(claimed.get(), assertion, ceremony, browser)) {
            return signedIn(claimed.get().user(), browser);
        }
        UUID user = claimed.map(StoredPasskeys.Claimed::user).orElse(expected);
        String subject = user == null ? null : user.toString();
        announcements.announce(
                new AccountEvent("signin.failed", Caller.nobody(browser.address()), null, subject, Map.of()));
        return new SignIn.Outcome.Refused();
    }

    /** @param expected whose passkey it has to be; null for anyone's */
    private Optional<StoredPasskeys.Claimed> findClaimed(@Nullable Assertion assertion, @Nullable UUID expected) {
        return Optional.ofNullable(assertion)
                .flatMap(passkeys::findClaimed)
                .filter(found -> expected == null || expected.equals(found.user()));
    }

    private boolean isEnabled(UUID user) {
        return users.findAgain(user).filter(person -> !person.isDisabled()).isPresent();
    }

    private boolean isAccepted(
            StoredPasskeys.Claimed claimed, @Nullable Assertion assertion, Ceremony ceremony, SignIn.Browser browser) {
        return assertion != null
                && switch (passkeys.use(claimed, assertion, ceremony)) {
                    case ACCEPTED -> true;
                    case REFUSED -> false;
                    case COUNTER_BACK -> {
                        String user = claimed.user().toString();
                        events.announce(
                                new AccountEvent(
                                        "passkey.counter.back", Caller.nobody(browser.address()), null, user, Map.of()),
                                claimed.user());
                        yield false;
                    }
                };
    }

    private SignIn.Outcome signedIn(UUID user, SignIn.Browser browser) {
        if (!devices.isKnown(browser.device(), user)) {
            sessions.announceNewDevice(user, browser.origin());
        }
        return new SignIn.Outcome.SignedIn(
                sessions.start(user, SessionStrength.TWO_FACTORS, browser.session(), browser.origin()),
                devices.remember(user, browser.device()));
    }
}
