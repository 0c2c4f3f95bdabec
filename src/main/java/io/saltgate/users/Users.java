package io.saltgate.users;

import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.persistence.config.HintValues;
import org.eclipse.persistence.config.QueryHints;

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

    public Optional<User> find(EmailAddress email) {
        return em.createQuery("select u from User u where u.email = :email", User.class)
                .setParameter("email", email.value())
                .getResultStream()
                .findFirst();
    }

    /**
     * Finds people whose name or address contains a text, in any case; by address.
     *
     * @param max how many at most
     */
    public List<User> search(String text, int max) {
        String literal = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
        return em.createQuery(
                        "select u from User u where lower(u.email) like lower(:part) escape '!'"
                                + " or lower(u.name) like lower(:part) escape '!' order by u.email",
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

    public User create(EmailAddress email, String name, boolean operator) {
        User user = new User(Uuid7.next(clock), email, name, operator, clock.instant());
        em.persist(user);
        em.flush();
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
