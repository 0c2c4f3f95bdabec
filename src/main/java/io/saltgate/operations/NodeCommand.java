package io.saltgate.operations;

import java.util.List;

/** A command that {@link NodeCommands} runs for who works on the node's machine. */
public interface NodeCommand {

    /** The word that it begins with. */
    String name();

    /**
     * Runs it.
     *
     * @param words those after the name
     * @return what to print
     * @throws Refusal if it can't be done
     */
    String run(List<String> words);
}
