package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.util.List;

/** An account's endpoints. */
public record WebhookList(@Field("All of them.") List<WebhookData> webhooks) implements Data {}
