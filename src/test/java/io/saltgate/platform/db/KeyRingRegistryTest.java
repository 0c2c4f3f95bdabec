package io.saltgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.start.CannotStart;
import io.saltgate.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRingRegistryTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theFirstNodeMakesTheRingAndALaterStartFindsIt(TestDatabase kind) {
        DataSource database = migrated(kind);
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));

        KeyRing first = KeyRingRegistry.open(file, database);

        assertThat(KeyRingRegistry.open(file, database).current().fingerprint())
                .isEqualTo(first.current().fingerprint());
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesToStartWithoutTheRingOnceOneIsRegistered(TestDatabase kind) {
        DataSource database = migrated(kind);
        KeyRingRegistry.open(new KeyRingFile(folder.resolve("keyring")), database);
        KeyRingFile missing = new KeyRingFile(folder.resolve("elsewhere"));

        assertThatThrownBy(() -> KeyRingRegistry.open(missing, database))
                .isInstanceOf(CannotStart.class)
                .hasMessage("this database belongs to a key ring that is not at " + missing.path()
                        + "; copy the file from the node or the backup that has it, or set saltgate.keyring");
        assertThat(missing.exists()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void refusesToStartWithAnotherRing(TestDatabase kind) {
        DataSource database = migrated(kind);
        KeyRingRegistry.open(new KeyRingFile(folder.resolve("keyring")), database);
        KeyRingFile other = new KeyRingFile(folder.resolve("other"));
        other.create();

        assertThatThrownBy(() -> KeyRingRegistry.open(other, database))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith(
                        "the key ring at " + other.path() + " is not the one that this database was made with");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void takesAFurtherKeyAndAsksItOfEveryNodeOnceItIsActive(TestDatabase kind) throws Exception {
        DataSource database = migrated(kind);
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        KeyRingRegistry.open(file, database);
        Path before = Files.copy(file.path(), folder.resolve("before"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(
                file.path(), "ijklmnop AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n", StandardOpenOption.APPEND);

        String first = new KeyRingFile(before).read().current().id();
        assertThat(KeyRingRegistry.open(file, database).current().id()).isEqualTo(first);
        KeyRingRegistry.open(new KeyRingFile(before), database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update change_clock set key_id = 'ijklmnop'");
            statement.execute("update key_ring_key set activated_at = current_timestamp where key_id = 'ijklmnop'");
        }
        assertThat(KeyRingRegistry.open(file, database).current().id()).isEqualTo("ijklmnop");
        assertThatThrownBy(() -> KeyRingRegistry.open(new KeyRingFile(before), database))
                .isInstanceOf(CannotStart.class)
                .hasMessage("the key ring at " + before + " lacks the key ijklmnop, which this database uses; copy the"
                        + " present file from a node that has it");
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofNodesThatStartAtOnceWithFilesOfTheirOwnOneMakesTheRing(TestDatabase kind) throws Exception {
        DataSource database = migrated(kind);
        List<Callable<String>> nodes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            KeyRingFile own = new KeyRingFile(folder.resolve("node" + i + "/keyring"));
            nodes.add(() -> KeyRingRegistry.open(own, database).current().fingerprint());
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(nodes.size())) {
            List<Future<String>> starts = pool.invokeAll(nodes);
            assertThat(starts)
                    .filteredOn(start -> start.state() == Future.State.SUCCESS)
                    .hasSize(1);
            assertThat(starts)
                    .filteredOn(start -> start.state() == Future.State.FAILED)
                    .allSatisfy(start -> assertThat(start.exceptionNow()).isInstanceOf(CannotStart.class));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nodesThatStartAtOnceWithOneFileShareTheRing(TestDatabase kind) throws Exception {
        DataSource database = migrated(kind);
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            List<Callable<String>> nodes = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                nodes.add(() -> KeyRingRegistry.open(new KeyRingFile(folder.resolve("keyring")), database)
                        .current()
                        .fingerprint());
            }
            assertThat(pool.invokeAll(nodes).stream().map(Future::resultNow).distinct())
                    .hasSize(1);
        }
    }

    private static DataSource migrated(TestDatabase kind) {
        DataSource database = kind.createEmpty();
        Migrations.run(database, true);
        return database;
    }
}
