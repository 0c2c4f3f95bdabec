package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is served has nothing in it that is there to measure or to test. */
class WarIT {

    @Test
    void hasNoPartOfTheCommandLine() throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("saltgate.war"))) {
            assertThat(war.stream().map(ZipEntry::getName))
                    .noneMatch(name -> name.matches("(?i).*(saltgate/cli/.+|picocli.*)"));
        }
    }

    @Test
    void hasNoPartOfTheBenchmarkAndOfTheTests() throws IOException {
        try (ZipFile war = new ZipFile(System.getProperty("saltgate.war"))) {
            assertThat(war.stream().map(ZipEntry::getName))
                    .contains("WEB-INF/classes/io/saltgate/gate/VerifyServlet.class")
                    .noneMatch(name -> name.matches("(?i).*(bench|jmh|profiler|junit|testing/).*"));
        }
    }
}
