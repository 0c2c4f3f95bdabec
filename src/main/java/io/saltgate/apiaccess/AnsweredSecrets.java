package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads again the secrets that an operator key was answered, for its repeated call, as long as they are the current
 * ones. Each time is recorded in the audit trail, committed before the secret leaves. No key can ask for another secret
 * here: the API calls this with ids that it kept for what that very key has created.
 */
@Stateless
@ForOwnAccount
public class AnsweredSecrets {

    private final EntityManager em;
    private final Accounts accounts;
    private final Announcements announcements;
    private final KeyRing ring;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AnsweredSecrets() {
        this(null, null, null, null, null);
    }

    @Inject
    public AnsweredSecrets(
            @Database EntityManager em, Accounts accounts, Announcements announcements, KeyRing ring, Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.announcements = announcements;
        this.ring = ring;
        this.clock = clock;
    }

    /** Reads the token of a rotation; empty if it is no longer the current one. */
    @RolesAllowed(Permission.CHANGE_API)
    public Optional<ApiAccesses.Rotated> findToken(Caller caller, UUID tokenId) {
        return lock(caller)
                .filter(access -> tokenId.equals(access.tokenId()))
                .map(access -> new ApiAccesses.Rotated(tokenId, open(caller, access, tokenId)));
    }

    /** Reads token and salt of an enabling; empty if one of them is no longer the current one. */
    @RolesAllowed(Permission.CHANGE_API)
    public Optional<ApiAccesses.Issued> findIssued(Caller caller, UUID tokenId, UUID enablingId) {
        return lock(caller)
                .filter(access -> tokenId.equals(access.tokenId()) && enablingId.equals(access.enablingId()))
                .map(access -> {
                    AuthToken token = open(caller, access, tokenId);
                    PrivateSalt salt = access.openSalt(new Sealing(ring));
                    access.markSaltCopied(ApiAccess.ChangeStamp.of(Uuid7.next(clock), clock.instant(), caller));
                    announcements.announce(AccountEvent.of("salt.copied", caller, enablingId));
                    return new ApiAccesses.Issued(tokenId, enablingId, token, salt);
                });
    }

    /** Locks the account and reads its access; empty if its API was never enabled. */
    private Optional<ApiAccess> lock(Caller caller) {
        if (caller.kind() != Caller.Kind.OPERATOR_KEY) {
            throw new RightMissing();
        }
        return Optional.ofNullable(em.find(
                ApiAccess.class, accounts.lock(caller.requireAccount()).id().value()));
    }

    private AuthToken open(Caller caller, ApiAccess access, UUID tokenId) {
        IssuedToken token = em.find(IssuedToken.class, new IssuedTokenId(access.accountId(), tokenId));
        token.markCopied(clock.instant(), caller.personOrNull());
        announcements.announce(AccountEvent.of("token.copied", caller, tokenId));
        return token.open(new Sealing(ring));
    }
}
