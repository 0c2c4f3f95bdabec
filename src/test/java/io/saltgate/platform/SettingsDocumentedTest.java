package io.saltgate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SettingsDocumentedTest {

    private static final Path README = Path.of("server-config/README.md");

    @Test
    void everyKeyIsDocumentedAndEveryDocumentedKeyExists() throws IOException {
        Set<String> inCode = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                inCode.addAll(find("\"(saltgate(?:\\.[a-z]+)+)(?<!\\.war)\"", Files.readString(source)));
            }
        }

        // What the command that starts the server reads alone.
        inCode.addAll(find("\\$\\(setting [A-Z_]+ (saltgate(?:\\.[a-z]+)+)\\)", Files.readString(Path.of("bin/run"))));

        Set<String> documented = find("`(saltgate(?:\\.[a-z]+)+)`", Files.readString(README));

        assertThat(inCode).hasSizeGreaterThan(10);
        assertThat(documented).isEqualTo(inCode);
    }

    private static Set<String> find(String pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
