package io.saltgate.operator;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Database;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Whom a key stands for: the configured one, or one of the database. Whoever has it may use it: there is nobody to ask
 * for a right yet. Asked at every call, so that a revoked key is dead with the revocation, on every node.
 */
@Stateless
@PermitAll
public class PresentedKeys {

    private final EntityManager em;
    private final Accounts accounts;
    private final OperatorKeySettings settings;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected PresentedKeys() {
        this(null, null, null, null, null);
    }

    @Inject
    public PresentedKeys(
            @Database EntityManager em, Accounts accounts, OperatorKeySettings settings, KeyRing ring, Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.settings = settings;
        this.ring = ring;
        this.clock = clock;
    }

    /**
     * Empty for a key that is none, is over, or is bound to other addresses: whoever tries hears no difference.
     *
     * @param slug the account in the path; the caller has none if there is no such account, or it is closed
     */
    public Optional<Caller> find(OperatorKeyText text, Optional<Slug> slug, Optional<IPAddress> address) {
        if (settings.isKey(text)) {
            return Optional.of(caller(settings.id(ring), Set.of(OperatorScope.values()), slug, address));
        }
        Instant now = clock.instant();
        Optional<OperatorKey> key = findStored(text).filter(found -> found.isGood(now, address));
        key.ifPresent(good -> good.use(now, text.lookupHash(ring.current())));
        return key.map(good -> caller(good.id(), good.scopes(), slug, address));
    }

    private Optional<OperatorKey> findStored(OperatorKeyText text) {
        if (!text.isOfOurForm()) {
            return Optional.empty();
        }
        return em.createQuery("select k from OperatorKey k where k.lookupHash in :hashes", OperatorKey.class)
                .setParameter(
                        "hashes", ring.keys().stream().map(text::lookupHash).toList())
                .getResultStream()
                .findFirst();
    }

    private Caller caller(UUID id, Set<OperatorScope> scopes, Optional<Slug> slug, Optional<IPAddress> address) {
        Optional<AccountId> account = slug.flatMap(accounts::find)
                .filter(found -> found.status() != Account.Status.CLOSED)
                .map(Account::id);
        return new Caller(
                Caller.Kind.OPERATOR_KEY,
                id,
                account.orElse(null),
                scopes.stream().flatMap(scope -> scope.permissions().stream()).collect(Collectors.toSet()),
                clock.instant(),
                address.map(IPAddress::toCanonicalString).orElse(null));
    }
}
