package io.saltgate.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.team.Role;
import io.saltgate.testing.StatementCounter;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The accounts of a person with role and state, by one statement, on both databases. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountChoicesTest {

    @Parameter
    TestDatabase database;

    private StatementCounter statements;
    private World world;
    private Caller person;
    private String own;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        TestDatabase.Opened opened = database.create();
        statements = new StatementCounter(((HikariDataSource) opened.dataSource()).getDataSource());
        world = new World(TestDatabase.open(statements.dataSource()), KeyRing.generate());
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @BeforeEach
    void begin() {
        person = world.member(Role.OWNER);
        own = slug(person);
        world.tell(
                s -> s.em().createNativeQuery("update users set proved_email = email, account_id = null where id = ?1")
                        .setParameter(1, person.requireUser())
                        .executeUpdate());
    }

    @Test
    void namesRoleAndStateOfEach() {
        join("Beta", Role.AUDITOR);
        Caller gamma = join("Gamma", Role.DEVELOPER);
        world.tell(s -> s.apiAccesses().enable(owner(gamma)));
        Caller delta = join("Delta", Role.ADMIN);
        world.tell(s -> s.apiAccesses().enable(owner(delta)));
        world.tell(s -> s.accounts().suspend(Caller.system(), s.accounts().lock(delta.requireAccount()), "not paid"));

        assertThat(list(null, false, 10))
                .extracting(AccountChoice::name, AccountChoice::role, AccountChoice::state)
                .containsExactly(
                        tuple("Acme", Role.OWNER, AccountChoice.State.API_OFF),
                        tuple("Beta", Role.AUDITOR, AccountChoice.State.API_OFF),
                        tuple("Delta", Role.ADMIN, AccountChoice.State.SUSPENDED),
                        tuple("Gamma", Role.DEVELOPER, AccountChoice.State.API_ON));
        assertThat(list(slug(gamma), false, 2))
                .extracting(AccountChoice::name)
                .as("the current one first, and no more than wanted")
                .containsExactly("Gamma", "Acme");
    }

    @Test
    void asksOnceHoweverManyThereAre() {
        for (int i = 0; i < 12; i++) {
            join("Account " + i, Role.AUDITOR);
        }
        statements.reset();
        assertThat(list(own, false, 8)).hasSize(8);
        assertThat(statements.count()).isEqualTo(1);
    }

    @Test
    void saysNothingOfAnAccountThatNeedsAnotherFactor() {
        world.tell(s -> s.apiAccesses().enable(person));
        world.tell(s -> s.em().createNativeQuery("update account set second_factor = true where id = ?1")
                .setParameter(1, person.requireAccount().value())
                .executeUpdate());

        assertThat(list(own, false, 8))
                .extracting(AccountChoice::state)
                .containsExactly(AccountChoice.State.FACTOR_NEEDED);
        assertThat(list(own, true, 8)).extracting(AccountChoice::state).containsExactly(AccountChoice.State.API_ON);
    }

    @Test
    void listsNobodyElsesAccounts() {
        world.member(Role.OWNER);
        assertThat(list(null, false, 100)).extracting(AccountChoice::slug).containsExactly(own);
    }

    private List<AccountChoice> list(@Nullable String first, boolean strong, int max) {
        return world.ask(s -> s.accountChoices().list(person, first, strong, max));
    }

    private Caller join(String name, Role role) {
        return world.ask(s -> {
            Account account = s.accounts().create(Caller.system(), new Slug("j" + UUID.randomUUID()), name, null);
            s.members().add(account.id(), person.requireUser(), role);
            return world.caller(account.id(), person.requireUser(), role);
        });
    }

    private Caller owner(Caller of) {
        return world.caller(of.requireAccount(), person.requireUser(), Role.OWNER);
    }

    private String slug(Caller of) {
        return world.ask(s -> s.accounts().get(of.requireAccount()).slug());
    }
}
