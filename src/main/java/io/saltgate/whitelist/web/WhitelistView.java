package io.saltgate.whitelist.web;

import io.saltgate.accounts.Caller;
import io.saltgate.console.AccountPage;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Flash;
import io.saltgate.team.People;
import io.saltgate.usage.Outsiders;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.IpRangeSet;
import io.saltgate.whitelist.Whitelist;
import io.saltgate.whitelist.WhitelistChanged;
import io.saltgate.whitelist.WhitelistEntry;
import io.saltgate.whitelist.Whitelists;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Renders the whitelist page, with what was typed, what is wrong with it, or what was just done. */
@Dependent
public class WhitelistView {

    /**
     * A change that would stop every call, for the page that asks whether it is meant.
     *
     * @param action the path that the form goes to, behind the page's own
     * @param effect the key of the message that says what happens
     * @param button the key of the confirming button's text, which is the action's
     * @param subject what both messages name
     * @param version of the list that the answer is bound to
     * @param fields what the form sends beside
     * @param calls the calls that would have been stopped
     */
    public record Question(
            String action,
            String effect,
            String button,
            String subject,
            long version,
            List<Field> fields,
            Outsiders calls) {}

    /** A hidden field of a form. */
    public record Field(String name, String value) {}

    private final Whitelists whitelists;
    private final People people;
    private final OwnAddress ownAddress;
    private final CallsAtStake calls;
    private final Clock clock;

    @Inject
    public WhitelistView(Whitelists whitelists, People people, OwnAddress ownAddress, CallsAtStake calls, Clock clock) {
        this.whitelists = whitelists;
        this.people = people;
        this.ownAddress = ownAddress;
        this.calls = calls;
        this.clock = clock;
    }

    void show(Exchange exchange, int status, Map<String, ?> more) throws IOException {
        Caller caller = AccountPage.caller(exchange);
        Optional<Whitelists.View> view = whitelists.findView(caller);
        if (view.isEmpty()) {
            exchange.render(status, "whitelist/closed", Map.of());
            return;
        }
        List<IpRange> living = view.get().living(clock.instant());
        Map<String, Object> model = new HashMap<>();
        model.put("view", view.get());
        model.put("now", clock.instant());
        model.put("keepsAllOut", living.isEmpty());
        if (view.get().mode() != Whitelist.Mode.ENFORCED) {
            model.put("preview", calls.outside(caller, living));
        }
        living.stream().filter(IpRange::isEverything).findFirst().ifPresent(all -> model.put("letsAllIn", all));
        EntryPage shown = EntryPage.of(view.get().entries(), exchange.field("find"), number(exchange.field("page")));
        model.put("shown", shown);
        model.put("covered", covered(shown.entries(), living));
        model.put("own", ownAddress.of(exchange.request()));
        for (String field : List.of("range", "label", "expires", "check")) {
            model.put(field, exchange.field(field));
        }
        if (status == HttpServletResponse.SC_OK) {
            model.put("range", "");
            exchange.flash().ifPresent(done -> tellWhatWasDone(caller, done, model));
        }
        model.putAll(more);
        exchange.render(status, "whitelist/whitelist", model);
    }

    /** Shows that someone else changed the list first, with name and time. */
    void showChanged(Exchange exchange, WhitelistChanged changed, Map<String, ?> more) throws IOException {
        UUID by = changed.changedBy();
        String name = by == null
                ? null
                : people.names(AccountPage.caller(exchange), Set.of(by)).get(by);
        Map<String, Object> model = new HashMap<>(more);
        model.put("changedAt", changed.changedAt());
        model.put("changedBy", Objects.requireNonNullElse(name, ""));
        show(exchange, HttpServletResponse.SC_CONFLICT, model);
    }

    void ask(Exchange exchange, Question question) throws IOException {
        exchange.render(Exchange.UNPROCESSABLE, "whitelist/confirm", Map.of("question", question));
    }

    /** Parses the cookie as strictly as a form, since it may hold anything. */
    private void tellWhatWasDone(Caller caller, Flash done, Map<String, Object> model) {
        Optional<IpRange> range = findRange(done.details().getOrDefault("range", ""));
        Optional<IpRange> wide = range.flatMap(each -> whitelists.findCovering(caller, each));
        switch (done.code()) {
            case "whitelist.added" -> {
                for (String count : List.of("added", "present", "changed", "removed")) {
                    model.put(count + "Count", number(done.details().get(count)));
                }
                range.ifPresent(each -> model.put("savedAs", each));
                wide.ifPresent(each -> model.put("coveredBy", each));
            }
            case "whitelist.removed" -> {
                range.ifPresent(each -> model.put("removed", each));
                model.put("removedMany", number(done.details().get("count")));
                wide.ifPresent(each -> model.put("remainsThrough", each));
                Exchange.parseId(done.details().getOrDefault("removal", ""))
                        .ifPresent(removal -> model.put("removal", removal));
            }
            case "whitelist.restored" -> {
                range.ifPresent(each -> model.put("restored", each));
                model.put("restoredMany", number(done.details().get("count")));
            }
            case "whitelist.entry.saved" -> range.ifPresent(each -> model.put("edited", each));
            default -> {} // in the page's own words
        }
    }

    private static Map<UUID, IpRange> covered(List<WhitelistEntry> entries, List<IpRange> living) {
        IpRangeSet all = new IpRangeSet(living);
        Map<UUID, IpRange> covered = new HashMap<>();
        entries.forEach(entry -> all.findCovering(entry.range()).ifPresent(wide -> covered.put(entry.id(), wide)));
        return covered;
    }

    private static Optional<IpRange> findRange(String text) {
        return IpRange.parse(text) instanceof IpRange.Parsed.Ok ok ? Optional.of(ok.range()) : Optional.empty();
    }

    static int number(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }
}
