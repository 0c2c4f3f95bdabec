package io.saltgate.apiaccess;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.db.Uuid7;
import jakarta.persistence.EntityManager;
import java.time.Clock;

/** Generates tokens and stores them, under the account's lock. */
final class NewTokens {

    /** A token, unsealed, and its row. */
    record Stored(AuthToken clear, IssuedToken row) {}

    private final EntityManager em;
    private final Accounts accounts;
    private final KeyRing ring;
    private final ApiAccessSettings settings;
    private final Clock clock;

    NewTokens(EntityManager em, Accounts accounts, KeyRing ring, ApiAccessSettings settings, Clock clock) {
        this.em = em;
        this.accounts = accounts;
        this.ring = ring;
        this.settings = settings;
        this.clock = clock;
    }

    Stored store(AccountId account, ApiAccess.ChangeStamp stamp) {
        AuthToken clear = AuthToken.generate(settings.tokenPrefix(), ring);
        IssuedToken issued = new IssuedToken(account, Uuid7.next(clock), clear, ring, stamp.at(), stamp.by());
        issued.remindEvery(accounts.get(account).policy().tokenReminder());
        em.persist(issued);
        em.flush(); // before the access points to it
        return new Stored(clear, issued);
    }
}
