package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An endpoint. */
public record WebhookData(
        @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "Where webhooks are sent.", example = "https://example.com/hooks")
        String url,

        @Field(value = "The event types that it gets; an empty list: all.", example = "[\"document.*\"]")
        List<String> types,

        @Field(value = "What it is for.", example = "billing service") @Nullable
        String description,

        @Field(value = "Whether bodies carry the member `mac`.", example = "true")
        boolean mac,

        @Field(value = "Whether webhooks are sent to it.", example = "false")
        boolean enabled,

        @Field(
                value = "Why it is disabled: by a member or key, with the API, because it answered 410, or because it"
                        + " did nothing but fail for days. Null while it is enabled.",
                example = "failing",
                oneOf = {"member", "api.disabled", "gone", "failing"})
        @Nullable
        String disabledBecause,

        @Field(
                value = "Since when every attempt has failed; null if the last one succeeded.",
                example = "2026-01-29T12:00:00Z")
        @Nullable
        Instant failingSince,

        @Field(value = "When it was added.", example = "2026-01-31T12:00:00Z")
        Instant createdAt)
        implements Data {}
