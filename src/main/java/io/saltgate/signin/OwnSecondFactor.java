package io.saltgate.signin;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.signin.factors.EnrolledFactor;
import io.saltgate.signin.factors.RecoveryCode;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.factors.TotpSecret;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.recovery.CredentialEvents;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionStrength;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A person's own authenticator app and recovery codes: adding them, new codes, and removing both. */
@Stateless
@ForOwnAccount
public class OwnSecondFactor {

    /**
     * A second factor that was just added.
     *
     * @param session the new one of this browser; all others of the person ended
     * @param codes to be shown once; none if those from before still work
     */
    public record Added(SignIn.Outcome.SignedIn session, List<RecoveryCode> codes) {
        @Override
        public String toString() {
            return "added second factor";
        }
    }

    private final StoredPasswords passwords;
    private final SecondFactors factors;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final Announcements announcements;
    private final CredentialEvents events;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnSecondFactor() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public OwnSecondFactor(
            StoredPasswords passwords,
            SecondFactors factors,
            ConsoleSessions sessions,
            KnownDevices devices,
            Announcements announcements,
            CredentialEvents events,
            Clock clock) {
        this.passwords = passwords;
        this.factors = factors;
        this.sessions = sessions;
        this.devices = devices;
        this.announcements = announcements;
        this.events = events;
        this.clock = clock;
    }

    /** Finds the caller's second factor; empty if there is none. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<EnrolledFactor> find(Caller caller) {
        return factors.find(caller.requireUser());
    }

    /**
     * Adds an authenticator app to a person who has none, and creates recovery codes if it is the first second factor,
     * since a passkey came with some. All sessions of the person end,
     * since they began without it, and no browser is known any more: a thief of the password may have signed in.
     *
     * @param code what the app shows
     * @return empty if that isn't the app's code, there is an app already, or the session ended meanwhile
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<Added> add(Caller caller, TotpSecret secret, String code, SignIn.Browser browser) {
        caller.requireRecentProof(clock.instant());
        UUID user = caller.requireUser();
        passwords.lock(user);
        boolean first = !factors.has(user);
        if (!sessions.isLive(browser.session(), user) || factors.hasApp(user) || !factors.add(user, secret, code)) {
            return Optional.empty();
        }
        List<RecoveryCode> codes = first ? factors.renewCodes(user) : List.of();
        devices.forgetAll(user);
        events.announce(new AccountEvent("factor.added", caller, null, user.toString(), Map.of()), user);
        return Optional.of(new Added(restart(user, SessionStrength.TWO_FACTORS, browser.withoutDevice()), codes));
    }

    /**
     * Makes new recovery codes in place of all older ones.
     *
     * @return empty if there is no second factor
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<List<RecoveryCode>> renewCodes(Caller caller) {
        caller.requireRecentProof(clock.instant());
        UUID user = caller.requireUser();
        passwords.lock(user);
        if (!factors.has(user)) {
            return Optional.empty();
        }
        List<RecoveryCode> codes = factors.renewCodes(user);
        announcements.announce(new AccountEvent("recovery.codes.renewed", caller, null, user.toString(), Map.of()));
        return Optional.of(codes);
    }

    /**
     * Removes the authenticator app, and the recovery codes unless there are passkeys. All sessions of the person end,
     * since they may be in accounts that ask for a second factor.
     *
     * @return the new session of this browser; empty if there was no app any more, or the session ended meanwhile
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<SignIn.Outcome.SignedIn> remove(Caller caller, SignIn.Browser browser) {
        caller.requireRecentProof(clock.instant());
        UUID user = caller.requireUser();
        passwords.lock(user);
        if (!sessions.isLive(browser.session(), user) || !factors.removeApp(user)) {
            return Optional.empty();
        }
        boolean stays = factors.has(user);
        events.announce(
                new AccountEvent(
                        stays ? "factor.app.removed" : "factor.removed", caller, null, user.toString(), Map.of()),
                user);
        return Optional.of(restart(user, stays ? SessionStrength.TWO_FACTORS : SessionStrength.PASSWORD, browser));
    }

    private SignIn.Outcome.SignedIn restart(UUID user, SessionStrength strength, SignIn.Browser browser) {
        return restart(sessions, devices, user, strength, browser);
    }

    /** Ends all sessions of a person whose second factors changed; this browser gets a new one. */
    static SignIn.Outcome.SignedIn restart(
            ConsoleSessions sessions,
            KnownDevices devices,
            UUID user,
            SessionStrength strength,
            SignIn.Browser browser) {
        sessions.endAll(user);
        return new SignIn.Outcome.SignedIn(
                sessions.start(user, strength, browser.session(), browser.origin()),
                devices.remember(user, browser.device()));
    }
}
