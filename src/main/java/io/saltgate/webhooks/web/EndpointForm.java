package io.saltgate.webhooks.web;

import io.saltgate.console.Difference;
import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.platform.net.UrlAdvice;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.Messages;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.endpoints.Endpoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An endpoint as someone types it.
 *
 * @param types names that are typed, and ticked in the catalogue
 */
public record EndpointForm(String url, String types, String description, boolean mac) {

    static final EndpointForm EMPTY = new EndpointForm("", "", "", true);

    /** More than any list of types that is fine, with its blanks and commas. */
    private static final int MAX_TYPED = 10_000;

    private static final int MAX_QUOTED = 60;

    static EndpointForm of(Exchange exchange) {
        return new EndpointForm(
                exchange.field("url").strip(),
                Stream.concat(exchange.fields("type").stream(), Stream.of(exchange.field("types")))
                        .collect(Collectors.joining("\n")),
                exchange.field("description").strip(),
                !exchange.field("mac").isEmpty());
    }

    static EndpointForm of(Endpoint endpoint) {
        String description = endpoint.description();
        return new EndpointForm(
                endpoint.url(),
                String.join("\n", endpoint.types().names()),
                description == null ? "" : description,
                endpoint.signsMac());
    }

    /** In which fields this differs from what is saved. */
    List<Difference> differencesFrom(EndpointForm saved) {
        return Difference.all(List.of(
                Difference.of("webhooks.url", saved.url, url),
                Difference.of("webhooks.types", saved.typesInWords(), typesInWords()),
                Difference.of("webhooks.description", saved.description, description),
                Difference.of("webhooks.mac", saved.macInWords(), macInWords())));
    }

    private String typesInWords() {
        return names().isEmpty()
                ? Messages.get(Locale.ENGLISH, "webhooks.types.all")
                : names().stream().distinct().sorted().collect(Collectors.joining(", "));
    }

    private String macInWords() {
        return Messages.get(Locale.ENGLISH, mac ? "webhooks.yes" : "webhooks.no");
    }

    /** By field; empty if {@link #settings} has some. */
    Map<String, Complaint> complaints() {
        Map<String, Complaint> complaints = new HashMap<>();
        if (OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Bad bad) {
            complaints.put("url", urlComplaint(bad.complaint()));
        }
        if (filter().isEmpty()) {
            complaints.put("types", typesComplaint());
        }
        if (description.length() > Endpoint.MAX_DESCRIPTION) {
            complaints.put("description", Complaint.of("description.long"));
        } else if (!Endpoint.isDescription(description)) {
            complaints.put("description", Complaint.of("description.invalid"));
        }
        return complaints;
    }

    private Complaint urlComplaint(OutboundUrl.Complaint complaint) {
        boolean character = complaint == OutboundUrl.Complaint.CHARACTERS || complaint == OutboundUrl.Complaint.HOST;
        return (character ? UrlAdvice.of(url) : Optional.<UrlAdvice>empty())
                .map(advice -> new Complaint(
                        (advice.place() == UrlAdvice.Place.HOST ? "url.host." : "url.characters.")
                                + (advice.suggestion().isPresent() ? "better" : "named"),
                        advice.character(),
                        advice.suggestion().orElse("")))
                .orElseGet(() -> Complaint.of(complaint.code()));
    }

    /** Empty if there are complaints. */
    Optional<Endpoint.Settings> settings() {
        if (!complaints().isEmpty() || !(OutboundUrl.parse(url) instanceof OutboundUrl.Parsed.Ok parsed)) {
            return Optional.empty();
        }
        return filter().map(filter ->
                new Endpoint.Settings(parsed.url(), filter, description.isEmpty() ? null : description, mac));
    }

    private Optional<TypeFilter> filter() {
        return types.length() > MAX_TYPED ? Optional.empty() : TypeFilter.of(names());
    }

    private Complaint typesComplaint() {
        if (types.length() > MAX_TYPED) {
            return Complaint.of("types.many");
        }
        return names().stream()
                .filter(name -> !TypeFilter.isName(name))
                .findFirst()
                .map(name -> new Complaint(
                        "types.invalid", name.length() > MAX_QUOTED ? name.substring(0, MAX_QUOTED) + "…" : name))
                .orElse(Complaint.of("types.many"));
    }

    /** Whether a type of the catalogue is ticked. */
    public boolean isTicked(String type) {
        return names().contains(type);
    }

    /** What the text field has: the names that the catalogue doesn't offer. */
    public String others(Set<String> offered) {
        return offered.isEmpty()
                ? types
                : names().stream().filter(name -> !offered.contains(name)).collect(Collectors.joining("\n"));
    }

    private List<String> names() {
        return Arrays.stream(types.split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
