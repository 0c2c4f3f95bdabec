package io.saltgate.gate;

import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The truth, as the gate asks for it. Each answer is of one moment between the call and the return. */
interface GateSource {

    /**
     * What is to be known of each token, in their order, read in one statement. The readings are made of it when they are asked
     * for.
     *
     * @throws SQLException if it is out of reach
     */
    List<Supplier<AccountReading>> readAccounts(List<AuthToken> tokens, KeyRing ring) throws SQLException;

    /**
     * @param epoch that the tick is of; null if none is known yet
     * @param since the tick up to which changes are known
     * @throws SQLException if it is out of reach
     */
    ClockReading readClock(@Nullable UUID epoch, long since) throws SQLException;
}
