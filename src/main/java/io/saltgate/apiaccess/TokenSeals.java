package io.saltgate.apiaccess;

import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import jakarta.enterprise.context.Dependent;
import java.util.List;
import java.util.Map;

/** The sealed Auth Tokens and their hashes, for the rotation of keys. */
@Dependent
public class TokenSeals extends SealedTable {

    public TokenSeals() {
        super("tokens", "auth_token", "sealed", List.of("account_id", "id"), List.of());
    }

    @Override
    protected Sealing.Place place(Row row) {
        return IssuedToken.place(id(row, 0), id(row, 1));
    }

    @Override
    protected Map<String, String> hashes(String opened, KeyRing.Key active) {
        AuthToken token = AuthToken.parse(opened).orElseThrow(() -> new IllegalStateException("not a token"));
        return Map.of("lookup_hash", token.lookupHash(active));
    }
}
