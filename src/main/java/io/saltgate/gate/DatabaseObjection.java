package io.saltgate.gate;

import io.saltgate.changes.DatabaseHistory;
import io.saltgate.platform.crypto.KeyRing;
import java.util.Optional;
import java.util.function.Function;

/**
 * Says why nothing may be decided by a database that answers: it is older than what this node has seen, or seals with a
 * key that this node lacks, so that it would refuse valid tokens. Makes the key that the database names the active one.
 */
final class DatabaseObjection implements Function<ChangeReading, Optional<String>> {

    private final DatabaseHistory history;
    private final KeyRing ring;

    DatabaseObjection(DatabaseHistory history, KeyRing ring) {
        this.history = history;
        this.ring = ring;
    }

    @Override
    public Optional<String> apply(ChangeReading reading) {
        String key = reading.activeKey();
        if (key != null && !ring.holds(key)) {
            return Optional.of("this node's key ring lacks the key " + key
                    + ", which is active; give it the present key ring, which it reads again by itself");
        }
        if (key != null) {
            ring.activate(key);
        }
        return history.judge(reading.epoch(), reading.tick());
    }
}
