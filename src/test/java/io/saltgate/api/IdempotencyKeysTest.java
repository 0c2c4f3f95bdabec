package io.saltgate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.accounts.SlugTaken;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotencyKey;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.idempotency.IdempotentCalls;
import io.saltgate.api.idempotency.InProgress;
import io.saltgate.api.idempotency.KeyReused;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.platform.db.BatchDelete;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C17: what is done under one idempotency key is done once, however many ask at the same moment, on both databases. */
class IdempotencyKeysTest {

    private static final UUID OPERATOR_KEY = UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwentyCallsUnderOneKeyOnTwoNodesOneIsDone(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World otherNode = world.anotherNode()) {
            for (int round = 0; round < 5; round++) {
                IdempotencyKey key = key("round " + round, "body");
                long before = accounts(world);
                List<String> answers = Collections.synchronizedList(new ArrayList<>());

                List<Future<Void>> all = AtOnce.run(IntStream.range(0, 20)
                        .<Runnable>mapToObj(i ->
                                () -> answers.add(serve(i % 2 == 0 ? world : otherNode, key, new Creation(null))))
                        .toList());

                assertThat(AtOnce.failures(all)).isEmpty();
                assertThat(answers).hasSize(20).containsOnly(answers.getFirst());
                assertThat(accounts(world)).isEqualTo(before + 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwentyCallsUnderKeysOfTheirOwnEachIsDone(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            List<Future<Void>> all = AtOnce.run(IntStream.range(0, 20)
                    .<Runnable>mapToObj(i -> () -> serve(world, key("key " + i, "body"), new Creation(null)))
                    .toList());

            assertThat(AtOnce.failures(all)).isEmpty();
            assertThat(accounts(world)).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anotherBodyCallerOrPathIsNotTheSameCall(TestDatabase kind) {
        try (World world = new World(kind)) {
            serve(world, key("k", "body"), new Creation(null));

            assertThatThrownBy(() -> serve(world, key("k", "another"), new Creation(null)))
                    .isInstanceOf(KeyReused.class);
            for (IdempotencyKey other : List.of(
                    IdempotencyKey.of(caller(UUID.randomUUID()), "/accounts", "k", bytes("body")),
                    IdempotencyKey.of(caller(OPERATOR_KEY), "/other", "k", bytes("body")),
                    IdempotencyKey.of(caller(OPERATOR_KEY), "/accounts", "K", bytes("body")))) {
                serve(world, other, new Creation(null));
            }
            assertThat(accounts(world)).isEqualTo(4);
            assertThat(IdempotencyKey.of(caller(OPERATOR_KEY), "/accounts/", "k", bytes("body")))
                    .isEqualTo(key("k", "body"));
        }
    }

    /** What failed was not done: the same call may succeed later. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatFailsLeavesNoRow(TestDatabase kind) {
        try (World world = new World(kind)) {
            serve(world, key("first", "body"), new Creation("acme"));

            assertThatThrownBy(() -> serve(world, key("second", "body"), new Creation("acme")))
                    .isInstanceOf(SlugTaken.class);

            assertThat(rows(world)).isEqualTo(1);
            serve(world, key("second", "body"), new Creation("other"));
            assertThat(accounts(world)).isEqualTo(2);
        }
    }

    /** The one that waited does it instead of the one that failed. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whoeverWaitedDoesWhatTheFirstFailedToDo(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                var threads = Executors.newFixedThreadPool(2)) {
            IdempotencyKey key = key("k", "body");
            CountDownLatch began = new CountDownLatch(1);
            Future<String> failing = threads.submit(() -> serve(world, key, services -> {
                began.countDown();
                pause(700);
                throw new IllegalStateException("it fails");
            }));
            began.await();
            Future<String> waiting = threads.submit(() -> serve(world, key, new Creation(null)));

            assertThat(waiting.get(10, TimeUnit.SECONDS)).isNotEmpty();
            assertThatThrownBy(failing::get).hasCauseInstanceOf(IllegalStateException.class);
            assertThat(accounts(world)).isEqualTo(1);
        }
    }

    /** The second is done again once, and then told. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aCallThatIsStillBeingDoneIsTold(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                var threads = Executors.newFixedThreadPool(1)) {
            IdempotencyKey key = key("k", "body");
            CountDownLatch began = new CountDownLatch(1);
            CountDownLatch end = new CountDownLatch(1);
            AtomicInteger tries = new AtomicInteger();
            Future<String> first = threads.submit(() -> serve(world, key, services -> {
                began.countDown();
                // PostgreSQL ends a transaction that says nothing for five seconds.
                while (!await(end, 500)) {
                    services.em().createNativeQuery("select 1").getSingleResult();
                }
                return new Creation(null).perform(services);
            }));
            began.await();

            assertThatThrownBy(() -> serve(world, key, services -> {
                        tries.incrementAndGet();
                        return new Creation(null).perform(services);
                    }))
                    .isInstanceOf(InProgress.class);
            end.countDown();

            String answer = first.get(10, TimeUnit.SECONDS);
            assertThat(tries).hasValue(0);
            assertThat(serve(world, key, new Creation(null))).isEqualTo(answer);
            assertThat(accounts(world)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aKeyMeansItsCallForADay(TestDatabase kind) {
        try (World world = new World(kind)) {
            String first = serve(world, key("k", "body"), new Creation(null));
            world.clock().turn(Duration.ofHours(24).minusSeconds(1));
            assertThat(serve(world, key("k", "body"), new Creation(null))).isEqualTo(first);
            world.clock().turn(Duration.ofSeconds(2));

            String later = serve(world, key("k", "another body"), new Creation(null));

            assertThat(later).isNotEqualTo(first);
            assertThat(accounts(world)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwentyCallsUnderAnOldKeyOneIsDone(TestDatabase kind) throws Exception {
        try (World world = new World(kind);
                World otherNode = world.anotherNode()) {
            serve(world, key("k", "body"), new Creation(null));
            world.clock().turn(Duration.ofHours(25));

            List<Future<Void>> all = AtOnce.run(IntStream.range(0, 20)
                    .<Runnable>mapToObj(
                            i -> () -> serve(i % 2 == 0 ? world : otherNode, key("k", "body"), new Creation(null)))
                    .toList());

            assertThat(AtOnce.failures(all)).isEmpty();
            assertThat(accounts(world)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void keysOfADayAgoAreDeletedInPieces(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            try (Connection connection = world.database().dataSource().getConnection();
                    var insert = connection.prepareStatement(
                            "insert into idempotency_key (key_hash, body_hash, status, created_at)"
                                    + " values (?, 'b', 200, ?)")) {
                for (int i = 0; i < BatchDelete.ROWS + 500; i++) {
                    insert.setString(1, "old" + i);
                    insert.setObject(
                            2,
                            world.clock().instant().minus(Duration.ofHours(25)).atOffset(java.time.ZoneOffset.UTC));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            serve(world, key("k", "body"), new Creation(null));

            List<Integer> deleted = IntStream.range(0, 3)
                    .map(i -> world.ask(s -> s.idempotencyCleanup().deleteOld()))
                    .boxed()
                    .toList();

            assertThat(deleted).containsExactly(BatchDelete.ROWS, 500, 0);
            assertThat(rows(world)).isEqualTo(1);
        }
    }

    /** The token is read again while it is the current one; the row itself has no secret. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aRepeatedRotationGetsTheTokenWhileItIsTheCurrentOne(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            UUID account = world.ask(
                            s -> s.provisioning().create(caller(OPERATOR_KEY), new NewAccount("A", null, null, null)))
                    .account()
                    .id()
                    .value();
            Caller caller = caller(OPERATOR_KEY, new AccountId(account));
            Rotated activation = new Rotated(caller, true);
            String first = serve(world, key("on", ""), activation);
            assertThat(serve(world, key("on", ""), activation)).isEqualTo(first);

            Rotated rotation = new Rotated(caller, false);
            String second = serve(world, key("k", "{}"), rotation);
            assertThat(serve(world, key("k", "{}"), rotation)).isEqualTo(second);
            assertThatThrownBy(() -> serve(world, key("on", ""), activation)).isInstanceOf(AnswerGone.class);
            assertThat(world.count(
                            "select count(*) from audit_entry where account_id = ?1 and code = 'token.copied'", caller))
                    .as("each time that it left")
                    .isEqualTo(4);

            world.tell(s -> s.apiAccesses().disable(caller, enabling(s, caller)));
            assertThatThrownBy(() -> serve(world, key("k", "{}"), rotation)).isInstanceOf(AnswerGone.class);
            try (Connection connection = world.database().dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select created from idempotency_key")) {
                while (row.next()) {
                    assertThat(row.getString(1)).matches("[0-9a-f-]{36}( [0-9a-f-]{36})?");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void anAnswerThatWorksOnceIsNotRepeated(TestDatabase kind) {
        try (World world = new World(kind)) {
            serve(
                    world,
                    key("k", "body"),
                    services -> IdempotentCall.Done.once(
                            new Creation(null).perform(services).answer(), 201));

            assertThatThrownBy(() -> serve(world, key("k", "body"), new Creation(null)))
                    .isInstanceOf(AnswerGone.class);
            assertThat(accounts(world)).isEqualTo(1);
        }
    }

    /** What a call does with the services of the transaction that is open. */
    private interface Work {
        IdempotentCall.Done<String> perform(World.Services services);

        default String repeat(World.Services services, IdempotentCall.Earlier call) {
            throw new AssertionError("not to be repeated");
        }
    }

    private record Creation(String slug) implements Work {

        @Override
        public IdempotentCall.Done<String> perform(World.Services services) {
            UUID id = services.provisioning()
                    .create(
                            caller(OPERATOR_KEY),
                            new NewAccount("Acme", slug == null ? null : new Slug(slug), null, null))
                    .account()
                    .id()
                    .value();
            return IdempotentCall.Done.repeatable(id.toString(), 201, List.of(id));
        }

        @Override
        public String repeat(World.Services services, IdempotentCall.Earlier call) {
            AccountId id = new AccountId(call.created().getFirst());
            return services.provisioning().get(caller(OPERATOR_KEY), id).id().toString();
        }
    }

    private record Rotated(Caller caller, boolean enables) implements Work {

        @Override
        public IdempotentCall.Done<String> perform(World.Services services) {
            if (enables) {
                var issued = services.apiAccesses().enable(caller);
                return IdempotentCall.Done.repeatable(
                        issued.token().reveal() + issued.salt().reveal(),
                        200,
                        List.of(issued.tokenId(), issued.enablingId()));
            }
            var rotated = services.rotations().rotate(caller, Instant.now(), null, Duration.ZERO);
            return IdempotentCall.Done.repeatable(rotated.token().reveal(), 200, List.of(rotated.tokenId()));
        }

        @Override
        public String repeat(World.Services services, IdempotentCall.Earlier call) {
            List<UUID> ids = call.created();
            if (enables) {
                var issued = services.answeredSecrets()
                        .findIssued(caller, ids.get(0), ids.get(1))
                        .orElseThrow(AnswerGone::new);
                return issued.token().reveal() + issued.salt().reveal();
            }
            return services.answeredSecrets()
                    .findToken(caller, ids.getFirst())
                    .orElseThrow(AnswerGone::new)
                    .token()
                    .reveal();
        }
    }

    /** As a node serves it, with a transaction for each step. */
    private static String serve(World node, IdempotencyKey key, Work work) {
        ThreadLocal<World.Services> open = new ThreadLocal<>();
        IdempotentCall<String> call = new IdempotentCall<>() {
            @Override
            public Done<String> perform() {
                return work.perform(open.get());
            }

            @Override
            public String repeat(Earlier earlier) {
                return work.repeat(open.get(), earlier);
            }
        };
        IdempotentCalls transactions = new IdempotentCalls(null, null) {
            @Override
            public <A> Optional<A> repeat(Caller caller, IdempotencyKey key, IdempotentCall<A> call) {
                return in(services -> services.idempotentCalls().repeat(caller, key, call));
            }

            @Override
            public <A> A perform(Caller caller, IdempotencyKey key, IdempotentCall<A> call) {
                return in(services -> services.idempotentCalls().perform(caller, key, call));
            }

            private <T> T in(Function<World.Services, T> step) {
                return node.ask(services -> {
                    open.set(services);
                    return step.apply(services);
                });
            }
        };
        return new IdempotencyKeys(transactions).serve(caller(OPERATOR_KEY), key, call);
    }

    private static UUID enabling(World.Services services, Caller caller) {
        return ((io.saltgate.apiaccess.ApiStatus.Enabled) services.apiAccesses().getStatus(caller)).enablingId();
    }

    private static IdempotencyKey key(String text, String body) {
        return IdempotencyKey.of(caller(OPERATOR_KEY), "/accounts", text, bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Caller caller(UUID key) {
        return caller(key, null);
    }

    private static Caller caller(UUID key, AccountId account) {
        return new Caller(Caller.Kind.OPERATOR_KEY, key, account, Set.of(), Instant.EPOCH, "198.51.100.7");
    }

    private static long accounts(World world) {
        return number(world, "select count(*) from account");
    }

    private static long rows(World world) {
        return number(world, "select count(*) from idempotency_key");
    }

    private static long number(World world, String sql) {
        return world.ask(s -> ((Number) s.em().createNativeQuery(sql).getSingleResult()).longValue());
    }

    private static boolean await(CountDownLatch latch, long millis) {
        try {
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        await(new CountDownLatch(1), millis);
    }
}
