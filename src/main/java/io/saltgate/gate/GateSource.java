package io.saltgate.gate;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens, accounts and changes from the database. Each answer shows one moment between the call and its return.
 */
interface GateSource {

    /**
     * What is to be known of each token, in their order, read in one statement. The readings are made of it when they
     * are asked for.
     *
     * @param tokens the hashes under which each may be found, first the one that it would have now
     * @throws SQLException if it is out of reach
     */
    List<Supplier<AccountReading>> readAccounts(List<List<String>> tokens) throws SQLException;

    /**
     * @param before up to which changes are known; null if none is known yet
     * @throws SQLException if it is out of reach
     */
    ChangeReading readChanges(@Nullable ChangeReading before) throws SQLException;
}
