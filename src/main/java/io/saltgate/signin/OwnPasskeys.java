package io.saltgate.signin;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.signin.factors.RecoveryCode;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.passkeys.Ceremony;
import io.saltgate.signin.passkeys.OwnPasskey;
import io.saltgate.signin.passkeys.PasskeyOptions;
import io.saltgate.signin.passkeys.StoredPasskeys;
import io.saltgate.signin.passwords.KnownDevices;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.recovery.CredentialEvents;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A person's own passkeys: adding, naming and removing them. */
@Stateless
@ForOwnAccount
public class OwnPasskeys {

    /** What came of adding one. */
    public sealed interface Addition {
        /**
         * @param session the new one of this browser; all others of the person ended
         * @param codes for recovery, to be shown once; none if there was a second factor before
         */
        record Added(SignIn.Outcome.SignedIn session, List<RecoveryCode> codes) implements Addition {
            @Override
            public String toString() {
                return "added passkey";
            }
        }

        /** The browser's answer isn't in order, or comes too late; or the session ended meanwhile. */
        record Refused() implements Addition {}

        /** There are {@link StoredPasskeys#MAX} already. */
        record Full() implements Addition {}
    }

    private final StoredPasswords passwords;
    private final StoredPasskeys passkeys;
    private final PasskeyOptions options;
    private final SecondFactors factors;
    private final ConsoleSessions sessions;
    private final KnownDevices devices;
    private final Users users;
    private final CredentialEvents events;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnPasskeys() {
        this(null, null, null, null, null, null, null, null, null, null);
    }

    @Inject
    public OwnPasskeys(
            StoredPasswords passwords,
            StoredPasskeys passkeys,
            PasskeyOptions options,
            SecondFactors factors,
            ConsoleSessions sessions,
            KnownDevices devices,
            Users users,
            CredentialEvents events,
            Announcements announcements,
            Clock clock) {
        this.passwords = passwords;
        this.passkeys = passkeys;
        this.options = options;
        this.factors = factors;
        this.sessions = sessions;
        this.devices = devices;
        this.users = users;
        this.events = events;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** Lists the caller's passkeys, oldest first. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public List<OwnPasskey> list(Caller caller) {
        return passkeys.listOwn(caller.requireUser());
    }

    /** Finds one of the caller's passkeys. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<OwnPasskey> find(Caller caller, UUID id) {
        return passkeys.findOwn(caller.requireUser(), id);
    }

    /** What to ask a passkey for, so that the caller confirms who they are; empty if there is none that works here. */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<JsonObject> findConfirmation(Caller caller) {
        return options.forPerson(caller.requireUser(), Ceremony.confirmation(caller.requireUser()));
    }

    /**
     * What a browser makes a passkey of.
     *
     * @return empty if there are as many as there may be
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<PasskeyOptions.Registration> begin(Caller caller) {
        caller.requireRecentProof(clock.instant());
        User user = users.find(caller.requireUser()).orElseThrow();
        return passkeys.count(user.id()) >= StoredPasskeys.MAX
                ? Optional.empty()
                : Optional.of(options.forNew(user.id(), user.email(), user.name()));
    }

    /**
     * Adds a passkey. With the first second factor come recovery codes. All sessions of the person end, and no browser
     * is known any more, as with an authenticator app.
     *
     * @param userHandle as {@link #begin} had it
     * @param answer of the browser, as JSON
     * @param name one line of plain text
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Addition add(Caller caller, String userHandle, String answer, String name, SignIn.Browser browser) {
        caller.requireRecentProof(clock.instant());
        UUID user = caller.requireUser();
        passwords.lock(user);
        if (passkeys.count(user) >= StoredPasskeys.MAX) {
            return new Addition.Full();
        }
        boolean first = !factors.has(user);
        if (!sessions.isLive(browser.session(), user) || !passkeys.add(user, userHandle, answer, name)) {
            return new Addition.Refused();
        }
        factors.settle(user);
        List<RecoveryCode> codes = first ? factors.renewCodes(user) : List.of();
        devices.forgetAll(user);
        events.announce(new AccountEvent("passkey.added", caller, null, user.toString(), Map.of()), user);
        return new Addition.Added(restart(user, SessionStrength.TWO_FACTORS, browser.withoutDevice()), codes);
    }

    /**
     * Names one of the caller's passkeys.
     *
     * @param name one line of plain text
     * @return whether there is such a passkey
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public boolean rename(Caller caller, UUID id, String name) {
        Optional<String> before = passkeys.rename(caller.requireUser(), id, name);
        if (before.isPresent() && !before.get().equals(name)) {
            String user = caller.requireUser().toString();
            Map<String, String> names = Map.of("before", before.get(), "after", name);
            announcements.announce(new AccountEvent("passkey.renamed", caller, null, user, names));
        }
        return before.isPresent();
    }

    /**
     * Removes one of the caller's passkeys; with the last second factor go the recovery codes. All sessions of the
     * person end: one may have begun with it.
     *
     * @return the new session of this browser; empty if there is no such passkey, or the session ended meanwhile
     * @throws io.saltgate.accounts.RecentSignInRequired if the caller must first confirm who it is
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public Optional<SignIn.Outcome.SignedIn> remove(Caller caller, UUID id, SignIn.Browser browser) {
        caller.requireRecentProof(clock.instant());
        UUID user = caller.requireUser();
        passwords.lock(user);
        if (!sessions.isLive(browser.session(), user) || !factors.removePasskey(user, id)) {
            return Optional.empty();
        }
        boolean stays = factors.has(user);
        events.announce(new AccountEvent("passkey.removed", caller, null, user.toString(), Map.of()), user);
        if (!stays) {
            events.announce(new AccountEvent("factor.removed", caller, null, user.toString(), Map.of()), user);
        }
        return Optional.of(restart(user, stays ? SessionStrength.TWO_FACTORS : SessionStrength.PASSWORD, browser));
    }

    private SignIn.Outcome.SignedIn restart(UUID user, SessionStrength strength, SignIn.Browser browser) {
        return OwnSecondFactor.restart(sessions, devices, user, strength, browser);
    }
}
