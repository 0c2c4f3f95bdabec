package io.saltgate.operations;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.changes.DatabaseHistory;
import io.saltgate.platform.Unguarded;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.Uuid7;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Accepts a restored database: it begins a new history of changes, which follows those that the nodes have seen. */
@Stateless
@PermitAll
@Unguarded
public class DatabaseAcceptance {

    private final EntityManager em;
    private final DatabaseHistory history;
    private final Announcements announcements;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected DatabaseAcceptance() {
        this(null, null, null, null);
    }

    @Inject
    public DatabaseAcceptance(
            @Database EntityManager em, DatabaseHistory history, Announcements announcements, Clock clock) {
        this.em = em;
        this.history = history;
        this.announcements = announcements;
        this.clock = clock;
    }

    /** @throws Refusal if the database isn't a restored one, as far as this node knows */
    public DatabaseHistory.Change require() {
        return history.restored()
                .orElseThrow(() ->
                        new Refusal("this node has seen no later state of the database; there is nothing to accept"));
    }

    /** @throws Refusal as {@link #require}; also if another operator has accepted it meanwhile */
    public void accept(Caller by) {
        accept(by, Map.of());
    }

    /** @param details for the audit trail, of what was done before */
    public void accept(Caller by, Map<String, String> details) {
        DatabaseHistory.Change restored = require();
        DatabaseHistory.Change seen = history.seen().orElse(restored);
        Map<String, String> all = new HashMap<>(details);
        all.put("restored", Long.toString(restored.number()));
        all.put("seen", Long.toString(seen.number()));
        announcements.announce(new AccountEvent("database.restore.accepted", by, null, null, all));
        em.flush();
        UUID next = Uuid7.next(clock);
        // A second answer would begin a history that doesn't follow the first one's, and so close the gates again.
        int begun = em.createNativeQuery("update change_clock set epoch = ?1 where id = 1 and epoch = ?2")
                .setParameter(1, next)
                .setParameter(2, restored.epoch())
                .executeUpdate();
        if (begun == 0) {
            throw new Refusal("another operator has accepted the database meanwhile");
        }
        em.createNativeQuery("insert into change_epoch (epoch, follows, accepted_at) select ?1, follows, ?2"
                        + " from change_epoch where epoch = ?3")
                .setParameter(1, next)
                .setParameter(2, Columns.utc(clock.instant()))
                .setParameter(3, restored.epoch())
                .executeUpdate();
        follow(next, restored.epoch());
        follow(next, seen.epoch());
    }

    private void follow(UUID epoch, UUID before) {
        em.createNativeQuery("insert into change_epoch (epoch, follows, accepted_at) select ?1, ?2, ?3"
                        + " where not exists (select 1 from change_epoch where epoch = ?4 and follows = ?5)")
                .setParameter(1, epoch)
                .setParameter(2, before)
                .setParameter(3, Columns.utc(clock.instant()))
                .setParameter(4, epoch)
                .setParameter(5, before)
                .executeUpdate();
    }
}
