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

    /** The third word, while a restored database waits to be accepted. */
    private static final String BEHIND = "behind";

    private final Path path;
    private @Nullable Entry written;
    private boolean failing;

    SeenChangeFile(Path folder) {
        this.path = folder.resolve(NAME);
    }

    /**
     * What the file has.
     *
     * @param change the highest that the node has seen
     * @param behind whether the database was found behind it, and nobody has accepted that
     */
    record Entry(DatabaseHistory.Change change, boolean behind) {

        /** Whether this has more to say than what is in the file. */
        private boolean isNewsAfter(Entry present) {
            return behind != present.behind
                    || !change.epoch().equals(present.change.epoch())
                    || change.number() > present.change.number();
        }
    }

    /** Null if there is none, or it is damaged. */
    @Nullable
    Entry read() {
        try {
            String[] words = Files.readString(path).strip().split(" ");
            DatabaseHistory.Change change =
                    new DatabaseHistory.Change(UUID.fromString(words[0]), Long.parseLong(words[1]));
            return new Entry(change, words.length > 2 && words[2].equals(BEHIND));
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

    void write(Entry seen) {
        if (seen.equals(written)) {
            return;
        }
        try {
            Files.createDirectories(path.getParent());
            Entry present = read();
            if (present == null || seen.isNewsAfter(present)) {
                Path draft = Files.createTempFile(path.getParent(), NAME, ".new");
                String mark = seen.behind() ? " " + BEHIND : "";
                Files.writeString(
                        draft, seen.change().epoch() + " " + seen.change().number() + mark + "\n");
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
