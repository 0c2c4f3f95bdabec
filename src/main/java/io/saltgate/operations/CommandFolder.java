package io.saltgate.operations;

import io.saltgate.platform.Settings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder {@code commands} of a data directory, through which commands reach the node that runs with it. A command
 * is a file {@code <id>.ask} with a word per line; a node takes it by renaming it and answers in {@code <id>.answer}, whose
 * first line is the exit status.
 */
final class CommandFolder {

    /** An answer: 0 and what to print, or 1 and why it was refused. */
    record Answer(int status, String text) {}

    private static final String ASK = ".ask";
    private static final String TAKEN = ".taken";
    private static final String ANSWER = ".answer";

    /** The time in which a node that runs takes a command. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long PAUSE_MILLIS = 100;

    private final Path folder;

    CommandFolder(Settings settings) {
        this(settings.dataDir());
    }

    CommandFolder(Path dataDir) {
        this.folder = dataDir.resolve("commands");
    }

    /** Asks the node and waits; empty if no node takes the command. */
    Optional<Answer> ask(List<String> words) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String id = UUID.randomUUID().toString();
        Path ask = folder.resolve(id + ASK);
        write(ask, String.join("\n", words));
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (Files.exists(ask)) {
            if (System.nanoTime() - end > 0 && Files.deleteIfExists(ask)) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        Path answer = folder.resolve(id + ANSWER);
        while (!Files.exists(answer)) {
            if (!Files.exists(folder.resolve(id + TAKEN)) && !Files.exists(answer)) {
                return Optional.of(new Answer(1, "the node ended before it answered"));
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
        String[] lines = Files.readString(answer).split("\n", 2);
        Files.delete(answer);
        return Optional.of(new Answer(Integer.parseInt(lines[0]), lines[1]));
    }

    /** Takes a command that waits; of nodes that share the folder one gets it. */
    Optional<Taken> take() throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        List<Path> waiting;
        try (Stream<Path> files = Files.list(folder)) {
            waiting =
                    files.filter(file -> file.toString().endsWith(ASK)).sorted().toList();
        }
        for (Path file : waiting) {
            String name = Objects.requireNonNull(file.getFileName(), "a listed file has a name")
                    .toString();
            String id = name.substring(0, name.length() - ASK.length());
            Path taken = folder.resolve(id + TAKEN);
            try {
                Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                continue; // another node was faster
            }
            if (Files.getOwner(taken).equals(Files.getOwner(folder))) {
                return Optional.of(new Taken(id, Files.readAllLines(taken)));
            }
            Files.delete(taken);
        }
        return Optional.empty();
    }

    /** A command that this node has to answer. */
    record Taken(String id, List<String> words) {}

    void answer(Taken taken, Answer answer) throws IOException {
        write(folder.resolve(taken.id() + ANSWER), answer.status() + "\n" + answer.text());
        Files.deleteIfExists(folder.resolve(taken.id() + TAKEN));
    }

    private void write(Path file, String text) throws IOException {
        Path draft = folder.resolve(file.getFileName() + ".new");
        try {
            Files.createFile(draft);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("the command was written already", e);
        }
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
