package io.saltgate.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountTerms;
import io.saltgate.accounts.Caller;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.audit.AuditEntries;
import io.saltgate.audit.AuditFilter;
import io.saltgate.audit.AuditLog;
import io.saltgate.audit.SystemAuditEntries;
import io.saltgate.gate.GateReader;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.team.Role;
import io.saltgate.testing.BulkRows;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.usage.Span;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.events.Deliveries;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * H2, which shows neither plans nor what a statement reads, by time: beside a million rows of each table that grows,
 * each statement that people or callers wait for takes about as long as beside a few thousand.
 */
@Tag("long")
class EmbeddedGrowthTest {

    private static final int ROWS = Integer.getInteger("saltgate.growth.embedded", 1_000_000);

    /** More than a page looks through, so that both pages look through as many. */
    private static final int FEW = 5_000;

    private static final int CALLERS_OF_DAY = 100;
    private static final int USAGE_OF_ACCOUNT = 25 * CALLERS_OF_DAY;

    /**
     * A key is found in four steps among a million and in two among few, and some of the pages must be read from the
     * file. A statement that reads them all takes some thousand times as long.
     */
    private static final int FACTOR = 4;

    /** What the machine's other work may add to a median. */
    private static final Duration NOISE = Duration.ofMillis(2);

    private static final int WARM_UP = 30;
    private static final int ROUNDS = 61;

    private interface Step {
        void run() throws SQLException;
    }

    /** A database of the given size, and everything whose time is taken on it. */
    private static final class Side implements AutoCloseable {

        private final World world;
        private final Scene scene;
        private final Endpoint endpoint;
        private final Caller audited;
        private final Caller used;
        private final UUID token = new UUID(7, 1);
        private final Map<String, Step> steps = new LinkedHashMap<>();
        private String authToken = "";

        Side(Path file, int rows) throws SQLException {
            DataSource database = SaltgateDataSource.to("jdbc:h2:file:" + file, "", "");
            world = new World(TestDatabase.open(database), KeyRing.generate());
            scene = Scene.in(world);
            endpoint = scene.add("http://127.0.0.1:9/");
            audited = world.member(Role.OWNER);
            used = world.member(Role.OWNER);
            try (BulkRows bulk = new BulkRows(database)) {
                bulk.addDeliveries(scene.owner().requireAccount().value(), endpoint.id(), rows);
                bulk.addAuditEntries(audited.requireAccount().value(), rows);
                bulk.addAuditEntries(new UUID(0, 0), rows);
                bulk.addUsage(used.requireAccount().value(), token, CALLERS_OF_DAY);
                for (int i = 1; i < rows / USAGE_OF_ACCOUNT; i++) {
                    bulk.addUsage(new UUID(i * 0x1234567L, i), token, CALLERS_OF_DAY);
                }
                bulk.addAccounts(rows);
            }
            regenerate();
            addSteps(rows);
        }

        private void addSteps(int rows) {
            DeliveryQueue queue = new DeliveryQueue(world.database().dataSource(), Duration.ofMinutes(1), 9);
            DeliveryReports reports = new DeliveryReports(world.database().dataSource());
            Caller owner = scene.owner();
            GateReader gate = new GateReader(world);
            steps.put("verify", () -> assertThat(gate.state(authToken)).isPresent());
            steps.put("endpoints due", () -> assertThat(queue.findDue()).contains(endpoint.key()));
            steps.put("claim and report", () -> {
                List<Claim> claims = queue.claim(endpoint.key(), 2);
                assertThat(claims).hasSize(2);
                reports.finish(
                        claims.stream()
                                .map(claim ->
                                        Scene.finished(claim, Attempt.Outcome.SUCCEEDED, Delivery.State.SUCCEEDED))
                                .toList(),
                        Instant.EPOCH);
            });
            steps.put(
                    "event",
                    () -> scene.tell(
                            "document.signed", "D", "{}", UUID.randomUUID().toString()));
            steps.put("deliveries", () -> page(null, null, null));
            steps.put("deliveries of an endpoint", () -> page(endpoint.id(), null, null));
            steps.put("deliveries that failed", () -> page(null, Delivery.State.FAILED, null));
            steps.put("deliveries of a type", () -> page(endpoint.id(), null, "no.such"));
            steps.put(
                    "delivery",
                    () -> world.ask(s -> s.deliveries()
                            .get(
                                    owner,
                                    s.deliveries()
                                            .list(owner, ALL)
                                            .lines()
                                            .getFirst()
                                            .delivery()
                                            .id())));
            steps.put("health", () -> world.ask(s -> s.deliveries().getHealth(owner, endpoint.id())));
            steps.put("usage", () -> {
                world.ask(s -> s.usage().getCounts(used, Span.MONTH));
                world.ask(s -> s.usage().getRefusals(used));
            });
            steps.put("callers", () -> world.ask(s -> s.usage().getCallers(used, 30)));
            steps.put("last use", () -> world.ask(s -> s.usage().findLastUse(used, token)));
            steps.put("audit trail", () -> audit(AuditFilter.ALL));
            steps.put("audit entries of a code", () -> audit(audit("no.such", null, null)));
            steps.put(
                    "audit entries of a day",
                    () -> audit(audit(null, Instant.now().minus(Duration.ofDays(1)), null)));
            steps.put("newer audit entries", () -> audit(AuditFilter.ALL, 1_000L + rows / 2));
            steps.put("piece of an audit export", () -> exportPiece(1_000L + rows / 2, 1_000L + rows));
            steps.put("audit entries with a text", () -> audit(audit(null, null, "no such")));
            steps.put("system's audit trail", () -> systemAudit(AuditFilter.ALL));
            steps.put("system's audit entries of a code", () -> systemAudit(audit("api.paused", null, null)));
            steps.put("system's audit entries of no such code", () -> systemAudit(audit("no.such", null, null)));
            steps.put("system's audit entries with a text", () -> systemAudit(audit(null, null, "no such")));
            steps.put("accounts", () -> world.ask(s -> s.provisioning().list(audited, "", null)));
            steps.put(
                    "accounts of a word", () -> world.ask(s -> s.provisioning().list(audited, "crowd", null)));
            steps.put(
                    "next accounts of a word",
                    () -> world.ask(s -> s.provisioning()
                            .list(
                                    audited,
                                    "crowd",
                                    s.provisioning()
                                            .list(audited, "crowd", null)
                                            .next()
                                            .orElseThrow())));
            steps.put(
                    "accounts after a word",
                    () -> world.ask(
                            s -> s.provisioning().list(audited, "crowd", new AccountTerms.Place("crowd", "z"))));
            steps.put("an account", () -> world.ask(s -> s.provisioning().list(audited, "n777 crowd", null)));
            steps.put(
                    "account of an external id",
                    () -> world.ask(s -> s.provisioning().list(audited, "x7", null)));
            steps.put("pause", () -> {
                world.tell(s -> s.apiAccesses().pause(owner, enabled().enablingId()));
                world.tell(s -> s.apiAccesses().resume(owner, enabled().enablingId()));
            });
            steps.put("regenerate", this::regenerate);
            steps.put(
                    "endpoints once off",
                    () -> world.ask(s -> s.webhookCleanup().findOnceOff()));
        }

        private static final Deliveries.Filter ALL = new Deliveries.Filter(null, null, null, null);

        private void page(UUID of, Delivery.State state, String type) {
            world.ask(s -> s.deliveries().list(scene.owner(), new Deliveries.Filter(of, state, type, null)));
        }

        private void audit(AuditFilter filter) {
            audit(filter, null);
        }

        private void audit(AuditFilter filter, Long after) {
            world.ask(s -> new AuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                    .getSlice(audited, filter, null, after));
        }

        private void exportPiece(long after, long below) {
            assertThat(world.ask(s -> new AuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                                    .export(audited, AuditFilter.ALL, after, below))
                            .lines())
                    .isNotEmpty();
        }

        private void systemAudit(AuditFilter filter) {
            world.ask(s -> new SystemAuditEntries(s.em(), new AuditLog(s.em()), s.audit()::append)
                    .getSlice(audited, filter, null, null));
        }

        private static AuditFilter audit(String code, Instant from, String text) {
            return new AuditFilter(null, Set.of(), code, Set.of(), null, from, null, text, Set.of());
        }

        private ApiStatus.Enabled enabled() {
            return (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(scene.owner()));
        }

        private void regenerate() {
            authToken = world.ask(s -> s.apiAccesses()
                            .regenerate(
                                    scene.owner(),
                                    ((ApiStatus.Enabled) s.apiAccesses().getStatus(scene.owner())).tokenId()))
                    .token()
                    .reveal();
        }

        @Override
        public void close() {
            world.close();
        }
    }

    @Test
    void aMillionRowsCostAboutAsMuchAsFew(@TempDir Path folder) throws SQLException {
        try (Side few = new Side(folder.resolve("few"), FEW);
                Side many = new Side(folder.resolve("many"), ROWS)) {
            Map<String, String> slow = new LinkedHashMap<>();
            StringBuilder all = new StringBuilder();
            for (String name : few.steps.keySet()) {
                List<Long> fewTimes = new ArrayList<>();
                List<Long> manyTimes = new ArrayList<>();
                for (int round = 0; round < WARM_UP + ROUNDS; round++) {
                    long ofFew = time(few.steps.get(name));
                    long ofMany = time(many.steps.get(name));
                    if (round >= WARM_UP) {
                        fewTimes.add(ofFew);
                        manyTimes.add(ofMany);
                    }
                }
                long ofFew = median(fewTimes);
                long ofMany = median(manyTimes);
                String times = "%,d us beside %,d".formatted(ofMany / 1_000, ofFew / 1_000);
                all.append(name).append(": ").append(times).append('\n');
                if (ofMany > FACTOR * ofFew + NOISE.toNanos()) {
                    slow.put(name, times);
                }
            }
            System.out.println(all);
            assertThat(slow).isEmpty();
        }
    }

    private static long time(Step step) throws SQLException {
        long began = System.nanoTime();
        step.run();
        return System.nanoTime() - began;
    }

    private static long median(List<Long> times) {
        Collections.sort(times);
        return times.get(times.size() / 2);
    }
}
