package io.saltgate.changes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The highest change that a node has seen, in the file {@code changes-seen} of its data directory: one line with the id
 * of the history and the number. Nodes that share the directory share the file; the higher number stays.
 */
final class SeenChangeFile {

    private static final System.Logger LOG = System.getLogger(SeenChangeFile.class.getName());
    private static final String NAME = "changes-seen";

    private final Path path;
    private DatabaseHistory.@Nullable Change written;
    private boolean failing;

    SeenChangeFile(Path folder) {
        this.path = folder.resolve(NAME);
    }

    /** Null if there is none, or it is damaged. */
    DatabaseHistory.@Nullable Change read() {
        try {
            String[] words = Files.readString(path).strip().split(" ");
            return new DatabaseHistory.Change(UUID.fromString(words[0]), Long.parseLong(words[1]));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} can''t be read ({1}); this node can''t know whether the database was restored",
                    path,
                    e.getMessage());
            return null;
        }
    }

    void write(DatabaseHistory.Change seen) {
        if (seen.equals(written)) {
            return;
        }
        try {
            Files.createDirectories(path.getParent());
            DatabaseHistory.Change present = read();
            if (present == null || !present.epoch().equals(seen.epoch()) || present.number() < seen.number()) {
                Path draft = Files.createTempFile(path.getParent(), NAME, ".new");
                Files.writeString(draft, seen.epoch() + " " + seen.number() + "\n");
                Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
            }
            written = seen;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} can''t be written ({1}); after a restart this node can''t know whether the database was"
                                + " restored",
                        path,
                        e.getMessage());
            }
            failing = true;
        }
    }
}
