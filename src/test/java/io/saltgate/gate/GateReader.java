package io.saltgate.gate;

import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.testing.World;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What the gate would find for a token, right now. */
public final class GateReader {

    private final World world;
    private final GateStore store;

    public GateReader(World world) {
        this.world = world;
        this.store = new GateStore(world.database().dataSource());
    }

    public Optional<GateState> state(String token) {
        try {
            return Optional.ofNullable(read(token).state());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the token lives, by the database's time. */
    public boolean passes(String token) {
        try {
            AccountReading reading = read(token);
            return reading.state() != null && !reading.state().isTokenExpired(reading.databaseTime());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Under which a token may be found, first the one that it would have now. */
    static List<String> hashes(AuthToken token, KeyRing ring) {
        return ring.activeFirst().stream().map(token::lookupHash).toList();
    }

    private AccountReading read(String token) throws SQLException {
        return store.readAccounts(List.of(hashes(AuthToken.parse(token).orElseThrow(), world.ring())))
                .getFirst()
                .get();
    }
}
