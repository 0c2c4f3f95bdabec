package io.saltgate.signin.sessions;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.Slug;
import io.saltgate.accounts.Viewer;
import io.saltgate.team.Member;
import io.saltgate.team.Memberships;
import io.saltgate.users.User;
import java.time.Clock;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves sessions that console links began. Such a session is nobody's as soon as its person is no longer a member,
 * or on a path of another account. It has {@link Permission#BE_GUEST} in place of {@link Permission#BE_SIGNED_IN}.
 */
final class GuestCallers {

    private final Memberships members;
    private final Accounts accounts;
    private final Clock clock;

    GuestCallers(Memberships members, Accounts accounts, Clock clock) {
        this.members = members;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param session one of a guest
     * @param ends when it is over
     * @param slug the account in the path; without one, the caller is a guest on no account
     */
    Optional<ConsoleSessions.SignedIn> find(
            User user, ConsoleSession session, SessionSettings ends, Optional<Slug> slug, @Nullable String address) {
        GuestVisit visit = Objects.requireNonNull(session.visit());
        Optional<Account> account = accounts.find(visit.account())
                .filter(found -> slug.isEmpty() || slug.get().value().equals(found.slug()))
                .filter(session::isStrongEnough);
        Optional<Member> member = account.flatMap(found -> members.find(found.id(), user.id()));
        if (member.isEmpty() || !user.isGuest() || user.isDisabled()) {
            return Optional.empty();
        }
        Set<String> permissions = new HashSet<>(Set.of(Permission.BE_GUEST));
        if (slug.isPresent()) {
            member.get().see(clock.instant());
            permissions.addAll(permissions(account.get(), member.get(), visit));
        }
        Caller caller = new Caller(
                slug.isPresent() ? Caller.Kind.MEMBER : Caller.Kind.USER,
                user.id(),
                slug.isPresent() ? account.get().id() : null,
                permissions,
                session.confirmedAt(),
                address);
        return Optional.of(
                new ConsoleSessions.SignedIn(caller, viewer(user, session, ends, account.get(), visit), false));
    }

    /** The link's role, as far as the member still has it. */
    private static Set<String> permissions(Account account, Member member, GuestVisit visit) {
        Set<String> left = new HashSet<>(
                account.isClosed()
                        ? ConsoleSessions.whenClosed(member)
                        : member.role().permissions());
        if (!account.isClosed()) {
            left.retainAll(visit.role().permissions());
        }
        return left;
    }

    private Viewer viewer(User user, ConsoleSession session, SessionSettings ends, Account account, GuestVisit visit) {
        return new Viewer(
                user.name(),
                user.email(),
                session.timeLeft(ends, clock.instant()).toSeconds(),
                false,
                false,
                account.slug(),
                account.name(),
                null,
                account.isSuspended(),
                account.suspensionReason(),
                visit.look().theme(),
                visit.look());
    }
}
