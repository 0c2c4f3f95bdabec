package io.saltgate.cli.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.cli.output.CommandFailed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Accounts, texts and secrets in files. */
class FilesTest {

    @TempDir
    Path dir;

    @Test
    void readsAccountsInEachOfTheThreeForms() {
        String one = "{\"externalId\":\"c-1\",\"name\":\"First\"}";
        String two = "{\"externalId\":\"c-2\",\"name\":\"Second\",\"suspended\":true}";
        String expected = "{\"accounts\":[" + one + "," + two + "]}";
        for (String text : List.of(
                one + "\n" + two + "\n", "[" + one + "," + two + "]", expected, "[" + one + "]\n[" + two + "]")) {
            List<ObjectNode> batches = AccountsFile.batches("f", text);
            assertThat(batches).hasSize(1);
            assertThat(batches.getFirst().toString()).isEqualTo(expected);
        }
    }

    @Test
    void splitsAccountsIntoCallsThatTheApiTakes() {
        String many = IntStream.range(0, 450)
                .mapToObj(i -> "{\"externalId\":\"c-" + i + "\",\"name\":\"A\"}")
                .collect(Collectors.joining("\n"));
        assertThat(AccountsFile.batches("f", many))
                .extracting(batch -> batch.path("accounts").size())
                .containsExactly(200, 200, 50);

        String wide = ("{\"externalId\":\"c\",\"name\":\"" + "\u20ac".repeat(5_000) + "\"}\n").repeat(300);
        assertThat(AccountsFile.batches("f", wide))
                .hasSizeGreaterThan(2)
                .allMatch(batch -> batch.toString().getBytes(UTF_8).length < 2 * 1024 * 1024);
    }

    @Test
    void refusesWhatIsNoListOfAccounts() {
        assertRefused("", "contains no account");
        assertRefused("[]", "contains no account");
        assertRefused("{\"externalId\":\"c\"}\n{\"externalId\":", "f:2: ");
        assertRefused("externalId,name\nc-1,First", "f:1: ");
        assertRefused("[1]", "account 1 ");
        assertRefused("{\"name\":\"a\",\"name\":\"b\"}", "f:1: ");
    }

    @Test
    void readsTextUpToASize() throws IOException {
        assertThat(file("marked", "\uFEFFtext").read(100)).isEqualTo("text");
        assertThat(new TextFile("-", new ByteArrayInputStream("piped".getBytes(UTF_8))).read(100))
                .isEqualTo("piped");
        assertThatThrownBy(() -> file("large", "x".repeat(1025)).read(1024)).hasMessageContaining("too large");
        Path latin = Files.writeString(dir.resolve("latin"), "\u00fc", ISO_8859_1);
        for (String bad : List.of(latin.toString(), dir.toString(), dir + "/none", "nul\0")) {
            assertThatThrownBy(() -> new TextFile(bad, InputStream.nullInputStream()).read(100))
                    .isInstanceOfSatisfying(
                            CommandFailed.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(2));
        }
    }

    @Test
    void readsASecretOnlyFromAFileThatOthersCannotRead() throws IOException {
        Path file = Files.writeString(dir.resolve("key"), "the-key\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(SecretFile.read(file)).isEqualTo("the-key");

        for (String open : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> SecretFile.read(file))
                    .hasMessageContaining("chmod 600")
                    .hasMessageNotContaining("the-key");
        }
        assertThatThrownBy(() -> SecretFile.read(dir.resolve("none"))).isInstanceOf(CommandFailed.class);
    }

    private TextFile file(String name, String text) throws IOException {
        return new TextFile(Files.writeString(dir.resolve(name), text).toString(), InputStream.nullInputStream());
    }

    private static void assertRefused(String text, String message) {
        assertThatThrownBy(() -> AccountsFile.batches("f", text))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(2))
                .hasMessageContaining(message);
    }
}
