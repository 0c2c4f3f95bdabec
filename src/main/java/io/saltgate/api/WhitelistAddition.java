package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.AddedEntries;
import io.saltgate.api.body.EntryBody;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.IpRangeSet;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Adds entries to a whitelist. */
final class WhitelistAddition implements IdempotentCall<Response> {

    private final Caller caller;
    private final List<EntryBody> entries;
    private final Whitelists whitelists;
    private final Clock clock;
    private List<Whitelists.NewEntry> wanted = List.of();

    WhitelistAddition(Caller caller, List<EntryBody> entries, Whitelists whitelists, Clock clock) {
        this.caller = caller;
        this.entries = entries;
        this.whitelists = whitelists;
        this.clock = clock;
    }

    @Override
    public void prepare() {
        wanted = EntryParser.parse(entries, clock.instant());
    }

    @Override
    public Done<Response> perform() {
        List<Whitelists.Added> added = whitelists.add(caller, wanted);
        return Done.repeatable(
                answer(added),
                200,
                added.stream()
                        .filter(one -> one.result() == Whitelists.Result.NEW)
                        .map(Whitelists.Added::id)
                        .toList());
    }

    /** Rebuilds the answer from the current entries; not if one was removed, expired or added again since. */
    @Override
    public Response repeat(Earlier call) {
        Whitelists.View view = whitelists.findView(caller).orElseThrow(AnswerGone::new);
        Instant now = clock.instant();
        Map<IpRange, WhitelistEntry> present = new HashMap<>();
        view.entries().stream().filter(entry -> !entry.isOver(now)).forEach(entry -> present.put(entry.range(), entry));
        IpRangeSet ranges = new IpRangeSet(present.keySet());
        Set<UUID> created = new HashSet<>(call.created());
        Set<UUID> answered = new HashSet<>();
        List<Whitelists.Added> added = new ArrayList<>();
        // An end that was to come when the call was made may be past.
        for (Whitelists.NewEntry entry : EntryParser.parse(entries, call.at())) {
            WhitelistEntry there = present.get(entry.range());
            boolean isLater = there != null && there.createdAt().isAfter(call.at());
            if (there == null || isLater && !created.contains(there.id())) {
                throw new AnswerGone();
            }
            added.add(
                    answered.add(there.id()) && created.contains(there.id())
                            ? new Whitelists.Added(
                                    there.id(),
                                    there.range(),
                                    Whitelists.Result.NEW,
                                    ranges.findCovering(there.range()))
                            : new Whitelists.Added(
                                    there.id(), there.range(), Whitelists.Result.ALREADY_PRESENT, Optional.empty()));
        }
        if (!answered.containsAll(created)) {
            throw new AnswerGone();
        }
        return answer(added);
    }

    private static Response answer(List<Whitelists.Added> all) {
        return Answers.ok(
                new AddedEntries(all.stream().map(AddedEntries.Entry::of).toList()));
    }
}
