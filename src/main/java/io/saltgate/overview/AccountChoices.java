package io.saltgate.overview;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.db.Database;
import io.saltgate.team.Role;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lists the accounts that a person belongs to, with role and state, by one statement for all of them. */
@Stateless
@ForOwnAccount
public class AccountChoices {

    private final EntityManager em;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountChoices() {
        this(null);
    }

    @Inject
    public AccountChoices(@Database EntityManager em) {
        this.em = em;
    }

    /**
     * Lists the caller's open accounts by name.
     *
     * @param first the slug of the account that comes first wherever its name would stand; null for none
     * @param strong whether the session began with a second factor
     * @param max the most to list
     */
    @RolesAllowed(Permission.BE_SIGNED_IN)
    public List<AccountChoice> list(Caller caller, @Nullable String first, boolean strong, int max) {
        // In SQL, since no entity of one feature refers to another's. An unproved person has one account alone.
        List<?> rows = em.createNativeQuery("""
                        select a.slug, a.name, m.role, a.status, a.second_factor, x.state
                        from member m
                        join account a on a.id = m.account_id
                        join users u on u.id = m.user_id
                        left join api_access x on x.account_id = a.id
                        where m.user_id = ?1 and a.status <> 'CLOSED'
                            and (u.proved_email is not null or u.account_id = a.id)
                        order by case when a.slug = ?2 then 0 else 1 end, a.name, a.slug
                        """)
                .setParameter(1, caller.requireUser())
                .setParameter(2, Objects.requireNonNullElse(first, ""))
                .setMaxResults(max)
                .getResultList();
        return rows.stream().map(row -> choice((Object[]) row, strong)).toList();
    }

    private static AccountChoice choice(Object[] row, boolean strong) {
        boolean shut = (Boolean) row[4] && !strong;
        return new AccountChoice(
                (String) row[0],
                (String) row[1],
                Role.valueOf((String) row[2]),
                shut ? AccountChoice.State.FACTOR_NEEDED : state((String) row[3], (String) row[5]));
    }

    private static AccountChoice.State state(String status, @Nullable String api) {
        if (status.equals("SUSPENDED")) {
            return AccountChoice.State.SUSPENDED;
        }
        return switch (api) {
            case "ON" -> AccountChoice.State.API_ON;
            case "PAUSED" -> AccountChoice.State.API_PAUSED;
            case null, default -> AccountChoice.State.API_OFF;
        };
    }
}
