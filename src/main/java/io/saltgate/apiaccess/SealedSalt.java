package io.saltgate.apiaccess;

import io.saltgate.platform.crypto.Sealing;
import java.util.UUID;

/**
 * A salt as the database stores it.
 *
 * @param enabling the enabling that it belongs to
 */
public record SealedSalt(UUID account, UUID enabling, String sealed) {

    /** @throws Sealing.CannotOpen if it was changed, or moved from another account or enabling */
    public PrivateSalt open(Sealing sealing) {
        return PrivateSalt.of(sealing.open(sealed, place(account, enabling)));
    }

    static SealedSalt seal(PrivateSalt salt, UUID account, UUID enabling, Sealing sealing) {
        return new SealedSalt(account, enabling, sealing.seal(salt.reveal(), place(account, enabling)));
    }

    static Sealing.Place place(UUID account, UUID enabling) {
        return new Sealing.Place(account, enabling, "private-salt");
    }

    @Override
    public String toString() {
        return "sealed salt of " + account;
    }
}
