package io.saltgate.audit;

import io.saltgate.audit.AuditEntries.Person;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the few columns of people that a page of an audit trail shows, for a bounded number of them. */
final class AuditPeople {

    /** People that a filter offers; everyone else can be named by email address. */
    static final int MAX_OFFERED = 50;

    private static final String KEY_TEXT = "'sgo_…' || hint";

    private final EntityManager em;

    AuditPeople(EntityManager em) {
        this.em = em;
    }

    /** People by id, without ids that no person has. */
    Map<UUID, Person> findAll(Collection<UUID> ids) {
        return ids.isEmpty() ? Map.of() : read("select id, name, email from users where id in (%s)", ids);
    }

    /** Operator keys act like people in the system's trail: an entry names one by its name and its last characters. */
    Map<UUID, Person> findKeys(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Map.of()
                : read("select id, name, " + KEY_TEXT + " from operator_key where id in (%s)", ids);
    }

    /** The first members of an account, by name: so many that each can be chosen from a list. */
    Map<UUID, Person> offerMembers(UUID account) {
        return byName(em.createNativeQuery("select u.id, u.name, u.email from (select m.user_id from member m"
                        + " where m.account_id = ?1 order by m.account_id, m.user_id fetch first " + MAX_OFFERED
                        + " rows only) w join users u on u.id = w.user_id")
                .setParameter(1, account));
    }

    /** Operators, by name, as {@link #offerMembers}. */
    Map<UUID, Person> offerOperators() {
        return byName(em.createNativeQuery("select id, name, email from users where operator = true order by email"
                + " fetch first " + MAX_OFFERED + " rows only"));
    }

    /** Finds who has an email address; the account's own member if there are several. */
    Optional<UUID> find(String email, UUID account) {
        List<?> found = em.createNativeQuery("select u.id from users u left join member m on m.user_id = u.id"
                        + " and m.account_id = ?2 where u.email = ?1"
                        + " order by case when m.user_id is null then 1 else 0 end, u.id fetch first 1 rows only")
                .setParameter(1, email)
                .setParameter(2, account)
                .getResultList();
        return found.stream().map(UUID.class::cast).findFirst();
    }

    private Map<UUID, Person> read(String sql, Collection<UUID> ids) {
        String marks =
                IntStream.rangeClosed(1, ids.size()).mapToObj(i -> "?" + i).collect(Collectors.joining(", "));
        Query query = em.createNativeQuery(sql.formatted(marks));
        int i = 0;
        for (UUID id : ids) {
            query.setParameter(++i, id);
        }
        return people(query);
    }

    private static Map<UUID, Person> byName(Query query) {
        Map<UUID, Person> sorted = new LinkedHashMap<>();
        people(query).entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        Comparator.comparing(Person::name).thenComparing(Person::email)))
                .forEach(each -> sorted.put(each.getKey(), each.getValue()));
        return sorted;
    }

    private static Map<UUID, Person> people(Query query) {
        Map<UUID, Person> people = new HashMap<>();
        for (Object row : query.getResultList()) {
            Object[] columns = (Object[]) row;
            people.put((UUID) columns[0], new Person((String) columns[1], (String) columns[2]));
        }
        return people;
    }
}
