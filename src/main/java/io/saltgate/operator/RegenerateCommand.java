package io.saltgate.operator;

import io.saltgate.accounts.Caller;
import io.saltgate.operations.NodeCommand;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;

/** {@code bin/restore --accept --regenerate-tokens}. */
@Dependent
public class RegenerateCommand implements NodeCommand {

    private final TokenRenewal renewal;

    @Inject
    public RegenerateCommand(TokenRenewal renewal) {
        this.renewal = renewal;
    }

    @Override
    public String name() {
        return "regenerate-restored-tokens";
    }

    @Override
    public String run(List<String> words) {
        int regenerated = renewal.run(Caller.system());
        return "Auth Tokens regenerated: " + regenerated
                + ". The restored database is accepted, and the gates open within a second.";
    }
}
