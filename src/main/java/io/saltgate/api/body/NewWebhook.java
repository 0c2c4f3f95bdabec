package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint to add. */
public record NewWebhook(
        @Field(
                value = "Where webhooks are sent: an https address without user and fragment.",
                example = "https://example.com/hooks",
                maxLength = 2000)
        String url,

        @Field(
                value = "The event types that it gets; one may end in `.*`. None, or an empty list: all.",
                example = "[\"document.*\"]")
        @Nullable
        List<String> types,

        @Field(value = "What it is for, one line.", example = "billing service", maxLength = 200) @Nullable
        String description,

        @Field(value = "Whether bodies carry the member `mac`. Without it, they do.", example = "true") @Nullable
        Boolean mac) {}
