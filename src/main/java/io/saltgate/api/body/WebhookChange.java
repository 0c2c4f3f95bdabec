package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to change of an endpoint; what is not there stays. */
public record WebhookChange(
        @Field(
                value = "Where webhooks are sent.",
                example = "https://example.com/hooks",
                maxLength = 2000,
                neverNull = true)
        @Nullable
        String url,

        @Field(value = "The event types that it gets; an empty list: all.", example = "[]") @Nullable
        List<String> types,

        @Field(value = "What it is for; null takes it away.", example = "new billing service", maxLength = 200)
        @Nullable
        String description,

        @Field(value = "Whether bodies carry the member `mac`.", example = "true") @Nullable
        Boolean mac,

        @Field(value = "Whether webhooks are sent to it.", example = "false") @Nullable
        Boolean enabled) {}
