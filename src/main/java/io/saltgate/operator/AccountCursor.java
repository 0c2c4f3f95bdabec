package io.saltgate.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.accounts.AccountTerms;
import io.saltgate.accounts.Slug;
import java.util.Base64;
import java.util.Optional;

/** Writes a place in a list of accounts as an opaque word for URLs, and reads it again. */
public final class AccountCursor {

    private AccountCursor() {}

    public static String write(AccountTerms.Place place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((place.slug() + "\n" + place.term()).getBytes(UTF_8));
    }

    /** Empty for what {@link #write} does not write. */
    public static Optional<AccountTerms.Place> read(String cursor) {
        try {
            String[] place = new String(Base64.getUrlDecoder().decode(cursor), UTF_8).split("\n", 2);
            return Slug.parse(place[0])
                    .filter(slug -> place.length == 2)
                    .map(slug -> new AccountTerms.Place(place[1], slug.value()))
                    .filter(found -> write(found).equals(cursor));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
