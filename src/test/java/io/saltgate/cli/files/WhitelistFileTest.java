package io.saltgate.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.cli.output.CommandFailed;
import io.saltgate.cli.output.Json;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whitelists as people keep them in files. */
class WhitelistFileTest {

    @Test
    void readsEntriesLabelsAndEnds() {
        WhitelistFile file = WhitelistFile.parse(
                "list.txt",
                "# offices\r\n\r\n10.0.0.0/8\r\n  2001:db8::1   #  Paris # 2nd floor \r\n\t192.0.2.0/24#audit\r\n"
                        + "198.51.100.7 until 2098-01-31T12:00:00Z # guest\r\n198.51.100.8 until 2098-01-31T13:00:00+01:00");

        assertThat(file.entries())
                .containsExactly(
                        new WhitelistFile.Entry(3, "10.0.0.0/8", null, null),
                        new WhitelistFile.Entry(4, "2001:db8::1", "Paris # 2nd floor", null),
                        new WhitelistFile.Entry(5, "192.0.2.0/24", "audit", null),
                        new WhitelistFile.Entry(6, "198.51.100.7", "guest", "2098-01-31T12:00:00Z"),
                        new WhitelistFile.Entry(7, "198.51.100.8", null, "2098-01-31T13:00:00+01:00"));
        assertThat(file.body().toString())
                .startsWith("{\"entries\":[{\"address\":\"10.0.0.0/8\"},"
                        + "{\"address\":\"2001:db8::1\",\"label\":\"Paris # 2nd floor\"},");
    }

    @Test
    void anEmptyFileIsAnEmptyList() {
        assertThat(WhitelistFile.parse("list.txt", "").entries()).isEmpty();
        assertThat(WhitelistFile.parse("list.txt", "#\n\n  # nobody\n").body().toString())
                .isEqualTo("{\"entries\":[]}");
    }

    @Test
    void namesEachLineThatCannotBeRead() {
        assertThatThrownBy(() -> WhitelistFile.parse(
                        "list.txt", "10.0.0.1 office\n10.0.0.2\n10.0.0.3 until tomorrow\n10.0.0.4 until\n"))
                .isInstanceOfSatisfying(CommandFailed.class, failure -> {
                    assertThat(failure.exitCode()).isEqualTo(2);
                    assertThat(failure.lines()).hasSize(3);
                    assertThat(failure.lines().get(0)).startsWith("list.txt:1: ");
                    assertThat(failure.lines().get(1)).startsWith("list.txt:3: ");
                    assertThat(failure.lines().get(2)).startsWith("list.txt:4: ");
                });
        assertThatThrownBy(() -> WhitelistFile.parse("list.txt", "not an entry\n".repeat(1000)))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failure -> assertThat(failure.lines()).hasSizeLessThan(30));
    }

    @Test
    void findsTheLineThatAMessageQuotes() {
        WhitelistFile file = WhitelistFile.parse("list.txt", "10.0.0.1\n10.0.0.1/8\n10.0.0.2\n10.0.0.2\n");
        assertThat(file.lineQuotedIn("\"10.0.0.1/8\" has host bits set")).isEqualTo(2);
        assertThat(file.lineQuotedIn("\"10.0.0.2\" stands there twice")).isZero();
        assertThat(file.lineQuotedIn("the list is full")).isZero();
    }

    @Test
    void readsWhatItWrites() {
        JsonNode list = Json.mapper()
                .readTree("[{\"address\":\"10.0.0.0/8\",\"label\":null,\"expiresAt\":null},"
                        + "{\"address\":\"::1\",\"label\":\"a # b\",\"expiresAt\":\"2098-01-31T12:00:00Z\"},"
                        + "{\"address\":\"::2\",\"label\":\"two\\nlines\",\"expiresAt\":null}]");

        List<WhitelistFile.Entry> again =
                WhitelistFile.parse("f", WhitelistFile.write(list)).entries();

        assertThat(again)
                .containsExactly(
                        new WhitelistFile.Entry(1, "10.0.0.0/8", null, null),
                        new WhitelistFile.Entry(2, "::1", "a # b", "2098-01-31T12:00:00Z"),
                        new WhitelistFile.Entry(3, "::2", "two?lines", null));
    }

    @Property
    void readsOrRefusesWhateverComes(@ForAll String text) {
        try {
            WhitelistFile.parse("f", text)
                    .entries()
                    .forEach(entry -> assertThat(entry.address()).matches("\\S+"));
        } catch (CommandFailed refused) {
            assertThat(refused.lines()).allMatch(line -> line.startsWith("f:"));
        }
    }
}
