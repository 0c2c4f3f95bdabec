package io.saltgate.team;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.users.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lists everyone who has access to an account or can get it, for reviews. Who may see the audit trail may see this:
 * reviewing access is what auditors are for, and the audit trail names the same people and addresses.
 */
@Stateless
@ForOwnAccount
public class AccessReview {

    /** Lines of one piece. */
    static final int PIECE = 500;

    /** Comes before every id. */
    private static final UUID FIRST = new UUID(0, 0);

    /**
     * A member, or who holds an open invitation.
     *
     * @param id the member's or the invitation's
     * @param name null for an invitation
     * @param since when the member joined, or the invitation was created
     * @param lastSeenAt null for an invitation, and for a member who was never seen
     * @param secondFactor whether a member has one
     * @param proved whether a member's address is proved
     * @param expiresAt null for a member
     */
    public record Line(
            UUID id,
            @Nullable String name,
            String email,
            Role role,
            boolean secondFactor,
            boolean proved,
            Instant since,
            @Nullable Instant lastSeenAt,
            @Nullable Instant expiresAt) {}

    /**
     * Some lines.
     *
     * @param last what the next piece comes after; null if this was the last piece
     */
    public record Piece(List<Line> lines, @Nullable UUID last) {}

    private final EntityManager em;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccessReview() {
        this(null, null, null);
    }

    @Inject
    public AccessReview(@Database EntityManager em, Announcements announcements, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.clock = clock;
    }

    /**
     * Begins a list, which is recorded.
     *
     * @return the time of the list: who joins or is invited later isn't on it
     */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Instant begin(Caller caller) {
        announcements.announce(AccountEvent.of("member.list.exported", caller, null));
        return clock.instant();
    }

    /**
     * A piece of the members, in the order of their ids. Each is a transaction of its own, however slowly the file is
     * read.
     *
     * @param after {@link Piece#last}; null for the first piece
     */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Piece listMembers(Caller caller, Instant asOf, @Nullable UUID after) {
        return piece(em.createQuery(
                        "select m, u from Member m, User u where m.accountId = :account"
                                + " and m.userId > :after and m.joinedAt <= :asOf and u.id = m.userId"
                                + " order by m.userId",
                        Object[].class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("after", after == null ? FIRST : after)
                .setParameter("asOf", asOf)
                .setMaxResults(PIECE)
                .getResultStream()
                .map(row -> line((Member) row[0], (User) row[1]))
                .toList());
    }

    /** A piece of the invitations that were open at a time, as {@link #listMembers}. */
    @RolesAllowed(Permission.SEE_AUDIT)
    public Piece listInvitations(Caller caller, Instant asOf, @Nullable UUID after) {
        return piece(em.createQuery(
                        "select i from Invitation i where i.accountId = :account and i.id > :after"
                                + " and i.expiresAt > :asOf and i.createdAt <= :asOf order by i.id",
                        Invitation.class)
                .setParameter("account", caller.requireAccount().value())
                .setParameter("after", after == null ? FIRST : after)
                .setParameter("asOf", asOf)
                .setMaxResults(PIECE)
                .getResultStream()
                .map(AccessReview::line)
                .toList());
    }

    private static Piece piece(List<Line> lines) {
        return new Piece(lines, lines.size() == PIECE ? lines.getLast().id() : null);
    }

    private static Line line(Member member, User user) {
        return new Line(
                member.userId(),
                user.name(),
                user.email(),
                member.role(),
                user.hasSecondFactor(),
                user.isProved(),
                member.joinedAt(),
                member.lastSeenAt(),
                null);
    }

    private static Line line(Invitation invitation) {
        return new Line(
                invitation.id(),
                null,
                invitation.email(),
                invitation.role(),
                false,
                false,
                invitation.createdAt(),
                null,
                invitation.expiresAt());
    }
}
