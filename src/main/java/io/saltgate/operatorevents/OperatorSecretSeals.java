package io.saltgate.operatorevents;

import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import jakarta.enterprise.context.Dependent;
import java.util.List;

/** The sealed secret of operator events, for the rotation of keys. */
@Dependent
public class OperatorSecretSeals extends SealedTable {

    public OperatorSecretSeals() {
        super("operator events", "operator_endpoint", "sealed_secret", List.of("secret_id"), List.of());
    }

    @Override
    protected Sealing.Place place(Row row) {
        return OperatorEndpoint.place(id(row, 0));
    }
}
