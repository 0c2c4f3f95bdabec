package io.saltgate.operations;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingFile;
import io.saltgate.platform.crypto.KeyRingSource;
import io.saltgate.platform.start.CannotStart;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * The command behind {@code bin/keys}. It changes the key ring file itself; what concerns the database it asks of the
 * node that runs with the same data directory. 0 if it was done, 1 if it was refused, 2 if it can't be determined.
 */
public final class Keys {

    private static final String USAGE = """
            usage: keys list                  the keys of the ring, oldest first
                   keys add [--print]         adds a key; no node uses it yet
                   keys activate KEY          seals with that key from now on, and everything anew
                   keys status                keys, nodes, and how far everything is sealed anew
                   keys remove KEY [--print]  removes a key that nothing is sealed under
            --print writes the new text of the ring to the output, where it can't be written: a secret""";

    private final Settings settings;
    private final PrintStream out;
    private final PrintStream err;

    private Keys(Settings settings, PrintStream out, PrintStream err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), Settings.ofEnvironment(), System.out, System.err));
    }

    static int run(List<String> arguments, Settings settings, PrintStream out, PrintStream err) {
        try {
            return new Keys(settings, out, err).run(arguments);
        } catch (CannotStart | Settings.InvalidSetting e) {
            err.println("Nothing was changed: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            err.println("The data directory " + settings.dataDir() + " can't be written: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private int run(List<String> arguments) throws IOException, InterruptedException {
        boolean print = arguments.contains("--print");
        List<String> words =
                arguments.stream().filter(word -> !word.equals("--print")).toList();
        return switch (words.isEmpty() ? "" : words.getFirst() + words.size()) {
            case "list1" -> list();
            case "add1" -> add(print);
            case "activate2", "status1" -> ask(words);
            case "remove2" -> remove(words, print);
            default -> {
                err.println(USAGE);
                yield 2;
            }
        };
    }

    private int list() {
        for (KeyRing.Key key : KeyRingSource.from(settings).read().keys()) {
            out.println(key.id() + (key.isReduced() ? "  removed" : ""));
        }
        return 0;
    }

    private KeyRingFile file() {
        if (KeyRingSource.from(settings) instanceof KeyRingFile file) {
            return file;
        }
        throw new CannotStart("the key ring is in the configuration; write it to a file, run this with SALTGATE_KEYRING"
                + " set to that file, and put its text back into the configuration");
    }

    private int add(boolean print) {
        KeyRingFile file = file();
        KeyRingFile.Edit edit = file.withNewKey();
        keep(file, edit, print);
        err.println("Added the key " + edit.key() + ". Give every node this key ring, then: bin/keys activate "
                + edit.key());
        return 0;
    }

    private int remove(List<String> words, boolean print) throws IOException, InterruptedException {
        KeyRingFile file = file();
        KeyRingFile.Edit edit = file.withoutKey(words.get(1));
        int status = ask(words);
        if (status == 0) {
            keep(file, edit, print);
            err.println("Reduced its line in the key ring to what checks old hashes. Keep a copy of the ring as it was"
                    + " for as long as you keep backups from before.");
        }
        return status;
    }

    private void keep(KeyRingFile file, KeyRingFile.Edit edit, boolean print) {
        if (print) {
            out.print(edit.text());
        } else {
            file.write(edit);
        }
    }

    private int ask(List<String> words) throws IOException, InterruptedException {
        Optional<CommandFolder.Answer> answer = new CommandFolder(settings)
                .ask(java.util.stream.Stream.concat(java.util.stream.Stream.of("keys"), words.stream())
                        .toList());
        if (answer.isEmpty()) {
            err.println("No node runs with the data directory " + settings.dataDir()
                    + ": start one, or set SALTGATE_DATA_DIR.");
            return 2;
        }
        (answer.get().status() == 0 ? out : err).println(answer.get().text());
        return answer.get().status();
    }
}
