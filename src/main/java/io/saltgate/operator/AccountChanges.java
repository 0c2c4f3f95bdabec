package io.saltgate.operator;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.changes.ChangeClock;
import io.saltgate.operator.AccountProvisioning.Change;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.operator.AccountProvisioning.NewExternalId;
import io.saltgate.operator.AccountProvisioning.Provisioned;
import io.saltgate.platform.Unguarded;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Role;
import io.saltgate.team.Seats;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Creates and changes accounts for the operator's use cases. What is done is recorded in two trails: the account's, and
 * the system's, where operators see it among what they did to all accounts. The system's comes last, as everywhere: two
 * transactions that each write to both never wait for each other.
 */
@Dependent
@Unguarded
public class AccountChanges {

    private final Accounts accounts;
    private final Seats seats;
    private final Announcements announcements;
    private final ChangeClock changeClock;

    @Inject
    public AccountChanges(Accounts accounts, Seats seats, Announcements announcements, ChangeClock changeClock) {
        this.accounts = accounts;
        this.seats = seats;
        this.announcements = announcements;
        this.changeClock = changeClock;
    }

    Provisioned create(Caller by, NewAccount wanted) {
        Provisioned created = createOwn(by, wanted);
        Account account = created.account();
        repeat("account.created", by, account, Map.of("name", account.name()));
        EmailAddress owner = wanted.owner();
        if (owner != null) {
            repeatInvitation(by, account, owner, Role.OWNER);
        }
        return created;
    }

    /** Creates an account with what belongs in its own trail; {@link #repeatCreations} is to follow. */
    Provisioned createOwn(Caller by, NewAccount wanted) {
        Account account = accounts.create(by, wanted.slug(), wanted.name(), wanted.externalId());
        if (wanted.suspended()) {
            accounts.suspend(by, account, null);
        }
        Optional<InvitationToken> invitation =
                Optional.ofNullable(wanted.owner()).flatMap(email -> seats.open(by, account.id(), email, Role.OWNER));
        return new Provisioned(account, invitation);
    }

    /** Announces for the system's trail that several accounts were created: one entry for all of them. */
    void repeatCreations(Caller by, List<Provisioned> created) {
        String slugs = created.stream().map(each -> each.account().slug()).collect(Collectors.joining(" "));
        announcements.announce(new AccountEvent(
                "accounts.created", by, null, null, Map.of("count", Integer.toString(created.size()), "slugs", slugs)));
    }

    /**
     * Locks an account that isn't closed.
     *
     * @throws io.saltgate.accounts.NotFound if it is, or there is none
     */
    Account lock(AccountId id) {
        return accounts.lock(id);
    }

    /** Invites someone to an account that is locked. Gives a link where there is no mail. */
    Optional<InvitationToken> invite(Caller by, Account account, EmailAddress email, Role role) {
        Optional<InvitationToken> token = seats.open(by, account.id(), email, role);
        repeatInvitation(by, account, email, role);
        return token;
    }

    /**
     * Changes an account. What is so already is not done again.
     *
     * @throws io.saltgate.accounts.ExternalIdTaken if another account has it
     * @throws io.saltgate.accounts.NotFound if it was closed meanwhile
     */
    Account change(Caller by, AccountId id, Change change) {
        Account account = lockFor(change, id);
        String name = account.name();
        String reason = account.suspensionReason();
        boolean renamed =
                change.name().map(to -> accounts.rename(by, account, to)).orElse(false);
        boolean identified = change.externalId()
                .map(to -> accounts.identify(by, account, to.value()))
                .orElse(false);
        boolean suspension = change.suspended()
                .map(to -> to
                        ? accounts.suspend(by, account, change.suspensionReason())
                        : accounts.liftSuspension(by, account))
                .orElse(false);
        boolean reasoned = !suspension && accounts.changeSuspensionReason(by, account, change.suspensionReason());
        if (renamed) {
            repeat("account.renamed", by, account, Map.of("from", name, "to", account.name()));
        }
        if (identified) {
            String now = change.externalId()
                    .map(NewExternalId::value)
                    .map(Object::toString)
                    .orElse("-");
            repeat("account.identified", by, account, Map.of("externalId", now));
        }
        if (suspension) {
            repeatSuspension(by, account);
        }
        if (reasoned) {
            announcements.announce(
                    new AccountEvent("account.suspension.reason.changed", by, null, account.slug(), Map.of())
                            .changed("reason", reason, account.suspensionReason()));
        }
        if (renamed || identified || suspension || reasoned) {
            changeClock.tick(account.id().value());
        }
        return account;
    }

    private Account lockFor(Change change, AccountId id) {
        if (change.externalId().isEmpty()) {
            return lock(id);
        }
        accounts.lockNames();
        return accounts.lockWithKeys(id);
    }

    private void repeatSuspension(Caller by, Account account) {
        String reason = account.suspensionReason();
        if (account.isSuspended()) {
            repeat("account.suspended", by, account, reason == null ? Map.of() : Map.of("reason", reason));
        } else {
            repeat("account.suspension.lifted", by, account, Map.of());
        }
    }

    private void repeatInvitation(Caller by, Account account, EmailAddress email, Role role) {
        repeat("member.invited", by, account, Map.of("email", email.value(), "role", role.name()));
    }

    /** Announces for the system's trail what was done to an account. */
    void repeat(String code, Caller by, Account account, Map<String, String> facts) {
        announcements.announce(new AccountEvent(code, by, null, account.slug(), facts));
    }
}
