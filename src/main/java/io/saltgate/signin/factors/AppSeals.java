package io.saltgate.signin.factors;

import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import jakarta.enterprise.context.Dependent;
import java.util.List;

/** The sealed secrets of authenticator apps, for the rotation of keys. */
@Dependent
public class AppSeals extends SealedTable {

    public AppSeals() {
        super("authenticator apps", "authenticator_app", "sealed_secret", List.of("user_id"), List.of());
    }

    @Override
    protected Sealing.Place place(Row row) {
        return AuthenticatorApp.place(id(row, 0));
    }
}
