package io.saltgate.signin;

import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import jakarta.enterprise.context.Dependent;
import java.util.List;
import java.util.UUID;

/** The sealed tokens of identity providers, for the rotation of keys. */
@Dependent
public class IdTokenSeals extends SealedTable {

    public IdTokenSeals() {
        super("provider sessions", "provider_session", "sealed_id_token", List.of("session_hash"), List.of("user_id"));
    }

    @Override
    protected Sealing.Place place(Row row) {
        return ProviderSignIns.place(UUID.fromString(row.further().getFirst()));
    }
}
