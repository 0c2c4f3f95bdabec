package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds whether an account's API is enabled, and its salt, for the services of other features. */
@Dependent
@Unguarded
public class ApiStates {

    private final EntityManager em;

    @Inject
    public ApiStates(@Database EntityManager em) {
        this.em = em;
    }

    /** Whether the API is on. Paused counts as on, since token and salt exist. */
    public boolean isOn(AccountId account) {
        ApiAccess access = em.find(ApiAccess.class, account.value());
        return access != null && access.state() != ApiAccess.State.OFF;
    }

    /**
     * The salt of the present enabling.
     *
     * @param since when it was made
     */
    public record Present(SealedSalt salt, Instant since) {}

    /** Finds the current salt; empty while the API is off. */
    public Optional<Present> findSalt(AccountId account) {
        return Optional.ofNullable(em.find(ApiAccess.class, account.value())).flatMap(ApiAccess::findSalt);
    }

    /**
     * The state of an account's API.
     *
     * @param enabled whether there are a token and a salt
     * @param paused whether its team has paused calls
     * @param changedAt the time of the last change; null if it was never enabled
     */
    public record Summary(
            boolean enabled, boolean paused, @Nullable Instant changedAt) {}

    /** Summarizes the state of an account's API. */
    public Summary summarize(AccountId account) {
        ApiAccess access = em.find(ApiAccess.class, account.value());
        return access == null
                ? new Summary(false, false, null)
                : new Summary(
                        access.state() != ApiAccess.State.OFF,
                        access.state() == ApiAccess.State.PAUSED,
                        access.changedAt());
    }
}
