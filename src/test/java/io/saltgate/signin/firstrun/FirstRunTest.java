package io.saltgate.signin.firstrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Account;
import io.saltgate.signin.firstrun.FirstRun.Outcome;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstRunTest {

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theRightCodeMakesOperatorAccountAndOwnerOnce(TestDatabase kind) {
        try (World world = new World(kind)) {
            String code = open(world);

            Outcome.Done done = (Outcome.Done) complete(world, code, "Acme & Söhne GmbH");

            assertThat(done.slug()).isEqualTo("acme-sohne-gmbh");
            assertThat((boolean) world.ask(
                            s -> s.users().find(done.user()).orElseThrow().isOperator()))
                    .isTrue();
            List<String> accounts = world.ask(s -> s.members().listAccounts(done.user()).stream()
                    .map(Account::slug)
                    .toList());
            assertThat(accounts).containsExactly("acme-sohne-gmbh");
            assertThat(complete(world, code, "Second")).isInstanceOf(Outcome.Closed.class);
            assertThat((Optional<String>) world.ask(s -> s.firstRun().openWithNewCode()))
                    .isEmpty();
            assertThat((boolean) world.ask(s -> s.firstRun().isOpen())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void fiveWrongCodesCloseItUntilTheNextStart(TestDatabase kind) {
        try (World world = new World(kind)) {
            String code = open(world);
            for (int left = 4; left >= 0; left--) {
                assertThat(complete(world, "wrong", "Acme")).isEqualTo(new Outcome.WrongCode(left));
            }
            assertThat(complete(world, code, "Acme")).isInstanceOf(Outcome.Closed.class);

            assertThat(complete(world, open(world), "Acme")).isInstanceOf(Outcome.Done.class);
        }
    }

    /** C8: the code is judged alone, before a password is hashed; a wrong one counts once. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void judgesTheCodeBeforeThereIsAHash(TestDatabase kind) {
        try (World world = new World(kind)) {
            String code = open(world);

            assertThat(world.<Optional<Outcome>>ask(s -> s.firstRun().refuse("wrong", null)))
                    .contains(new Outcome.WrongCode(4));
            assertThat(world.<Optional<Outcome>>ask(s -> s.firstRun().refuse(code, null)))
                    .isEmpty();
            assertThat(complete(world, "wrong", "Acme")).isEqualTo(new Outcome.WrongCode(3));
            assertThat(complete(world, code, "Acme")).isInstanceOf(Outcome.Done.class);
            assertThat(world.<Optional<Outcome>>ask(s -> s.firstRun().refuse(code, null)))
                    .contains(new Outcome.Closed());
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aNewStartVoidsTheOldCode(TestDatabase kind) {
        try (World world = new World(kind)) {
            String old = open(world);
            open(world);

            assertThat(complete(world, old, "Acme")).isInstanceOf(Outcome.WrongCode.class);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManyAtOnceWithTheRightCodeOneIsFirst(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            String code = open(world);
            List<Callable<Outcome>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String account = "Acme " + i;
                tries.add(() -> complete(world, code, account));
            }

            List<Outcome> outcomes = pool.invokeAll(tries).stream()
                    .map(future -> future.resultNow())
                    .toList();

            assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(Outcome.Closed.class::isInstance).hasSize(7);
            assertThat((Long) world.ask(s -> s.em().createQuery("select count(u) from User u", Long.class)
                            .getSingleResult()))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void bootstrapsOnlyWhileThereIsNobody(TestDatabase kind) {
        try (World world = new World(kind)) {
            assertThat((Optional<Outcome.Done>) world.ask(s -> s.firstRun().bootstrap(person("Acme"))))
                    .isPresent();
            assertThat((Optional<Outcome.Done>) world.ask(s -> s.firstRun().bootstrap(person("Other"))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keepsNoCodeInTheDatabase(TestDatabase kind) {
        try (World world = new World(kind)) {
            String code = open(world);

            assertThat(code).matches("[0-9A-Za-z]{32}");
            assertThat((String) world.ask(s -> (String) s.em().createNativeQuery("select setup_hash from installation")
                            .getSingleResult()))
                    .hasSize(43)
                    .doesNotContain(code);
        }
    }

    private static String open(World world) {
        return world.ask(s -> s.firstRun().openWithNewCode()).orElseThrow();
    }

    private static Outcome complete(World world, String code, String account) {
        return world.ask(s -> s.firstRun().complete(code, person(account), "198.51.100.7"));
    }

    private static FirstRun.FirstPerson person(String account) {
        return new FirstRun.FirstPerson(
                EmailAddress.parse("meera@acme.example").orElseThrow(), "Meera R.", "$argon2id$...", account);
    }
}
