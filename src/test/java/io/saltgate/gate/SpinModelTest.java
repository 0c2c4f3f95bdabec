package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A second model of the protocol, in Promela ({@code src/test/spin/gate.pml}), tried by Spin: written from
 * docs/gate.md, not from {@link GateModel}, so that a mistake would have to be made twice. Skipped where there is no
 * Spin (Debian: {@code spin}) or C compiler.
 */
@Tag("long")
class SpinModelTest {

    private static final Path MODEL = Path.of("src/test/spin/gate.pml").toAbsolutePath();
    private static final int MINUTES = 5;

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsSpin() {
        for (String program : List.of("spin", "cc")) {
            assumeThat(Arrays.stream(System.getenv("PATH").split(":"))
                            .map(directory -> Path.of(directory, program))
                            .filter(Files::isExecutable))
                    .as("%s is not installed", program)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AS_IT_IS", "HINTS_ALONE"})
    void keepsItsPromise(String variant) throws Exception {
        assertThat(check(variant)).contains("errors: 0").doesNotContain("max search depth too small");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LEASE_FROM_THE_ANSWER",
                "LEASE_BEFORE_DROPS",
                "DROP_BEFORE_NOTE",
                "MARK_AFTER_READ",
                "FILL_UNCHECKED",
                "ENTRY_BEFORE_LEASE",
                "ENTRY_BEFORE_RECEIPT",
                "RECEIPT_BY_NOTED_TICK",
                "HINTS_ALONE HINT_FORGOTTEN_AT_THE_END",
                "HINTS_ALONE NOTIFIED_BEFORE_COMMIT"
            })
    void breaksItWithAnyOtherOrder(String faults) throws Exception {
        assertThat(check(faults.split(" "))).contains("assertion violated", "errors: 1");
    }

    private String check(String... variants) throws IOException, InterruptedException {
        List<String> spin = new ArrayList<>(List.of("spin"));
        for (String variant : variants) {
            spin.add("-D" + variant);
        }
        spin.addAll(List.of("-a", MODEL.toString()));
        run(spin.toArray(String[]::new));
        run("cc", "-O1", "-DSAFETY", "-DCOLLAPSE", "-w", "-o", "pan", "pan.c");
        return run("./pan", "-m100000");
    }

    private String run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
