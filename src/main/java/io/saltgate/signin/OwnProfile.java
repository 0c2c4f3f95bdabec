package io.saltgate.signin;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.recovery.PasswordReplacement;
import io.saltgate.users.Theme;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a person may change of themselves, whatever accounts they belong to: name and password. */
@Stateless
@ForOwnAccount
public class OwnProfile {

    private final Users users;
    private final PasswordReplacement replacement;
    private final ProvedSessions sessions;
    private final Announcements announcements;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OwnProfile() {
        this(null, null, null, null);
    }

    @Inject
    public OwnProfile(
            Users users, PasswordReplacement replacement, ProvedSessions sessions, Announcements announcements) {
        this.users = users;
        this.replacement = replacement;
        this.sessions = sessions;
        this.announcements = announcements;
    }

    /** @param name one line of plain text */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void rename(Caller caller, String name) {
        User user = users.find(caller.requireUser()).orElseThrow();
        String before = user.name();
        if (!before.equals(name)) {
            user.rename(name);
            users.flush();
            Map<String, String> names = Map.of("before", before, "after", name);
            announcements.announce(new AccountEvent("person.renamed", caller, null, subject(caller), names));
        }
    }

    /** @param chosen null follows the device */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public void chooseTheme(Caller caller, @Nullable Theme chosen) {
        User user = users.find(caller.requireUser()).orElseThrow();
        Theme before = user.theme();
        if (before != chosen) {
            user.chooseTheme(chosen);
            users.flush();
            announcements.announce(new AccountEvent("person.theme.changed", caller, null, subject(caller), Map.of())
                    .changed("theme", before, chosen));
        }
    }

    /**
     * Changes the caller's password. All sessions end, this browser gets a new one, and no other is known any more.
     *
     * @param proved the password that the caller has just proved to know
     * @param code of the second factor; null if none came
     * @return refused if that one was changed meanwhile; what {@link ProvedSessions#start} says of the code
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public SignIn.Outcome changePassword(
            Caller caller, Passwords.Stored proved, @Nullable String code, String newHash, SignIn.Browser browser) {
        UUID user = caller.requireUser();
        if (!proved.user().equals(user)) {
            return new SignIn.Outcome.Refused();
        }
        return sessions.startAfter(
                () -> {
                    replacement.replace(user, newHash);
                    announcements.announce(
                            new AccountEvent("password.changed", caller, null, subject(caller), Map.of()));
                },
                proved,
                code,
                browser.withoutDevice());
    }

    private static String subject(Caller caller) {
        return caller.requireUser().toString();
    }
}
