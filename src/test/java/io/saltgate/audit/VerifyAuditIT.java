package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** bin/verify-audit as operators run it, on what a real server has written. */
class VerifyAuditIT {

    private record Answer(int status, String out, String err) {}

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();

    @Tag("long")
    @Test
    void verifiesTheEmbeddedDatabaseOnceTheServerIsStopped() throws Exception {
        try (SaltgateServer server = SaltgateServer.configure().start()) {
            environment.put("SALTGATE_DATA_DIR", server.dataDir().toString());
            use(server.signIn());
            Answer inUse = verify();
            assertThat(inUse.status()).isEqualTo(2);
            assertThat(inUse.out()).isEmpty();
            assertThat(inUse.err())
                    .isEqualTo(
                            "The audit trail can't be verified: the embedded database is in use; stop Saltgate first\n");

            server.kill9();
            assertIntact(verify());
            server.restart();
            server.signIn().enableApi();
            server.stop();
            assertIntact(verify());

            tamper(SaltgateDataSource.to("jdbc:h2:file:" + server.dataDir().resolve("saltgate"), "", ""));
            assertDamaged(verify());
        }
    }

    @Test
    void verifiesPostgresWhileTheServerWrites() throws Exception {
        String url = TestDatabase.Postgres.createDatabase();
        try (SaltgateServer server = SaltgateServer.configure().postgres(url).start()) {
            environment.put("SALTGATE_DATA_DIR", server.dataDir().toString());
            environment.put("SALTGATE_DB_URL", url);
            environment.put("SALTGATE_DB_USER", "postgres");
            environment.put("SALTGATE_DB_PASSWORD", "postgres");
            use(server.signIn());
            assertIntact(verify());

            Answer heads = verify("--heads");
            Path kept = Files.writeString(folder.resolve("heads"), heads.out());
            server.signIn();
            assertIntact(verify("--against", kept.toString()));

            tamper(SaltgateDataSource.to(url, "postgres", "postgres"));
            assertDamaged(verify());
        }
    }

    private static void use(Console console) {
        console.enableApi();
        console.authToken();
        console.regenerate();
        console.addToWhitelist("10.0.0.0/8");
        console.disable();
    }

    /** The third entry of the account's chain is that the token was copied. */
    private static void tamper(DataSource database) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "update audit_entry set actor_address = '192.0.2.1' where code = 'token.copied'")) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static void assertIntact(Answer answer) {
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).matches("[0-9]+ entries in 2 chains: intact\n");
        assertThat(answer.status()).isZero();
    }

    private static void assertDamaged(Answer answer) {
        assertThat(answer.out())
                .matches("chain [0-9a-f-]{36} \\(account acme\\): entry 3 was changed\ndamaged chains: 1\n");
        assertThat(answer.status()).isEqualTo(1);
    }

    private Answer verify(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "bin/verify-audit";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SALTGATE_"));
        builder.environment().put("SALTGATE_WAR", System.getProperty("saltgate.war", "target/saltgate.war"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("bin/verify-audit does not end");
        }
        return new Answer(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
