package io.saltgate.team;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.team.Members.View;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the members of an account page by page: owners first, then the other roles, each by name. */
@Stateless
@ForOwnAccount
public class MemberDirectory {

    /** Members of a page. */
    public static final int PAGE_SIZE = 100;

    /**
     * A page of members.
     *
     * @param next the member whom the next page comes after; null if this is the last one
     */
    public record Slice(List<View> members, @Nullable UUID next) {}

    private final EntityManager em;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected MemberDirectory() {
        this(null);
    }

    @Inject
    public MemberDirectory(@Database EntityManager em) {
        this.em = em;
    }

    /**
     * A page of members. Its place is found by the last member of the page before, as that member is now.
     *
     * @param after the last member of the page before; null, or one who is no longer there, for the first page
     */
    @RolesAllowed(Permission.SEE_API)
    public Slice getSlice(Caller caller, @Nullable UUID after) {
        View last = after == null ? null : find(caller, after);
        List<View> found = new ArrayList<>();
        for (Role role : Role.values()) {
            int rest = PAGE_SIZE + 1 - found.size();
            if (rest > 0 && (last == null || role.compareTo(last.role()) >= 0)) {
                found.addAll(list(caller, role, last != null && last.role() == role ? last : null, rest));
            }
        }
        List<View> members = found.stream().limit(PAGE_SIZE).toList();
        return new Slice(members, found.size() > PAGE_SIZE ? members.getLast().userId() : null);
    }

    private @Nullable View find(Caller caller, UUID user) {
        return select(caller, "m.userId = :user")
                .setParameter("user", user)
                .getResultStream()
                .findFirst()
                .map(Members::view)
                .orElse(null);
    }

    private List<View> list(Caller caller, Role role, @Nullable View after, int max) {
        String behind = after == null ? "" : " and (u.name > :name or u.name = :name and m.userId > :user)";
        TypedQuery<Object[]> query = select(caller, "m.role = :role" + behind + " order by u.name, m.userId")
                .setParameter("role", role)
                .setMaxResults(max);
        if (after != null) {
            query.setParameter("name", after.name()).setParameter("user", after.userId());
        }
        return query.getResultStream().map(Members::view).toList();
    }

    private TypedQuery<Object[]> select(Caller caller, String where) {
        return em.createQuery(Members.SELECT + " and " + where, Object[].class)
                .setParameter("account", caller.requireAccount().value());
    }
}
