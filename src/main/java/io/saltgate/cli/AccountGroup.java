package io.saltgate.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** A group of commands that are about one account. */
abstract class AccountGroup extends Group {

    @Option(
            names = {"-a", "--account"},
            paramLabel = "SLUG",
            scope = ScopeType.INHERIT,
            order = 80,
            description = "The account. Default: SALTGATE_ACCOUNT.")
    @Nullable
    String account;

    /** The account by the operator's key or, without a name, by its own token. */
    final Session.AccountApi account() {
        return session().account(account);
    }

    /** The account by the operator's key, for what no token may. */
    final Session.AccountApi accountOfOperator() {
        return session().accountOfOperator(account);
    }
}
