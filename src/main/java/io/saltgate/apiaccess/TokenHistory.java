package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists the tokens that an account has and had within 90 days, and finds whether a string is one of them. */
@Stateless
@ForOwnAccount
public class TokenHistory {

    public enum Standing {
        CURRENT,
        /** Replaced by a newer token, and still valid. */
        OLD,
        RETIRED
    }

    /**
     * A token, without anything that could be used.
     *
     * @param at until when an old one works, or since when a retired one does not; null for the current one
     */
    public record Known(
            UUID id, Standing standing, @Nullable Instant at) {}

    /** The result of looking up a string. */
    public sealed interface Recognised {
        record Token(Known token) implements Recognised {}

        record Salt() implements Recognised {}

        /** The string looks like a token, but isn't one of this account's. */
        record Unknown() implements Recognised {}

        record NoToken() implements Recognised {}
    }

    private final EntityManager em;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected TokenHistory() {
        this(null, null, null, null);
    }

    @Inject
    public TokenHistory(@Database EntityManager em, Announcements announcements, KeyRing ring, Clock clock) {
        this.em = em;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    /** Lists the current token first, then those that ended last. */
    @RolesAllowed(Permission.SEE_API)
    public List<Known> list(Caller caller) {
        List<Known> all = new ArrayList<>(find(caller, null));
        all.sort(Comparator.comparing(Known::standing)
                .thenComparing(Known::at, Comparator.nullsFirst(Comparator.reverseOrder())));
        return all;
    }

    /**
     * Compares a string with this account's alone; nothing tells whether it is another's. The audit trail records the
     * answer, never the string.
     */
    @RolesAllowed(Permission.SEE_API)
    public Recognised recognise(Caller caller, String text) {
        Recognised recognised = compare(caller, text);
        announcements.announce(
                switch (recognised) {
                    case Recognised.Token(Known token) ->
                        checked(caller, token.id(), token.standing().name());
                    case Recognised.Salt() -> checked(caller, null, "SALT");
                    case Recognised.Unknown() -> checked(caller, null, "UNKNOWN");
                    case Recognised.NoToken() -> checked(caller, null, "NONE");
                });
        return recognised;
    }

    private static AccountEvent checked(Caller caller, @Nullable UUID token, String answer) {
        return AccountEvent.of("token.checked", caller, token).with("answer", answer);
    }

    private Recognised compare(Caller caller, String text) {
        ApiAccess access = em.find(ApiAccess.class, caller.requireAccount().value());
        if (access != null
                && access.state() != ApiAccess.State.OFF
                && access.openSalt(new Sealing(ring)).is(text)) {
            return new Recognised.Salt();
        }
        Optional<AuthToken> token = AuthToken.parse(text);
        if (token.isEmpty()) {
            return new Recognised.NoToken();
        }
        for (KeyRing.Key key : ring.keys()) {
            List<Known> found = find(caller, token.get().lookupHash(key));
            if (!found.isEmpty()) {
                return new Recognised.Token(found.getFirst());
            }
        }
        return new Recognised.Unknown();
    }

    /** @param hash null for all */
    private List<Known> find(Caller caller, @Nullable String hash) {
        List<Known> found = new ArrayList<>();
        for (Object[] row : rows(caller, "select t.id, t.expiresAt from IssuedToken t", hash)) {
            found.add(living((UUID) row[0], (Instant) row[1]));
        }
        for (Object[] row : rows(caller, "select t.tokenId, t.retiredAt from RetiredToken t", hash)) {
            found.add(new Known((UUID) row[0], Standing.RETIRED, (Instant) row[1]));
        }
        return found;
    }

    private List<Object[]> rows(Caller caller, String select, @Nullable String hash) {
        String where = " where t.accountId = :account" + (hash == null ? "" : " and t.lookupHash = :hash");
        TypedQuery<Object[]> query = em.createQuery(select + where, Object[].class)
                .setParameter("account", caller.requireAccount().value());
        return hash == null
                ? query.getResultList()
                : query.setParameter("hash", hash).getResultList();
    }

    private Known living(UUID id, @Nullable Instant end) {
        if (end == null) {
            return new Known(id, Standing.CURRENT, null);
        }
        return new Known(id, end.isAfter(clock.instant()) ? Standing.OLD : Standing.RETIRED, end);
    }
}
