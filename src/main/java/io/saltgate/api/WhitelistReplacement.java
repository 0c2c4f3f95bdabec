package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.ReplacedWhitelist;
import io.saltgate.api.body.WholeWhitelist;
import io.saltgate.platform.net.IpAddresses;
import io.saltgate.usage.Outsiders;
import io.saltgate.usage.Usage;
import io.saltgate.usage.Usage.CallerLine;
import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.ListDiff;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.WhitelistEdits;
import io.saltgate.whitelist.Whitelists;
import io.saltgate.whitelist.Whitelists.NewEntry;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code PUT .../ip-whitelist}: replaces a list by another, or tells what that would do, and refuses to shut
 * out everyone who calls now unless told to.
 */
@Dependent
class WhitelistReplacement {

    private static final int MAX_CALLERS = 100;

    /**
     * What a replacement would do.
     *
     * @param version of the list that this was judged by
     * @param shutOut callers of the last days that may call now and aren't on the wanted list
     * @param stopsAll whether the wanted list, enforced, would refuse every caller that may call now
     */
    private record Plan(Whitelist.Mode mode, long version, ListDiff diff, Outsiders shutOut, boolean stopsAll) {

        boolean stopsAllAtOnce() {
            return stopsAll && mode == Whitelist.Mode.ENFORCED;
        }
    }

    private final Whitelists whitelists;
    private final WhitelistEdits edits;
    private final Usage usage;
    private final Clock clock;

    @Inject
    WhitelistReplacement(Whitelists whitelists, WhitelistEdits edits, Usage usage, Clock clock) {
        this.whitelists = whitelists;
        this.edits = edits;
        this.usage = usage;
        this.clock = clock;
    }

    ReplacedWhitelist answer(HttpServletRequest request, InputStream entity) {
        boolean dryRun = isDryRun(request);
        WholeWhitelist body =
                JsonCall.required(request, entity, WholeWhitelist.class).body();
        boolean force = Boolean.TRUE.equals(body.force());
        List<NewEntry> wanted = EntryParser.parseAny(body.entries(), clock.instant());
        Caller caller = AccountsResource.caller(request);
        Plan plan = plan(caller, wanted);
        if (dryRun) {
            return data(plan, plan.diff(), true);
        }
        if (!force && plan.stopsAllAtOnce()) {
            throw CallRefused.conflict(
                    "whitelist.shuts.out.all",
                    "The list is enforced, and this one would stop every call: of those of the last 7 days, "
                            + plan.shutOut().calls() + " calls from "
                            + plan.shutOut().addresses()
                            + " addresses would have been refused. Send \"force\":true to replace it anyway");
        }
        // Whether everyone is shut out depends on the mode: it must still be the one that was judged.
        Long judged = !force && plan.stopsAll() ? Long.valueOf(plan.version()) : null;
        return data(plan, edits.replace(caller, wanted, judged), false);
    }

    /** Refuses unknown parameters: a misspelt dry run must not replace the list. */
    private static boolean isDryRun(HttpServletRequest request) {
        Map<String, String[]> parameters = request.getParameterMap();
        for (String name : parameters.keySet()) {
            if (!name.equals("dryRun")) {
                throw CallRefused.unprocessable(
                        "query.unknown", "There is no parameter " + Typed.quote(name) + "; there is dryRun");
            }
        }
        String[] values = parameters.getOrDefault("dryRun", new String[] {"false"});
        if (values.length != 1 || !values[0].equals("true") && !values[0].equals("false")) {
            throw CallRefused.unprocessable("dry.run.invalid", "dryRun is true or false");
        }
        return values[0].equals("true");
    }

    private Plan plan(Caller caller, List<NewEntry> wanted) {
        Instant now = clock.instant();
        Whitelists.View view = whitelists
                .findView(caller)
                .orElseThrow(() -> CallRefused.conflict("api.off", "The account's API is off"));
        AddressMatcher before = AddressMatcher.of(view.living(now));
        AddressMatcher after =
                AddressMatcher.of(wanted.stream().map(NewEntry::range).toList());
        List<CallerLine> mayCall = usage.getCallers(caller, Outsiders.DAYS).stream()
                .filter(line -> view.mode() != Whitelist.Mode.ENFORCED || isListed(line, before, now))
                .toList();
        Outsiders shutOut = Outsiders.of(mayCall, address -> after.matches(address, now), MAX_CALLERS);
        boolean empties = wanted.isEmpty() && !view.living(now).isEmpty();
        return new Plan(
                view.mode(),
                view.version(),
                ListDiff.replacing(view.entries(), wanted, now),
                shutOut,
                empties || shutOut.areAll());
    }

    private static boolean isListed(CallerLine line, AddressMatcher list, Instant now) {
        return IpAddresses.parse(line.address())
                .filter(address -> list.matches(address, now))
                .isPresent();
    }

    private static ReplacedWhitelist data(Plan plan, ListDiff diff, boolean dryRun) {
        return new ReplacedWhitelist(
                dryRun,
                WhitelistMode.text(plan.mode()),
                diff.added().stream()
                        .map(entry -> entry(entry.range(), entry.label(), entry.expiresAt()))
                        .toList(),
                diff.changed().stream().map(WhitelistReplacement::changed).toList(),
                diff.removed().stream()
                        .map(entry -> entry(entry.range(), entry.label(), entry.expiresAt()))
                        .toList(),
                diff.unchanged(),
                plan.shutOut().callers().stream()
                        .map(caller -> new ReplacedWhitelist.ShutOut(
                                caller.isOthers() ? "others" : caller.address(), caller.calls(), caller.lastSeen()))
                        .toList(),
                plan.shutOut().addresses(),
                plan.shutOut().calls(),
                plan.stopsAll());
    }

    private static ReplacedWhitelist.Changed changed(ListDiff.Changed changed) {
        return new ReplacedWhitelist.Changed(
                changed.entry().range().toString(),
                changed.wanted().label(),
                changed.wanted().expiresAt(),
                new ReplacedWhitelist.Before(
                        changed.before().label(), changed.before().expiresAt()));
    }

    private static ReplacedWhitelist.Entry entry(IpRange range, @Nullable String label, @Nullable Instant expiresAt) {
        return new ReplacedWhitelist.Entry(range.toString(), label, expiresAt);
    }
}
