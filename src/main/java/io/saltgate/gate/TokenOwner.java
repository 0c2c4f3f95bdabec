package io.saltgate.gate;

import java.util.UUID;

/** The account that a token belongs to, or belonged to within the last 90 days. It never changes. */
public record TokenOwner(UUID accountId, UUID tokenId) {}
