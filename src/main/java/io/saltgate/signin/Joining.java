package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.RowLock;
import io.saltgate.signin.passwords.Password;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Seats;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import io.saltgate.users.Users;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an invited person does, who may be nobody here yet: the link is all that they can show. */
@Stateless
@PermitAll
public class Joining {

    /**
     * What the link shows.
     *
     * @param known whether a person has proved that address already, who must sign in
     * @param byMail whether nobody but the reader of that mailbox has the link
     */
    public record Offer(
            String accountName, String accountSlug, String email, String role, boolean known, boolean byMail) {}

    /** Who has joined what. */
    public record Joined(UUID user, String accountSlug) {}

    /** Where an invited person is who opens a link while signed in. */
    public enum Fit {
        /** The seat is theirs to take. */
        OWN,
        /** It is for another person. */
        OTHER,
        /** It is for an address that they use without having proved it. */
        UNPROVED
    }

    private final EntityManager em;
    private final Seats seats;
    private final Users users;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Joining() {
        this(null, null, null, null);
    }

    @Inject
    public Joining(@Database EntityManager em, Seats seats, Users users, Clock clock) {
        this.em = em;
        this.seats = seats;
        this.users = users;
        this.clock = clock;
    }

    public Optional<Offer> find(InvitationToken token) {
        return seats.find(token)
                .map(offer -> new Offer(
                        offer.accountName(),
                        offer.accountSlug(),
                        offer.email(),
                        offer.role().name(),
                        findUser(offer.email()).isPresent(),
                        offer.byMail()));
    }

    /** How the seat fits the caller. */
    public Fit fit(Caller caller, Offer offer) {
        User user = users.find(caller.requireUser()).orElseThrow();
        if (!user.email().equals(offer.email())) {
            return Fit.OTHER;
        }
        return user.isProved() ? Fit.OWN : Fit.UNPROVED;
    }

    /**
     * A person who has signed in takes the seat.
     *
     * @return empty if the link is for somebody else, or open no more
     */
    public Optional<Joined> join(Caller caller, InvitationToken token) {
        UUID person = caller.requireUser();
        RowLock.REFER.take(em, "users", person); // an operator may be erasing them
        return users.findAgain(person)
                .filter(user -> !user.isErased())
                .flatMap(user -> take(token, user, caller.address()));
    }

    /**
     * A new person takes the seat that waits for their address, which is proved if the link came by mail. Else the
     * inviter, who was shown the link, may be using it, so that the address counts in that account alone.
     *
     * @return empty if a person has proved that address already, or the link is open no more
     */
    public Optional<Joined> joinAsNew(
            InvitationToken token, String name, String passwordHash, @Nullable String address) {
        Optional<Seats.Offer> offer =
                seats.find(token).filter(found -> findUser(found.email()).isEmpty());
        if (offer.isEmpty()) {
            return Optional.empty();
        }
        EmailAddress email = EmailAddress.parse(offer.get().email()).orElseThrow();
        User user = offer.get().byMail()
                ? users.create(email, name, false)
                : users.createUnproved(email, name, offer.get().account().value());
        em.persist(new Password(user.id(), passwordHash, clock.instant()));
        em.flush();
        Optional<Joined> joined = take(token, user, address);
        if (joined.isEmpty()) {
            throw new SeatTaken(); // else the person would stay behind without a seat
        }
        return joined;
    }

    private Optional<Joined> take(InvitationToken token, User user, @Nullable String address) {
        return seats.take(token, user, address).map(offer -> new Joined(user.id(), offer.accountSlug()));
    }

    private Optional<User> findUser(String email) {
        return EmailAddress.parse(email).flatMap(users::find);
    }
}
