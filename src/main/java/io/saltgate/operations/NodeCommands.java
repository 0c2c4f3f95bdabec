package io.saltgate.operations;

import io.saltgate.platform.Settings;
import io.saltgate.platform.start.Job;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands that were put into the data directory ({@link CommandFolder}): no other process can open the embedded
 * database while the node runs, and what a command changes is written to the audit trail as any other change.
 */
@Dependent
public class NodeCommands implements Job {

    private static final System.Logger LOG = System.getLogger(NodeCommands.class.getName());

    private final Instance<NodeCommand> commands;
    private final CommandFolder folder = new CommandFolder(Settings.current());

    @Inject
    public NodeCommands(Instance<NodeCommand> commands) {
        this.commands = commands;
    }

    @Override
    public Duration every() {
        return Duration.ofMillis(500);
    }

    @Override
    public void run() {
        try {
            Optional<CommandFolder.Taken> taken = folder.take();
            while (taken.isPresent()) {
                folder.answer(taken.get(), answer(taken.get().words()));
                taken = folder.take();
            }
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a command in the data directory can''t be answered: {0}",
                    e.getMessage());
        }
    }

    private CommandFolder.Answer answer(List<String> words) {
        try {
            for (NodeCommand command : commands) {
                if (!words.isEmpty() && command.name().equals(words.getFirst())) {
                    LOG.log(System.Logger.Level.INFO, "runs the command of this machine: {0}", String.join(" ", words));
                    return new CommandFolder.Answer(0, command.run(words.subList(1, words.size())));
                }
            }
            return new CommandFolder.Answer(1, "the node is of a release that doesn't know this command");
        } catch (Refusal e) {
            return new CommandFolder.Answer(1, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a command of this machine failed", e);
            return new CommandFolder.Answer(1, "it failed; the node's log says why");
        }
    }
}
