package io.saltgate.accounts;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The texts that accounts are found by: name and slug in lower case, from the beginning of each of their words. A
 * search reads one page of them, however many accounts there are and however many it finds.
 */
public final class AccountTerms {

    /** A place in the order of what a search finds. */
    public record Place(String term, String slug) {}

    /**
     * A part of what a search finds.
     *
     * @param places each account once, by its first term
     * @param end the last place that was looked at; null if there are no more
     */
    public record Part(List<Place> places, @Nullable Place end) {}

    /** What words begin after; as in the migration that made the first terms. */
    private static final String SEPARATORS = " -./_&(,:@";

    private static final int LOOKED_AT = 400;

    private final EntityManager em;

    public AccountTerms(EntityManager em) {
        this.em = em;
    }

    /** Replaces what an account is found by; its name and slug are written already. */
    void index(Account account) {
        remove(account);
        List<String> terms = List.copyOf(of(account));
        Query insert = em.createNativeQuery("insert into account_term (term, slug) values "
                + String.join(
                        ", ",
                        IntStream.range(0, terms.size())
                                .mapToObj(i -> "(?" + (i + 2) + ", ?1)")
                                .toList()));
        insert.setParameter(1, account.slug());
        for (int i = 0; i < terms.size(); i++) {
            insert.setParameter(i + 2, terms.get(i).getBytes(UTF_8));
        }
        insert.executeUpdate();
    }

    /** Sees to it that an account isn't found any more. */
    void remove(Account account) {
        em.createNativeQuery("delete from account_term where slug = ?1")
                .setParameter(1, account.slug())
                .executeUpdate();
    }

    private static Set<String> of(Account account) {
        Set<String> terms = new LinkedHashSet<>();
        for (String text : List.of(fold(account.name()), account.slug())) {
            for (int begin = 0; begin < text.length(); begin++) {
                if (begin == 0 || SEPARATORS.indexOf(text.charAt(begin - 1)) >= 0) {
                    terms.add(text.substring(begin));
                }
            }
        }
        return terms;
    }

    /** A backslash is an escape where the migration makes bytes of a text. */
    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT).replace('\\', '/');
    }

    /**
     * Finds accounts that aren't closed by the beginning of a word. Looks at {@value #LOOKED_AT} terms at most, since
     * all of them may be later terms of accounts that were found before: a part may hold few accounts, or none, and not
     * be the last.
     *
     * @param after the place to continue after; null for the beginning
     */
    public Part find(String beginning, @Nullable Place after) {
        byte[] from = fold(beginning).getBytes(UTF_8);
        if (after == null) {
            return part(read(">=", from, from, "", LOOKED_AT));
        }
        byte[] term = after.term().getBytes(UTF_8);
        if (Arrays.compareUnsigned(term, from) < 0 || Arrays.compareUnsigned(term, end(from)) >= 0) {
            return new Part(List.of(), null);
        }
        // Two statements, each one range of the key: H2 has no index for a comparison of pairs.
        List<Object[]> rows = new ArrayList<>(read("=", from, term, after.slug(), LOOKED_AT));
        if (rows.size() < LOOKED_AT) {
            // From the next possible term on: for greater terms, H2 would read all that are equal.
            byte[] next = Arrays.copyOf(term, term.length + 1);
            rows.addAll(read(">=", from, next, "", LOOKED_AT - rows.size()));
        }
        return part(rows);
    }

    private static Part part(List<Object[]> rows) {
        List<Place> places = rows.stream()
                .filter(row -> ((Number) row[2]).intValue() == 1)
                .map(AccountTerms::place)
                .toList();
        return new Part(places, rows.size() < LOOKED_AT ? null : place(rows.getLast()));
    }

    private static Place place(Object[] row) {
        return new Place(new String((byte[]) row[0], UTF_8), (String) row[1]);
    }

    /**
     * @param comparison of what is read with the term
     * @param slug the one to read after; empty for all
     */
    @SuppressWarnings("unchecked")
    private List<Object[]> read(String comparison, byte[] from, byte[] term, String slug, int most) {
        return em.createNativeQuery("select t.term, t.slug, case when a.status <> 'CLOSED'"
                        + " and not exists (select 1 from account_term e"
                        + " where e.slug = t.slug and e.term >= ?1 and e.term < t.term) then 1 else 0 end"
                        + " from (select term, slug from account_term where term " + comparison
                        + " ?3 and slug > ?4 and term < ?2"
                        + " order by term, slug fetch first " + most + " rows only) t"
                        + " join account a on a.slug = t.slug order by t.term, t.slug")
                .setParameter(1, from)
                .setParameter(2, end(from))
                .setParameter(3, term)
                .setParameter(4, slug)
                .getResultList();
    }

    /** The first bytes behind all that begin with these: the last can be counted up, since UTF-8 has no FF. */
    private static byte[] end(byte[] beginning) {
        byte[] end = beginning.clone();
        end[end.length - 1]++;
        return end;
    }
}
