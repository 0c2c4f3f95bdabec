package io.saltgate.cli;

import io.saltgate.cli.output.Output;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A group of commands, or a command that stands alone. */
abstract class Group {

    @Spec
    @Nullable
    CommandSpec spec;

    private @Nullable Session session;

    /** The session of this run. */
    final Session session() {
        if (session == null) {
            if (spec == null) {
                throw new IllegalStateException("picocli has not injected the command's specification");
            }
            session = new Session((SaltgateCommand) spec.root().userObject());
        }
        return session;
    }

    final Output output() {
        return session().output();
    }
}
