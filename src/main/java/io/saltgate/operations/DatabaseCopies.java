package io.saltgate.operations;

import io.saltgate.platform.Settings;
import io.saltgate.platform.db.DatabaseAddress;
import io.saltgate.platform.db.SaltgateDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Copies the configured database to a file and back. */
final class DatabaseCopies {

    /** H2's number for a file that another process has open (org.h2.api.ErrorCode). */
    private static final int H2_IN_USE = 90020;

    private final Settings settings;

    DatabaseCopies(Settings settings) {
        this.settings = settings;
    }

    /** Writes a new file that its owner alone may read. */
    void backUp(Path file) throws IOException, InterruptedException {
        Path target = file.toAbsolutePath().normalize();
        if (Files.exists(target)) {
            throw new Refusal("the file " + target + " is there already");
        }
        Path draft = target.resolveSibling(target.getFileName() + ".part");
        createForOwner(draft);
        try {
            switch (DatabaseAddress.from(settings)) {
                case DatabaseAddress.Embedded embedded -> backUp(embedded, draft);
                case DatabaseAddress.Postgres postgres ->
                    run(
                            postgres.environment(),
                            "pg_dump",
                            "--format=custom",
                            "--no-owner",
                            "--no-privileges",
                            "--file=" + draft);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void createForOwner(Path draft) throws IOException {
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private void backUp(DatabaseAddress.Embedded embedded, Path draft) throws IOException, InterruptedException {
        if (!Files.exists(embedded.file())) {
            throw new Refusal("there is no embedded database at " + embedded.file() + "; check SALTGATE_DATA_DIR");
        }
        try (Connection connection = SaltgateDataSource.maintaining(settings).getConnection()) {
            BackupCommand.write(connection, draft.toString());
        } catch (SQLException e) {
            if (!isInUse(e)) {
                throw new Refusal("the database can't be backed up: " + e.getMessage());
            }
            askNode(draft);
        }
    }

    private void askNode(Path draft) throws IOException, InterruptedException {
        Optional<CommandFolder.Answer> answer = new CommandFolder(settings).ask(List.of("backup", draft.toString()));
        if (answer.isEmpty()) {
            throw new Refusal("another process has the database open, and no node answers in " + settings.dataDir());
        }
        if (answer.get().status() != 0) {
            throw new Refusal(answer.get().text());
        }
    }

    /**
     * Puts a copy in the place of the database.
     *
     * @return where the database is now that was there before; empty if there was none, or it was replaced
     */
    Optional<Path> restore(Path file) throws IOException, InterruptedException {
        if (!Files.isReadable(file)) {
            throw new Refusal("the file " + file + " can't be read");
        }
        return switch (DatabaseAddress.from(settings)) {
            case DatabaseAddress.Embedded embedded -> restore(embedded.file(), file);
            case DatabaseAddress.Postgres postgres -> {
                refuseWhileNodesRun();
                run(
                        postgres.environment(),
                        "pg_restore",
                        "--clean",
                        "--if-exists",
                        "--no-owner",
                        "--no-privileges",
                        "--single-transaction",
                        "--exit-on-error",
                        "--dbname=" + postgres.environment().get("PGDATABASE"),
                        file.toAbsolutePath().toString());
                yield Optional.empty();
            }
        };
    }

    private Optional<Path> restore(Path database, Path file) throws IOException {
        Optional<Path> before = Optional.empty();
        if (Files.exists(database)) {
            refuseWhileInUse();
        }
        Files.createDirectories(Objects.requireNonNull(database.getParent(), "a file has a folder"));
        Path draft = database.resolveSibling(database.getFileName() + ".restoring");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(each -> each.getName().endsWith(".mv.db"))
                    .findFirst()
                    .orElseThrow(() -> new Refusal("the file " + file + " is no backup of an embedded database"));
            createForOwner(draft);
            try (InputStream in = zip.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(draft)) {
                in.transferTo(out);
            }
        }
        if (Files.exists(database)) {
            Path aside = database.resolveSibling(
                    "before-restore-" + System.currentTimeMillis() + "-" + database.getFileName());
            Files.move(database, aside, StandardCopyOption.ATOMIC_MOVE);
            before = Optional.of(aside);
        }
        Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
        return before;
    }

    private void refuseWhileInUse() {
        try (Connection connection = SaltgateDataSource.reading(settings).getConnection()) {
            connection.getMetaData();
        } catch (SQLException e) {
            if (isInUse(e)) {
                throw new Refusal("the embedded database is in use; stop Saltgate first");
            } // a damaged one may be replaced
        }
    }

    /** They would go on with what they remember of the database that is replaced. */
    private void refuseWhileNodesRun() {
        List<String> nodes = new ArrayList<>();
        try (Connection connection = SaltgateDataSource.reading(settings).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select name from node where seen_at > current_timestamp - interval '30' second")) {
            while (row.next()) {
                nodes.add(row.getString(1));
            }
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("42")) { // else it has no such table: it is empty
                throw new Refusal("the database is out of reach: " + e.getMessage());
            }
        }
        if (!nodes.isEmpty()) {
            throw new Refusal("these nodes run, or did so within the last 30 s: " + String.join(", ", nodes)
                    + "; stop them first");
        }
    }

    private static void run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Refusal(command[0] + " is not on the PATH; install PostgreSQL's client programs of the server's"
                    + " release or newer");
        }
        if (process.waitFor() != 0) {
            throw new Refusal(command[0] + " failed, as it says above");
        }
    }

    private static boolean isInUse(SQLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException known && known.getErrorCode() == H2_IN_USE) {
                return true;
            }
        }
        return false;
    }
}
