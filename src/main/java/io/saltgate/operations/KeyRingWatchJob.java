package io.saltgate.operations;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.KeyRingSource;
import io.saltgate.platform.db.SaltgateDataSource;
import io.saltgate.platform.start.CannotStart;
import io.saltgate.platform.start.Job;
import io.saltgate.platform.start.NodeState;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Reads the key ring again when its file has changed, so that a further key takes no restart, and tells the other nodes
 * which keys this one holds.
 */
@ApplicationScoped
public class KeyRingWatchJob implements Job {

    private static final System.Logger LOG = System.getLogger(KeyRingWatchJob.class.getName());

    private final KeyRing ring;
    private final NodeRegister nodes;
    private final NodeState state;
    private final KeyRingSource source;
    private final UUID id = UUID.randomUUID();
    private String lastProblem = "";
    private volatile boolean left;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected KeyRingWatchJob() {
        this.ring = null;
        this.nodes = null;
        this.state = null;
        this.source = null;
    }

    @Inject
    public KeyRingWatchJob(KeyRing ring, NodeRegister nodes, NodeState state) {
        this.ring = ring;
        this.nodes = nodes;
        this.state = state;
        this.source = KeyRingSource.from(Settings.current());
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(2);
    }

    @Override
    public void run() {
        if (left) {
            return;
        }
        if (source.isChanged()) {
            readAgain();
        }
        String active = nodes.beat(id, state.name());
        ring.activate(active);
        state.holdsActiveKey(ring.holds(active));
    }

    private void readAgain() {
        try {
            KeyRing present = source.read();
            String missing = missing(present);
            if (!missing.isEmpty()) {
                report("the key ring " + source.where() + " has lost the key " + missing
                        + ", which is in use; this node goes on with the keys that it read before");
                return;
            }
            String before = ring.toString();
            ring.become(present, ring.current().id());
            lastProblem = "";
            if (!ring.toString().equals(before)) {
                LOG.log(System.Logger.Level.INFO, "read the key ring again: {0}", ring);
            }
        } catch (CannotStart e) {
            report(e.getMessage() + "; this node goes on with the keys that it read before");
        }
    }

    private String missing(KeyRing present) {
        String active = ring.current().id();
        return present.holds(active)
                ? ring.keys().stream()
                        .map(KeyRing.Key::id)
                        .filter(key -> present.find(key).isEmpty())
                        .findFirst()
                        .orElse("")
                : active;
    }

    private void report(String problem) {
        if (!problem.equals(lastProblem)) {
            LOG.log(System.Logger.Level.WARNING, problem);
        }
        lastProblem = problem;
    }

    /** Over a connection of its own: when a server stops, its pools and transactions may be gone before this bean. */
    @PreDestroy
    void leave() {
        left = true;
        try (Connection connection = SaltgateDataSource.forOwnPool().getConnection();
                PreparedStatement delete = connection.prepareStatement("delete from node where id = ?")) {
            delete.setObject(1, id);
            delete.executeUpdate();
        } catch (SQLException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "this node could not be taken from the register ({0}); others see it for 30 s more",
                    e.getMessage());
        }
    }
}
