package io.saltgate.apiaccess;

import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import jakarta.enterprise.context.Dependent;
import java.util.List;
import java.util.UUID;

/** The sealed Private Salts, for the rotation of keys. */
@Dependent
public class SaltSeals extends SealedTable {

    public SaltSeals() {
        super("salts", "api_access", "sealed_salt", List.of("account_id"), List.of("enabling_id"));
    }

    @Override
    protected Sealing.Place place(Row row) {
        return SealedSalt.place(id(row, 0), UUID.fromString(row.further().getFirst()));
    }
}
