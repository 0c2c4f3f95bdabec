package io.saltgate.team;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.users.User;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Changes the roles of members and takes members out, under the account's lock, for use cases. */
@Dependent
@Unguarded
public class MemberChanges {

    private final EntityManager em;
    private final Memberships memberships;
    private final Seats seats;
    private final Announcements announcements;

    @Inject
    public MemberChanges(
            @Database EntityManager em, Memberships memberships, Seats seats, Announcements announcements) {
        this.em = em;
        this.memberships = memberships;
        this.seats = seats;
        this.announcements = announcements;
    }

    /**
     * Gives a member another role, for a service of another feature.
     *
     * @return whether it was another one before
     * @throws NotFound if there is no such member
     * @throws LastOwnerCannotLeave if nobody else is owner
     * @throws RoleComesByLink if it is a guest
     */
    public boolean changeRole(Caller by, AccountId account, UUID user, Role role) {
        Member member = memberships.find(account, user).orElseThrow(NotFound::new);
        if (member.role() == role) {
            return false;
        }
        refuseIfLastOwner(member);
        change(by, member, role, Map.of());
        return true;
    }

    /**
     * Removes a member, for a service of another feature.
     *
     * @throws NotFound if there is no such member
     * @throws LastOwnerCannotLeave if nobody else is owner
     */
    public void remove(Caller by, AccountId account, UUID user) {
        Member member = memberships.find(account, user).orElseThrow(NotFound::new);
        takeOut(by, member);
        announcements.announce(AccountEvent.of("member.removed", by, user).with("role", member.role()));
    }

    void refuseIfLastOwner(Member member) {
        if (memberships.isLastOwner(member.account(), member.userId())) {
            throw new LastOwnerCannotLeave();
        }
    }

    /**
     * Makes a guest a member with the role of a console link, under the account's lock.
     *
     * @param by the guest, for joining
     * @param issuer who has issued the link, and so decides of the role
     * @return whether the guest had another role before
     */
    public boolean admit(Caller by, Caller issuer, AccountId account, UUID guest, Role role) {
        Optional<Member> found = memberships.find(account, guest);
        if (found.isEmpty()) {
            memberships.add(account, guest, role);
            em.flush(); // before any chain
            announcements.announce(AccountEvent.of("member.joined", by, guest).with("role", role));
            return false;
        }
        if (found.get().role() == role) {
            return false;
        }
        apply(issuer, found.get(), role, Map.of());
        return true;
    }

    /** @throws RoleComesByLink if it is a guest */
    void change(Caller caller, Member member, Role role, Map<String, UUID> more) {
        if (Objects.requireNonNull(em.find(User.class, member.userId())).isGuest()) {
            throw new RoleComesByLink();
        }
        apply(caller, member, role, more);
    }

    private void apply(Caller caller, Member member, Role role, Map<String, UUID> more) {
        Role before = member.role();
        member.changeRole(role);
        // What a member may no longer give, an open invitation of the member's must not give either.
        seats.withdrawBy(caller, member, given -> !role.mayHandle(given));
        AccountEvent event = AccountEvent.of("member.role.changed", caller, member.userId())
                .with("from", before)
                .with("to", role);
        for (Map.Entry<String, UUID> detail : more.entrySet()) {
            event = event.with(detail.getKey(), detail.getValue());
        }
        announcements.announce(event);
    }

    void takeOut(Caller caller, Member member) {
        refuseIfLastOwner(member);
        release(member);
        seats.withdrawBy(caller, member, given -> true);
        em.remove(member);
    }

    /** An address that was known in this account alone is free again. The person's row is locked before any chain. */
    private void release(Member member) {
        Objects.requireNonNull(em.find(User.class, member.userId()))
                .leave(member.account().value());
        em.flush();
    }
}
