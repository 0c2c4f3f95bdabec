package io.saltgate.api;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.RuleRefused;
import io.saltgate.operator.AccountBatches;
import io.saltgate.operator.AccountBatches.Present;
import io.saltgate.operator.AccountProvisioning.Change;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.operator.AccountProvisioning.Provisioned;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import io.saltgate.team.InvitationToken;
import io.saltgate.users.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Creates or changes accounts by the operator's ids, line by line. What fails leaves the other lines as they are. New
 * accounts share transactions of a bounded size; each change is one of its own.
 */
final class AccountBatch {

    /** What a line wants. */
    record Line(
            ExternalId externalId, String name, @Nullable EmailAddress owner, Optional<Boolean> suspended) {}

    /** What became of a line. */
    sealed interface Outcome {
        /** @param word for the answer */
        record Done(String word, Account account, @Nullable InvitationToken invitation) implements Outcome {}

        record Failed(List<Complaint> complaints) implements Outcome {}
    }

    private final Caller caller;
    private final AccountBatches batches;

    AccountBatch(Caller caller, AccountBatches batches) {
        this.caller = caller;
        this.batches = batches;
    }

    /** @param lines with different ids; in the order of the answer */
    List<Outcome> perform(List<Line> lines) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += AccountBatches.MAX_AT_ONCE) {
            outcomes.addAll(
                    performSome(lines.subList(from, Math.min(lines.size(), from + AccountBatches.MAX_AT_ONCE))));
        }
        return outcomes;
    }

    private List<Outcome> performSome(List<Line> lines) {
        Map<String, Present> present =
                batches.find(caller, lines.stream().map(Line::externalId).toList());
        List<Line> missing = lines.stream()
                .filter(line -> !present.containsKey(line.externalId().value()))
                .toList();
        List<Outcome> created = create(missing);
        List<Outcome> outcomes = new ArrayList<>();
        int next = 0;
        for (Line line : lines) {
            Present account = present.get(line.externalId().value());
            outcomes.add(account == null ? created.get(next++) : change(line, account));
        }
        return outcomes;
    }

    /** All at once, or one by one if something stands against one of them. */
    private List<Outcome> create(List<Line> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        try {
            return createAll(lines);
        } catch (RuleRefused e) {
            return lines.stream().map(this::createOrChange).toList();
        }
    }

    private List<Outcome> createAll(List<Line> lines) {
        List<Provisioned> created = batches.create(
                caller,
                lines.stream()
                        .map(line -> new NewAccount(
                                line.name(),
                                null,
                                line.externalId(),
                                line.owner(),
                                line.suspended().orElse(false)))
                        .toList());
        return created.stream()
                .<Outcome>map(each -> new Outcome.Done(
                        "created", each.account(), each.invitation().orElse(null)))
                .toList();
    }

    /** Another call may have created the account meanwhile. */
    private Outcome createOrChange(Line line) {
        Present present = batches.find(caller, List.of(line.externalId()))
                .get(line.externalId().value());
        if (present != null) {
            return change(line, present);
        }
        try {
            return createAll(List.of(line)).getFirst();
        } catch (RuleRefused e) {
            return refused(e);
        }
    }

    private Outcome change(Line line, Present present) {
        Account account = present.account();
        if (account.isClosed()) {
            return isClosed();
        }
        boolean same = account.name().equals(line.name())
                && line.suspended()
                        .map(wanted -> wanted == account.isSuspended())
                        .orElse(true);
        EmailAddress owner = present.owned() ? null : line.owner();
        if (same && owner == null) {
            return new Outcome.Done("unchanged", account, null);
        }
        try {
            AccountBatches.Changed done = batches.change(
                    caller,
                    account.id(),
                    same ? null : new Change(Optional.of(line.name()), Optional.empty(), line.suspended(), null),
                    owner);
            return new Outcome.Done(
                    done.changed() ? "changed" : "unchanged",
                    done.account(),
                    done.invitation().orElse(null));
        } catch (NotFound e) {
            return isClosed();
        } catch (RuleRefused e) {
            return refused(e);
        }
    }

    private static Outcome isClosed() {
        return new Outcome.Failed(List.of(new Complaint(
                "account.closed",
                "The account with this externalId is closed: reopen it, or wait until its data is deleted")));
    }

    private static Outcome refused(RuleRefused refused) {
        return new Outcome.Failed(List.of(new Complaint(refused.code(), Failures.explain(refused))));
    }
}
