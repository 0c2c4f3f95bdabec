package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.db.KeyRingRegistry;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command on real files and a real PostgreSQL. The process itself: {@code VerifyAuditIT}. */
class VerifyAuditTest {

    private record Answer(int status, String out, String err) {}

    @TempDir
    Path folder;

    private final Map<String, String> configuration = new HashMap<>();

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysOneLineOfAnIntactTrailAndNamesTheFirstBadRow(TestDatabase kind) throws Exception {
        UUID chain;
        try (World world = world(kind)) {
            chain = announce(world, 4);
        }
        Answer intact = run();
        assertThat(intact).isEqualTo(new Answer(0, "5 entries in 2 chains: intact\n", ""));

        try (World world = world(kind)) {
            new Tampering(world).execute("update audit_entry set subject = 'x' where chain_id = ? and seq >= 3", chain);
        }
        Answer damaged = run();
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.out())
                .containsPattern("\\Achain " + chain + " \\(account a[0-9a-f-]{36}\\): entry 3 was changed\n"
                        + "damaged chains: 1\n\\z");
        assertThat(damaged.err()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void comparesWithHeadsThatWereKept(TestDatabase kind) throws Exception {
        UUID chain;
        try (World world = world(kind)) {
            chain = announce(world, 4);
        }
        Answer heads = run("--heads");
        assertThat(heads.status()).isZero();
        assertThat(heads.out().lines()).hasSize(3).anyMatch(line -> line.matches(chain + " a\\S{36} 5 \\S{43}"));
        Path kept = Files.writeString(folder.resolve("heads"), heads.out());

        assertThat(run("--against", kept.toString()).out()).isEqualTo("5 entries in 2 chains: intact\n");

        // As the server's log has them, several of one chain, of which each is compared.
        String logged = heads.out()
                .lines()
                .map(line -> "[2026-11-30T04:00:00] [INFO] " + VerifyAudit.HEAD_IN_LOG + line + "]]\n")
                .collect(Collectors.joining());
        Files.writeString(kept, "Saltgate is ready\n" + logged + logged);
        assertThat(run("--against", kept.toString()).out()).isEqualTo("5 entries in 2 chains: intact\n");
        Files.writeString(kept, logged.replace(" 5 ", " 4 ") + logged);
        assertThat(run("--against", kept.toString()).out()).contains("entry 4 was changed");

        Files.writeString(kept, heads.out().replace(" 5 ", " 6 "));
        assertThat(run("--against", kept.toString()).out()).contains("entry 6 is missing");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void saysInASentenceThatTheRingIsMissingOrAnother(TestDatabase kind) throws Exception {
        try (World world = world(kind)) {
            announce(world, 1);
        }
        Path ring = folder.resolve("keyring");
        Path away = Files.move(ring, folder.resolve("away"));
        assertSentence(run(), "belongs to a key ring that is not at " + ring);
        assertThat(ring).doesNotExist();

        new KeyRingFile(ring).create();
        assertSentence(run(), "is not the one that this database was made with");

        configuration.put("saltgate.keyring", away.toString());
        assertThat(run().status()).isZero();
    }

    @Test
    void saysInASentenceThatThereIsNoDatabaseAndMakesNone() throws Exception {
        configuration.put("saltgate.data.dir", folder.toString());
        assertSentence(run(), "there is no embedded database in the data directory");
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }

        configuration.put("saltgate.db.url", "jdbc:postgresql://127.0.0.1:1/none");
        assertSentence(run(), "the database is out of reach (Connection to 127.0.0.1:1 refused");
        configuration.put("saltgate.db.url", "jdbc:oracle:none");
        assertSentence(run(), "neither PostgreSQL nor H2");
    }

    @Test
    void saysInASentenceThatTheDatabaseIsNoneOfOursOrWantsAnotherPassword() {
        configuration.put("saltgate.data.dir", folder.toString());
        configuration.put("saltgate.db.url", TestDatabase.Postgres.createDatabase());
        configuration.put("saltgate.db.user", "postgres");
        configuration.put("saltgate.db.password", "postgres");
        assertSentence(run(), "start Saltgate once");
        configuration.put("saltgate.db.user", "nobody");
        assertSentence(run(), "the database is out of reach");
    }

    @Test
    void saysHowItIsUsed() {
        assertSentence(run("--head"), "usage: ");
        assertSentence(run("--against"), "usage: ");
        assertSentence(run("--against", folder.toString()), "can't be read");
    }

    @Test
    void refusesAFileOfHeadsThatHoldsNone() throws Exception {
        Path empty = Files.writeString(folder.resolve("heads"), "nothing\n");

        assertSentence(run("--against", empty.toString()), "holds nothing that --heads printed");
    }

    private static void assertSentence(Answer answer, String part) {
        assertThat(answer.status()).isEqualTo(2);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines()).hasSize(1);
        assertThat(answer.err())
                .startsWith("The audit trail can't be verified: ")
                .contains(part);
    }

    private World world(TestDatabase kind) {
        configuration.put("saltgate.data.dir", folder.toString());
        if (kind == TestDatabase.POSTGRES) {
            configuration.computeIfAbsent("saltgate.db.url", key -> TestDatabase.Postgres.createDatabase());
            configuration.put("saltgate.db.user", "postgres");
            configuration.put("saltgate.db.password", "postgres");
        }
        TestDatabase.Opened database = TestDatabase.open(SaltgateDataSource.to(
                configuration.getOrDefault("saltgate.db.url", "jdbc:h2:file:" + folder.resolve("saltgate")),
                configuration.getOrDefault("saltgate.db.user", ""),
                configuration.getOrDefault("saltgate.db.password", "")));
        KeyRing ring = KeyRingRegistry.open(new KeyRingFile(folder.resolve("keyring")), database.dataSource());
        return new World(database, ring);
    }

    private static UUID announce(World world, int times) {
        Caller owner = world.member(Role.OWNER);
        for (int i = 0; i < times; i++) {
            world.tell(s -> s.audit().append(AccountEvent.of("thing.done", owner, null)));
        }
        return owner.requireAccount().value();
    }

    private Answer run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = VerifyAudit.run(
                List.of(arguments),
                new Settings(key -> Optional.ofNullable(configuration.get(key))),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Answer(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
