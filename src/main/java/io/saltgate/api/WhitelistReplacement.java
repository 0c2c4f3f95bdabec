package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.SharedJson;
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
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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

    JsonObjectBuilder answer(HttpServletRequest request, InputStream entity) {
        boolean dryRun = isDryRun(request);
        JsonBody body = JsonBody.read(request, entity, "entries", "force");
        boolean force = body.has("force") && body.bool("force");
        List<NewEntry> wanted = NewEntries.parseAny(body.list("entries"), clock.instant());
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

    private static JsonObjectBuilder data(Plan plan, ListDiff diff, boolean dryRun) {
        JsonArrayBuilder added = SharedJson.createArrayBuilder();
        diff.added().forEach(entry -> added.add(entry(entry.range(), entry.label(), entry.expiresAt())));
        JsonArrayBuilder removed = SharedJson.createArrayBuilder();
        diff.removed().forEach(entry -> removed.add(entry(entry.range(), entry.label(), entry.expiresAt())));
        JsonArrayBuilder changed = SharedJson.createArrayBuilder();
        diff.changed()
                .forEach(each -> changed.add(entry(
                                each.entry().range(),
                                each.wanted().label(),
                                each.wanted().expiresAt())
                        .add(
                                "before",
                                details(
                                        SharedJson.createObjectBuilder(),
                                        each.before().label(),
                                        each.before().expiresAt()))));
        JsonArrayBuilder callers = SharedJson.createArrayBuilder();
        plan.shutOut()
                .callers()
                .forEach(caller -> callers.add(SharedJson.createObjectBuilder()
                        .add("address", caller.isOthers() ? "others" : caller.address())
                        .add("calls", caller.calls())
                        .add("lastSeenAt", caller.lastSeen().toString())));
        return SharedJson.createObjectBuilder()
                .add("dryRun", dryRun)
                .add("mode", WhitelistMode.text(plan.mode()))
                .add("added", added)
                .add("changed", changed)
                .add("removed", removed)
                .add("unchanged", diff.unchanged())
                .add("shutOut", callers)
                .add("shutOutAddresses", plan.shutOut().addresses())
                .add("shutOutCalls", plan.shutOut().calls())
                .add("shutsOutAll", plan.stopsAll());
    }

    private static JsonObjectBuilder entry(IpRange range, @Nullable String label, @Nullable Instant expiresAt) {
        return details(SharedJson.createObjectBuilder().add("address", range.toString()), label, expiresAt);
    }

    private static JsonObjectBuilder details(
            JsonObjectBuilder object, @Nullable String label, @Nullable Instant expiresAt) {
        return Answers.add(Answers.add(object, "label", label), "expiresAt", expiresAt);
    }
}
