package io.saltgate.users;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Conflicts;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;
import org.jspecify.annotations.Nullable;

/** Finds and makes people for the features' use cases. */
@Dependent
@Unguarded
public class Users {

    private static final Map<String, Object> REFRESHED = Map.of(QueryHints.REFRESH, HintValues.TRUE);

    private final EntityManager em;
    private final Clock clock;

    @Inject
    public Users(@Database EntityManager em, Clock clock) {
        this.em = em;
        this.clock = clock;
    }

    public boolean isEmpty() {
        return em.createQuery("select u.id from User u", UUID.class)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    public Optional<User> find(UUID id) {
        return Optional.ofNullable(em.find(User.class, id));
    }

    /** Finds the person who has proved an address. */
    public Optional<User> find(EmailAddress email) {
        return em.createQuery("select u from User u where u.provedEmail = :email", User.class)
                .setParameter("email", email.value())
                .getResultStream()
                .findFirst();
    }

    /**
     * Whether a person may sign in: who hasn't proved their address, on the page of the account that knows it alone.
     *
     * @param account slug of the account on whose page they try; null for the page of all
     */
    public boolean signsInOn(UUID id, @Nullable String account) {
        Optional<User> user = findAgain(id).filter(found -> !found.isDisabled());
        return user.filter(User::isProved).isPresent()
                || user.map(User::accountId)
                        .filter(known -> hasSlug(known, account))
                        .isPresent();
    }

    private boolean hasSlug(UUID account, @Nullable String slug) {
        return slug != null
                && !em.createQuery("select a.id from Account a where a.id = :id and a.slug = :slug", UUID.class)
                        .setParameter("id", account)
                        .setParameter("slug", slug)
                        .getResultList()
                        .isEmpty();
    }

    /**
     * Makes an address a person's, who has just proved it; the row is written at once. What the person had before must
     * end with it if they were unproved: see {@code signin}.
     *
     * @throws AddressTaken if another person has proved it; the transaction is of no more use then
     */
    public void prove(User user, EmailAddress address) {
        find(address).filter(owner -> !owner.id().equals(user.id())).ifPresent(owner -> {
            throw new AddressTaken();
        });
        user.prove(address);
        flushAddress();
    }

    /** @throws AddressTaken if another person has proved the address that this one uses */
    public void requireProvable(UUID id) {
        find(id).flatMap(user -> EmailAddress.parse(user.email()))
                .flatMap(this::find)
                .filter(owner -> !owner.id().equals(id))
                .ifPresent(owner -> {
                    throw new AddressTaken();
                });
    }

    /** Of two who prove one address at once, the second hears of the first from the database. */
    private void flushAddress() {
        try {
            em.flush();
        } catch (PersistenceException e) {
            if (Conflicts.isDuplicate(e)) {
                throw new AddressTaken(e);
            }
            throw e;
        }
    }

    /**
     * Finds people whose name or address contains a text, in any case; by address.
     *
     * @param max how many at most
     */
    public List<User> search(String text, int max) {
        String literal = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return em.createQuery(
                        "select u from User u where u.erasedAt is null and (lower(u.email) like lower(:part) escape '!'"
                                + " or lower(u.name) like lower(:part) escape '!') order by u.email, u.id",
                        User.class)
                .setParameter("part", "%" + literal + "%")
                .setMaxResults(max)
                .getResultList();
    }

    /**
     * Who is operator is changed by one transaction at a time: of two operators who remove each other the second sees
     * what the first did. Before the rows of people, and before any audit chain.
     */
    public void lockOperators() {
        em.createNativeQuery("select id from installation where id = 1 for update")
                .getResultList();
    }

    /** As {@link #find(UUID)}, and as committed now, whatever this transaction has read before. */
    public Optional<User> findAgain(UUID id) {
        return Optional.ofNullable(em.find(User.class, id, REFRESHED));
    }

    /**
     * Locks who is an operator ({@link #lockOperators}), and reads again whether this person is one: the right of a
     * request was read when it began, and may have been taken away since.
     */
    public boolean lockAsOperator(UUID id) {
        lockOperators();
        return findAgain(id).filter(User::isOperator).isPresent();
    }

    /** Writes changes of people now: their rows are locked before any chain of an audit trail. */
    public void flush() {
        em.flush();
    }

    /** Those who run Saltgate, by address. */
    public List<User> listOperators() {
        return em.createQuery("select u from User u where u.operator = true order by u.email", User.class)
                .getResultList();
    }

    /**
     * Creates a person with an address that is proved: by a mail that came back, the first run, or a provider that
     * vouches for it.
     *
     * @throws AddressTaken if another person has proved it; the transaction is of no more use then
     */
    public User create(EmailAddress email, String name, boolean operator) {
        return add(User.proved(Uuid7.next(clock), email, name, operator, clock.instant()));
    }

    /**
     * Creates a person with an address that someone typed, known in one account alone.
     *
     * @throws AddressTaken if another unproved person of that account has it; the transaction is of no more use then
     */
    public User createUnproved(EmailAddress email, String name, UUID account) {
        return add(User.unproved(Uuid7.next(clock), email, name, account, clock.instant()));
    }

    /** Creates a person who comes by console links alone. */
    public User createGuest(EmailAddress email, String name) {
        return add(User.guest(Uuid7.next(clock), email, name, clock.instant()));
    }

    /**
     * Erases name and address of a person, and has the audit trails follow. The row stays, disabled, for the rows that
     * name its id.
     */
    public void erase(User user) {
        boolean another = !em.createQuery("select u.id from User u where u.email = :email and u.id <> :id", UUID.class)
                .setParameter("email", user.email())
                .setParameter("id", user.id())
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
        em.persist(new PendingErasure(user.id(), another ? null : user.email(), clock.instant()));
        user.erase(clock.instant());
        em.flush();
    }

    private User add(User user) {
        em.persist(user);
        flushAddress();
        return user;
    }

    /** Names by id, for "enabled by"; ids that are nobody's are missing. */
    public Map<UUID, String> names(Collection<UUID> ids) {
        Map<UUID, String> names = new HashMap<>();
        findAll(ids).forEach((id, user) -> names.put(id, user.name()));
        return names;
    }

    /** People by id; ids that are nobody's are missing. */
    public Map<UUID, User> findAll(Collection<UUID> ids) {
        Map<UUID, User> users = new HashMap<>();
        if (!ids.isEmpty()) {
            em.createQuery("select u from User u where u.id in :ids", User.class)
                    .setParameter("ids", ids)
                    .getResultList()
                    .forEach(user -> users.put(user.id(), user));
        }
        return users;
    }
}
