package io.saltgate.audit.web;

import io.saltgate.accounts.Caller;
import io.saltgate.audit.web.AuditForm.Who;
import io.saltgate.platform.web.Messages;
import java.util.EnumSet;
import java.util.Set;

/** Whose trail a page shows. */
enum Trail {
    /** An account's, to which operators are no more than that. */
    ACCOUNT(
            "audit.who.",
            EnumSet.of(Who.OPERATOR, Who.ACCOUNT_TOKEN, Who.SYSTEM),
            EnumSet.of(Caller.Kind.USER, Caller.Kind.MEMBER)),
    /** What belongs to no account, to operators, who see each other and their keys by name. */
    SYSTEM(
            "audit.system.who.",
            EnumSet.of(Who.OPERATOR_KEY, Who.NOBODY, Who.SYSTEM),
            EnumSet.of(Caller.Kind.USER, Caller.Kind.MEMBER, Caller.Kind.OPERATOR, Caller.Kind.OPERATOR_KEY));

    private static final String ANY = "audit.who.";

    private final String prefix;
    private final Set<Who> kinds;
    private final Set<Caller.Kind> named;

    Trail(String prefix, Set<Who> kinds, Set<Caller.Kind> named) {
        this.prefix = prefix;
        this.kinds = kinds;
        this.named = named;
    }

    /** What can be filtered by besides people. */
    Set<Who> kinds() {
        return kinds;
    }

    /** Whether entries of this kind of caller say who it was. */
    boolean names(String actorKind) {
        return named.stream().anyMatch(kind -> kind.name().equals(actorKind));
    }

    /** The key of the message for a kind of caller. */
    String who(String actorKind) {
        if (Messages.has(prefix + actorKind)) {
            return prefix + actorKind;
        }
        return Messages.has(ANY + actorKind) ? ANY + actorKind : ANY + "gone";
    }
}
