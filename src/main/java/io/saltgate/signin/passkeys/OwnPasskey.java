package io.saltgate.signin.passkeys;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A passkey as its person sees it.
 *
 * @param lastUsedAt null if it wasn't used yet
 * @param synced whether copies of it are on the person's other devices, or in an online account
 * @param host that it works for, if that isn't the one of the public address; null if it is
 */
public record OwnPasskey(
        UUID id,
        String name,
        Instant addedAt,
        @Nullable Instant lastUsedAt,
        boolean synced,
        @Nullable String host) {}
