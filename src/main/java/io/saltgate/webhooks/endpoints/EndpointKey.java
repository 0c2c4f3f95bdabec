package io.saltgate.webhooks.endpoints;

import java.util.UUID;

/** Names an endpoint: its account and its id. */
public record EndpointKey(UUID account, UUID endpoint) {}
