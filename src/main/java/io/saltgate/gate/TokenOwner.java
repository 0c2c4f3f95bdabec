package io.saltgate.gate;

import java.util.UUID;

/** Whose a token is, or was within the last 90 days. That never changes. */
public record TokenOwner(UUID accountId, UUID tokenId) {}
