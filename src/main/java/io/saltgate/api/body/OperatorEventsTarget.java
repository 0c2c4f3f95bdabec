package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where operator events are sent. */
public record OperatorEventsTarget(
        @Field(
                value = "Where they are sent: an https address without user and fragment. Private addresses, and plain"
                        + " http, take the server's configuration (saltgate.webhooks.allow).",
                example = "https://backend.example.com/saltgate-events",
                maxLength = 2000)
        String url,

        @Field(
                value = "The types to send, such as `token.regenerated` or `member.*`. None, or an empty list: all.",
                example = "[\"api.*\",\"token.regenerated\"]")
        @Nullable
        List<String> types) {}
