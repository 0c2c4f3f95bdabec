package io.saltgate.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingFileTest {

    @TempDir
    Path folder;

    @Test
    void makesAFileForItsOwnerAloneAndReadsItBack() throws IOException {
        KeyRingFile file = new KeyRingFile(folder.resolve("sub/keyring"));

        KeyRing made = file.create();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(file.read().current().fingerprint()).isEqualTo(made.current().fingerprint());
        try (Stream<Path> left = Files.list(file.path().getParent())) {
            assertThat(left).containsExactly(file.path());
        }
    }

    @Test
    void givesAllWhoMakeItAtOnceTheSameRing() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            List<Callable<String>> makers = IntStream.range(0, 32)
                    .<Callable<String>>mapToObj(i -> () -> new KeyRingFile(folder.resolve("keyring"))
                            .create()
                            .current()
                            .fingerprint())
                    .toList();
            assertThat(pool.invokeAll(makers).stream().map(f -> f.resultNow()).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void refusesAFileThatEverybodyMayRead() throws IOException {
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        file.create();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(file::read)
                .isInstanceOf(CannotStart.class)
                .hasMessage("everybody on this machine can read the key ring " + file.path()
                        + "; close it with: chmod 600 " + file.path());
    }

    @Test
    void takesAFileThatItsGroupMayRead() throws IOException {
        KeyRingFile file = new KeyRingFile(folder.resolve("keyring"));
        file.create();
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r-----"));

        assertThat(file.read().keys()).hasSize(1);
    }

    @Test
    void refusesADamagedFileWithoutRepeatingIt() throws IOException {
        for (String text : List.of(
                "",
                "something else\n",
                "saltgate-keyring v1\n",
                "saltgate-keyring v1\nabcdefgh\n",
                "saltgate-keyring v1\nabcdefgh c2hvcnQ=\n",
                "saltgate-keyring v1\nabcdefgh !!!!\n",
                "saltgate-keyring v1\ntoo-long-an-id AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
                "saltgate-keyring v1\nabcdefgh AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
                        + "abcdefgh AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n")) {
            Path path = folder.resolve("ring" + text.hashCode());
            Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(path, text);
            assertThatThrownBy(() -> new KeyRingFile(path).read())
                    .as(text)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageNotContaining("AAAA");
        }
    }

    @Test
    void readsSeveralKeysAndUsesTheLast() throws IOException {
        Path path = folder.resolve("keyring");
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, """
                saltgate-keyring v1
                # first
                abcdefgh AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=

                ijklmnop AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=
                """);

        KeyRing ring = new KeyRingFile(path).read();

        assertThat(ring.keys()).extracting(KeyRing.Key::id).containsExactly("abcdefgh", "ijklmnop");
        assertThat(ring.current().id()).isEqualTo("ijklmnop");
        assertThat(ring.toString()).doesNotContain("AQEB");
    }
}
