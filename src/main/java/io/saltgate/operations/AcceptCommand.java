package io.saltgate.operations;

import io.saltgate.accounts.Caller;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** {@code bin/restore --accept}. */
@Dependent
public class AcceptCommand implements NodeCommand {

    private final DatabaseAcceptance acceptance;

    @Inject
    public AcceptCommand(DatabaseAcceptance acceptance) {
        this.acceptance = acceptance;
    }

    @Override
    public String name() {
        return "accept-restored-database";
    }

    @Override
    public String run(List<String> words) {
        acceptance.accept(Caller.system());
        return "The restored database is accepted. The gates open within a second.";
    }
}
