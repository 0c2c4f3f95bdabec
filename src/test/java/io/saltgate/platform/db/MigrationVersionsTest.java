package io.saltgate.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationVersionsTest {

    /** Only PostgreSQL reads both folders, so a version in both would stop it alone. */
    @Test
    void noVersionStandsInBothFolders() throws IOException {
        List<String> versions = new ArrayList<>();
        for (String folder : List.of("migration", "postgresql")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/resources/db", folder))) {
                files.map(file -> file.getFileName().toString())
                        .peek(name -> assertThat(name).matches("V[1-9][0-9]*__[a-z_]+\\.sql"))
                        .map(name -> name.substring(1, name.indexOf("__")))
                        .forEach(versions::add);
            }
        }
        assertThat(versions).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(9);
    }
}
