package io.saltgate.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {

    private static final Pattern OPTION = Pattern.compile("-D([A-Za-z0-9_.]+)=([A-Za-z0-9_]+)");

    @Test
    void namesEachThatIsMissingOrOtherwise() {
        List<String> all = ServerOptions.missing(name -> null);

        assertThat(all).hasSizeGreaterThanOrEqualTo(2).allMatch(line -> line.startsWith("The JVM's options lack -D"));
        assertThat(ServerOptions.missing(name -> "otherwise")).isEqualTo(all);
    }

    @Test
    void saysNothingWhereAllAreSet() {
        assertThat(ServerOptions.missing(ServerOptionsTest::expected)).isEmpty();
    }

    @Test
    void everyOneIsDocumented() throws IOException {
        String readme = Files.readString(Path.of("server-config/README.md"));

        assertThat(ServerOptions.missing(name -> null))
                .allSatisfy(
                        line -> assertThat(readme).contains("`" + option(line).group() + "`"));
    }

    private static String expected(String name) {
        return ServerOptions.missing(any -> null).stream()
                .map(ServerOptionsTest::option)
                .filter(option -> option.group(1).equals(name))
                .map(option -> option.group(2))
                .findFirst()
                .orElseThrow();
    }

    private static Matcher option(String line) {
        Matcher option = OPTION.matcher(line);
        assertThat(option.find()).as(line).isTrue();
        return option;
    }
}
