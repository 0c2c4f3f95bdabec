package io.saltgate.accounts;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An account's name in URLs: 1 to 40 lower-case letters, digits and hyphens between them. */
public record Slug(String value) {

    private static final int MAX = 40;
    private static final Pattern FORM = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?");

    public Slug {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a slug");
        }
    }

    public static Optional<Slug> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Slug(text)) : Optional.empty();
    }

    /**
     * What the name suggests: {@code Acme & Söhne} gives {@code acme-sohne}, {@code Meera's Shop} gives {@code
     * meeras-shop}; {@code account} if it has no such letter.
     */
    public static Slug suggestedBy(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}'\u2019]", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        String cut = plain.substring(0, Math.min(plain.length(), MAX)).replaceAll("^-+|-+$", "");
        return new Slug(cut.isEmpty() ? "account" : cut);
    }

    /** The same, cut where it would be too long, with a hyphen and this end. */
    Slug withEnd(String end) {
        String cut = value.substring(0, Math.min(value.length(), MAX - end.length() - 1))
                .replaceAll("-+$", "");
        return new Slug(cut + "-" + end);
    }

    @Override
    public String toString() {
        return value;
    }
}
