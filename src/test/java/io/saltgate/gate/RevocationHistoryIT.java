package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of docs/gate.md, held to what really happened: two nodes over one PostgreSQL, callers on both, people who
 * regenerate at once or with an overlap, end it, pause, disable and enforce on the first, and faults. Whatever was
 * acknowledged, and when each call started, is written down and compared. A third of the calls bring the last receipt of
 * their account, and none of these may be allowed by a state from before it, however soon they come.
 *
 * <p>Twenty seconds long; {@code -Dsaltgate.history=PT10M} makes it longer, and then PostgreSQL is restarted too.
 */
@Tag("alone")
class RevocationHistoryIT {

    private static final Duration LENGTH = Duration.parse(System.getProperty("saltgate.history", "PT20S"));
    private static final boolean LONG = LENGTH.compareTo(Duration.ofMinutes(1)) > 0;
    private static final long BOUND_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int ACCOUNTS = 4;
    private static final int CALLERS = 6;

    /** Between two calls of a caller, so that the nodes have the machine: six callers without it take all of it. */
    private static final long CALL_PAUSE_MILLIS = 3;

    private static final long NEVER = Long.MAX_VALUE;

    /**
     * From the acknowledgement of what revoked it to the beginning of what may allow it again.
     *
     * @param receipt of its account's, the one that what revoked it was answered with; {@link #NONE} for none
     */
    private record Denial(String token, long from, long until, int receipt) {}

    /** @param receipt of its account's, the one that it brings; {@link #NONE} for none */
    private record Call(String token, boolean onFirstNode, long started, long ended, int receipt) {}

    private static final int NONE = -1;

    @TempDir
    private Path folder;

    private SaltgateServer first;
    private SaltgateServer second;
    private OperatorApi operator;
    private final Queue<Denial> denials = new ConcurrentLinkedQueue<>();
    private final Queue<Call> allowed = new ConcurrentLinkedQueue<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder undecided = new LongAdder();
    private final Queue<Answer> unknownReceipts = new ConcurrentLinkedQueue<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private volatile boolean over;

    /** What one person does with one account. */
    private final class Owner implements Runnable {

        private final TestAccount account;
        private final List<String> tokens = new CopyOnWriteArrayList<>();

        /** The one before the current, while it is kept. */
        private String old;

        private Console console;
        private long signedInAt;

        /** Of all changes that brought one, oldest first. */
        private final List<String> receipts = new CopyOnWriteArrayList<>();

        /** The number of the last change's. */
        private int receipt = NONE;

        Owner(TestAccount account) {
            this.account = account;
            signIn();
            console.enableApi();
            tokens.add(console.authToken());
        }

        private void signIn() {
            console = account.signIn();
            signedInAt = System.nanoTime();
        }

        String current() {
            return tokens.getLast();
        }

        @Override
        public void run() {
            while (!over) {
                if (System.nanoTime() - signedInAt > Duration.ofMinutes(2).toNanos()) {
                    signIn();
                }
                switch (ThreadLocalRandom.current().nextInt(7)) {
                    case 0 -> regenerate();
                    case 4 -> regenerateAndKeepOld();
                    case 5 -> keepOldForASecond();
                    case 6 -> endOverlap();
                    case 1 -> denyAndAllow(console::pause, console::resume);
                    case 2 -> denyAndAllow(() -> console.setMode("ENFORCED"), () -> console.setMode("OFF"));
                    default -> disableAndEnable();
                }
                Eventually.pause(300);
            }
        }

        private void regenerate() {
            String dying = current();
            if (done(console::regenerate)) {
                denials.add(new Denial(dying, System.nanoTime(), NEVER, receipt));
                dropOld();
                learnToken();
            } else {
                beginAnew();
            }
        }

        /** It may fail where the change before it did not, and then nobody knows what to call with. */
        private void learnToken() {
            if (!done(() -> tokens.add(console.authToken()))) {
                beginAnew();
            }
        }

        /** What was kept before is one too many. */
        private void regenerateAndKeepOld() {
            String keeping = current();
            if (done(() -> console.regenerateAndKeepOldFor("PT1H"))) {
                dropOld();
                old = keeping;
                learnToken();
            } else {
                beginAnew();
            }
        }

        /** A second of the database's, which began before the answer came. */
        private void keepOldForASecond() {
            String keeping = current();
            if (done(() -> tokens.add(OperatorApi.data(operator.post(
                            "/accounts/" + account.slug() + "/api/token/rotation", "{'keepOldFor':'PT1S'}"))
                    .getString("authToken")))) {
                dropOld();
                denials.add(new Denial(
                        keeping, System.nanoTime() + Duration.ofSeconds(1).toNanos(), NEVER, NONE));
            } else {
                beginAnew();
            }
        }

        private void endOverlap() {
            if (old == null) {
                return;
            }
            if (done(console::endOverlap)) {
                dropOld();
            } else {
                beginAnew();
            }
        }

        /** It is dead by now. */
        private void dropOld() {
            if (old != null) {
                denials.add(new Denial(old, System.nanoTime(), NEVER, receipt));
                old = null;
            }
        }

        private void disableAndEnable() {
            String dying = current();
            if (done(console::disable)) {
                denials.add(new Denial(dying, System.nanoTime(), NEVER, receipt));
                dropOld();
                Eventually.pause(1_000);
                if (done(console::enableApi)) {
                    learnToken();
                    return;
                }
            }
            beginAnew();
        }

        private void denyAndAllow(Runnable deny, Runnable allow) {
            String token = current();
            if (!done(deny)) {
                beginAnew();
                return;
            }
            long from = System.nanoTime();
            int denying = receipt;
            Eventually.pause(1_800);
            denials.add(new Denial(token, from, System.nanoTime(), denying));
            if (!done(allow)) {
                beginAnew();
            }
        }

        /** After a fault nobody knows what came of it: from here on, from the beginning. */
        private void beginAnew() {
            receipt = NONE;
            Eventually.await("the console again", Duration.ofSeconds(60), () -> {
                try {
                    signIn();
                    if (console.apiPage().body().contains("/deactivation")) {
                        console.disable();
                    }
                    denials.add(new Denial(current(), System.nanoTime(), NEVER, NONE));
                    dropOld();
                    console.enableApi();
                    tokens.add(console.authToken());
                    return true;
                } catch (RuntimeException | AssertionError e) {
                    return false;
                }
            });
        }

        private boolean done(Runnable action) {
            receipt = NONE;
            try {
                action.run();
                String brought = console.receipt();
                if (brought != null && (receipts.isEmpty() || !brought.equals(receipts.getLast()))) {
                    receipts.add(brought);
                    receipt = receipts.size() - 1;
                }
                return true;
            } catch (RuntimeException | AssertionError e) {
                return false;
            }
        }
    }

    // B23, B26, B27
    @Test
    void noCallIsAllowedThatStartsLaterThanTheBoundAfterARevocation() throws Exception {
        EmbeddedPostgres postgres = start(0);
        ExecutorService people = Executors.newCachedThreadPool();
        try {
            first = configure(postgres).start();
            operator = new OperatorApi(first, SaltgateServer.OPERATOR_KEY);
            second = configure(postgres).start();
            List<Owner> owners = new ArrayList<>();
            for (int i = 0; i < ACCOUNTS; i++) {
                owners.add(new Owner(TestAccount.on(first)));
            }
            List<Future<?>> working = new ArrayList<>();
            owners.forEach(owner -> working.add(people.submit(owner)));
            for (int i = 0; i < CALLERS; i++) {
                working.add(people.submit(() -> call(owners)));
            }

            long end = System.nanoTime() + LENGTH.toNanos();
            for (int i = 0; System.nanoTime() < end; i++) {
                Eventually.pause(1_500);
                postgres = disturb(i, postgres);
            }
            over = true;
            for (Future<?> each : working) {
                each.get();
            }

            assertPromiseKept();
            owners.forEach(this::assertAllButTwoWereRevoked);
            assertNodesAgree(owners);
        } finally {
            over = true;
            people.shutdownNow();
            if (first != null) {
                first.close();
            }
            if (second != null) {
                second.close();
            }
            postgres.close();
        }
    }

    private void call(List<Owner> owners) {
        while (!over) {
            Owner owner = owners.get(ThreadLocalRandom.current().nextInt(ACCOUNTS));
            List<String> tokens = owner.tokens;
            int back = ThreadLocalRandom.current().nextInt(Math.min(3, tokens.size()));
            String token = tokens.get(Math.max(0, tokens.size() - 1 - back));
            boolean onFirst = ThreadLocalRandom.current().nextBoolean();
            Eventually.pause(CALL_PAUSE_MILLIS);
            int receipt = ThreadLocalRandom.current().nextInt(3) == 0 ? owner.receipts.size() - 1 : NONE;
            String[] after = receipt == NONE
                    ? new String[0]
                    : new String[] {GateService.AFTER_HEADER, owner.receipts.get(receipt)};
            long started = System.nanoTime();
            try {
                Answer answer = (onFirst ? first : second).verify(token, after);
                switch (answer.status()) {
                    case 200 -> allowed.add(new Call(token, onFirst, started, System.nanoTime(), receipt));
                    case 401, 403 -> refused.increment();
                    default -> {
                        undecided.increment();
                        if ("receipt.unknown".equals(answer.header("X-Refusal"))) {
                            unknownReceipts.add(answer);
                        }
                    }
                }
            } catch (RuntimeException e) {
                undecided.increment(); // the node is dead
            }
        }
    }

    private EmbeddedPostgres disturb(int round, EmbeddedPostgres postgres) throws Exception {
        switch (round % (LONG ? 4 : 3)) {
            case 0 -> {
                faults.add("second node frozen");
                second.freeze();
                Eventually.pause(1_000 + ThreadLocalRandom.current().nextInt(1_500));
                second.thaw();
            }
            case 1 -> {
                faults.add("transaction frozen between tick and commit");
                try (Connection connection = DriverManager.getConnection(url(postgres), "postgres", "postgres");
                        Statement statement = connection.createStatement()) {
                    connection.setAutoCommit(false);
                    statement.execute("update change_clock set tick = tick + 1 where id = 1");
                    Eventually.pause(2_000);
                    connection.rollback();
                }
            }
            case 2 -> {
                faults.add("second node killed");
                second.kill9();
                second.restart();
            }
            default -> {
                faults.add("PostgreSQL restarted");
                int port = postgres.getPort();
                postgres.close();
                Eventually.pause(2_000);
                return start(port);
            }
        }
        return postgres;
    }

    private void assertPromiseKept() {
        assertThat(denials).as("revocations").hasSizeGreaterThan(10);
        assertThat(allowed).as("allowed calls").hasSizeGreaterThan(500);
        assertThat(refused.sum()).as("refused calls").isGreaterThan(500);
        assertThat(faults).as("faults").hasSizeGreaterThan(2);
        assertReceiptsKept();
        List<Long> late = new ArrayList<>();
        List<Long> lastOfEach = new ArrayList<>();
        for (Denial denial : denials) {
            long last = 0;
            for (Call call : allowed) {
                if (call.token().equals(denial.token())
                        && call.started() > denial.from()
                        && call.ended() < denial.until()) {
                    long after = call.started() - denial.from();
                    assertThat(after)
                            .as("%s, %s after %s", call, call.onFirstNode() ? "same node" : "other node", denial)
                            .isLessThan(call.onFirstNode() ? 1 : BOUND_NANOS);
                    late.add(after / 1_000_000);
                    last = Math.max(last, after / 1_000_000);
                }
            }
            lastOfEach.add(last);
        }
        Collections.sort(lastOfEach);
        long[] millis = late.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%d revocations, %d calls allowed, %d refused, %d undecided, faults %s;"
                        + " allowed on the other node after the acknowledgement: %d, the last ones %s ms after;"
                        + " 99 of 100 revocations held there after %d ms%n",
                denials.size(),
                allowed.size(),
                refused.sum(),
                undecided.sum(),
                faults,
                millis.length,
                Arrays.toString(Arrays.copyOfRange(millis, Math.max(0, millis.length - 5), millis.length)),
                lastOfEach.get(lastOfEach.size() * 99 / 100));
    }

    private void assertReceiptsKept() {
        assertThat(unknownReceipts).isEmpty();
        assertThat(allowed.stream().filter(call -> call.receipt() != NONE))
                .as("calls allowed with a receipt")
                .hasSizeGreaterThan(100);
        assertThat(denials.stream().filter(denial -> denial.receipt() != NONE))
                .as("revocations with a receipt")
                .hasSizeGreaterThan(5);
        for (Denial denial : denials) {
            assertThat(allowed)
                    .as("with the receipt of %s or a later one", denial)
                    .noneMatch(call -> denial.receipt() != NONE
                            && call.receipt() >= denial.receipt()
                            && call.token().equals(denial.token())
                            && call.ended() < denial.until());
        }
    }

    /** Two live at most, and one where nothing is kept: of every other token the history says when it died. */
    private void assertAllButTwoWereRevoked(Owner owner) {
        Set<String> living = new HashSet<>(owner.tokens);
        denials.stream().filter(denial -> denial.until() == NEVER).forEach(denial -> living.remove(denial.token()));
        assertThat(living)
                .containsExactlyInAnyOrderElementsOf(
                        owner.old == null ? List.of(owner.current()) : List.of(owner.current(), owner.old));
        assertThat(owner.account.query(
                        "select count(*) from auth_token where account_id = ?"
                                + " and (expires_at is null or expires_at > current_timestamp)",
                        owner.account.id()))
                .isEqualTo(Integer.toString(living.size()));
    }

    /** When it is quiet, each node says what the database says: one token an account, the kept one, and no other. */
    private void assertNodesAgree(List<Owner> owners) {
        second.awaitReady();
        Eventually.pause(1_000);
        for (SaltgateServer node : List.of(first, second)) {
            for (Owner owner : owners) {
                for (String token : owner.tokens) {
                    boolean lives = token.equals(owner.current()) || token.equals(owner.old);
                    assertThat(node.verify(token).status()).isEqualTo(lives ? 200 : 401);
                }
            }
        }
    }

    private SaltgateServer.Builder configure(EmbeddedPostgres postgres) {
        return SaltgateServer.configure()
                .postgres(url(postgres))
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .env("SALTGATE_KEYRING", folder.resolve("ring").toString());
    }

    private EmbeddedPostgres start(int port) throws Exception {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private static String url(EmbeddedPostgres postgres) {
        return "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres";
    }
}
