package io.saltgate.audit;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Narrows an audit trail: an entry must fit each part that is given.
 *
 * @param actor who acted
 * @param actorKinds kinds of callers, by name; empty for all
 * @param code what happened; null for everything
 * @param areas what codes begin with, such as {@code webhook.}; empty for everything
 * @param address the address that it was done from, in canonical form
 * @param from not before this time
 * @param until before this time
 * @param text stands in the subject or the parameters, whatever its case
 * @param textCodes codes whose label has the text
 */
public record AuditFilter(
        @Nullable UUID actor,
        Set<String> actorKinds,
        @Nullable String code,
        Set<String> areas,
        @Nullable String address,
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String text,
        Set<String> textCodes) {

    /** Lets everything through. */
    public static final AuditFilter ALL =
            new AuditFilter(null, Set.of(), null, Set.of(), null, null, null, null, Set.of());

    public AuditFilter {
        actorKinds = Set.copyOf(actorKinds);
        areas = Set.copyOf(areas);
        textCodes = Set.copyOf(textCodes);
        text = text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    /** The same for what one person did. */
    public AuditFilter by(UUID person) {
        return new AuditFilter(person, Set.of(), code, areas, address, from, until, text, textCodes);
    }
}
