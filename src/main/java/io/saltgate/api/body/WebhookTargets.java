package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;

/** The private addresses that an account's webhooks may reach, in place of those before. */
public record WebhookTargets(
        @Field(value = "Addresses or ranges, with or without a port.", example = "[\"10.1.2.3:8080\"]")
        List<String> targets) {}
