package io.saltgate.operations;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingSource;
import io.saltgate.platform.db.KeyRingRegistry;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The command behind {@code bin/backup} and {@code bin/restore}: 0 if it was done, 1 if it was refused, 2 for wrong use.
 * The key ring is no part of a backup: who has both can read every secret.
 */
public final class Backup {

    private static final String USAGE = """
            usage: backup FILE        copies the database to a new file, while nodes run too
                   restore FILE       puts such a copy in the place of the database, while no node runs
                   restore --accept   opens the gates of a restored database
                   restore --accept --regenerate-tokens
                                      regenerates the Auth Tokens of all accounts first""";

    private static final List<String> ACCEPT = List.of("restore", "--accept");
    private static final List<String> REGENERATE = List.of("restore", "--accept", "--regenerate-tokens");

    private final Settings settings;
    private final PrintStream out;

    private Backup(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Settings.ofEnvironment(), System.out, System.err));
    }

    static int run(List<String> arguments, Settings settings, PrintStream out, PrintStream err) {
        boolean accepts = arguments.equals(ACCEPT);
        boolean regenerates = arguments.equals(REGENERATE);
        if (arguments.size() != 2 && !regenerates) {
            err.println(USAGE);
            return 2;
        }
        try {
            Backup backup = new Backup(settings, out);
            if (accepts || regenerates) {
                backup.ask(accepts ? "accept-restored-database" : "regenerate-restored-tokens");
                return 0;
            }
            switch (arguments.getFirst()) {
                case "backup" -> backup.backUp(Path.of(arguments.get(1)));
                case "restore" -> backup.restore(Path.of(arguments.get(1)));
                default -> throw new Refusal(USAGE);
            }
            return 0;
        } catch (Refusal | CannotStart | Settings.InvalidSetting e) {
            err.println("Nothing was done: " + e.getMessage());
        } catch (IOException e) {
            err.println("Nothing was done: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private void backUp(Path file) throws IOException, InterruptedException {
        new DatabaseCopies(settings).backUp(file);
        KeyRing ring = KeyRingSource.from(settings).read();
        out.println("The database is in " + file.toAbsolutePath() + ".");
        out.println("Without its key ring it is worth nothing, and it isn't in there: keep a copy of the ring "
                + KeyRingSource.from(settings).where() + " too, in another place. It has the keys "
                + ring.keys().stream().map(KeyRing.Key::id).collect(Collectors.joining(", ")) + ".");
    }

    private void restore(Path file) throws IOException, InterruptedException {
        Optional<Path> before = new DatabaseCopies(settings).restore(file);
        out.println("The database is restored from " + file.toAbsolutePath() + ".");
        before.ifPresent(
                path -> out.println("The one that was there is now " + path + ": delete it when all is well."));
        warnOfKeyRing();
        out.println(
                "Tokens, whitelists and roles are as they were then, what was revoked since included. Nodes that have"
                        + " seen a later state answer 503 to gateways until you accept it: start Saltgate, look, then"
                        + " bin/restore --accept.");
    }

    private void warnOfKeyRing() {
        try (Connection connection = SaltgateDataSource.reading(settings).getConnection()) {
            KeyRingRegistry.read(KeyRingSource.from(settings), connection);
        } catch (CannotStart e) {
            out.println("Saltgate won't start with it yet: " + e.getMessage());
        } catch (SQLException e) {
            out.println("Whether the key ring fits can't be determined: " + e.getMessage());
        }
    }

    /** Has the node of this data directory run a command. */
    private void ask(String command) throws IOException, InterruptedException {
        CommandFolder.Answer answer = new CommandFolder(settings)
                .ask(List.of(command))
                .orElseThrow(() -> new Refusal("no node runs with the data directory " + settings.dataDir()
                        + ": start one, or set SALTGATE_DATA_DIR"));
        if (answer.status() != 0) {
            throw new Refusal(answer.text());
        }
        out.println(answer.text());
    }
}
