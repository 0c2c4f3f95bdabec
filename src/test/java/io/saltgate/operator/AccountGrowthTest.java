package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountTerms;
import io.saltgate.accounts.Caller;
import io.saltgate.testing.Crowd;
import io.saltgate.testing.Growth;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However many accounts there are, and however many a search finds: it reads little more than it shows. */
class AccountGrowthTest extends Growth {

    private static final int ACCOUNTS = Integer.getInteger("saltgate.growth.rows", 50_000);

    /** Of a page, with the terms that are looked at for it and the accounts that those lead to. */
    private static final long PAGE = 40 * AccountProvisioning.PAGE_SIZE;

    private final Caller key =
            new Caller(Caller.Kind.OPERATOR_KEY, UUID.randomUUID(), null, Set.of(), Instant.EPOCH, "198.51.100.7");

    @Override
    protected void addSmall(Crowd crowd) throws SQLException {
        crowd.addSmallAccounts(10);
    }

    @Override
    protected void addLarge(Crowd crowd) throws SQLException {
        crowd.addAccounts(ACCOUNTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"force_generic_plan", "force_custom_plan"})
    void findsAPageByItsKey(String plan) {
        rows.plan(plan);
        String last = "n" + ACCOUNTS;
        for (String query : List.of("", "c", "crowd", "n", last, "x" + ACCOUNTS, "no such", "CROWD-9")) {
            AccountProvisioning.Slice first = list(query, null);
            AccountProvisioning.Slice second =
                    first.next().map(after -> list(query, after)).orElse(first);
            if (List.of(last, "x" + ACCOUNTS).contains(query)) {
                assertThat(first.accounts()).as(query).hasSize(1);
            } else if (!query.equals("no such")) {
                assertThat(second.accounts()).as(query).hasSize(AccountProvisioning.PAGE_SIZE);
            }
        }
        list("crowd", new AccountTerms.Place("crowd", "crowd-5"));
        list("crowd", new AccountTerms.Place("crowd", "z"));
        assertThat(rows.above(PAGE)).isEmpty();
    }

    private AccountProvisioning.Slice list(String query, AccountTerms.Place after) {
        return world.ask(s -> s.provisioning().list(key, query, after));
    }
}
