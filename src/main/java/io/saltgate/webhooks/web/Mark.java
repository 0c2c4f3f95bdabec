package io.saltgate.webhooks.web;

import io.saltgate.webhooks.verification.WebhookCheck;
import java.util.Map;

/** How a part of a check turned out, at a glance. */
public enum Mark {
    GOOD("is-good", "circle-check"),
    BAD("is-bad", "circle-alert"),
    /** Nothing that is wrong by itself: not checked, or not to be expected. */
    PLAIN("", "info");

    private final String tone;
    private final String icon;

    Mark(String tone, String icon) {
        this.tone = tone;
        this.icon = icon;
    }

    public String tone() {
        return tone;
    }

    public String icon() {
        return icon;
    }

    static Map<String, Mark> of(WebhookCheck check) {
        return Map.of(
                "signature",
                of(check.signature()),
                "body",
                check.signature() == WebhookCheck.Signed.MATCHES ? PLAIN : BAD,
                "mac",
                of(check.mac()),
                "computed",
                of(check.computed()),
                "clock",
                check.clock() == WebhookCheck.Clock.FINE ? GOOD : PLAIN);
    }

    private static Mark of(WebhookCheck.Signed signed) {
        return switch (signed) {
            case MATCHES -> GOOD;
            case NO_HEADERS, NO_BODY -> PLAIN;
            default -> BAD;
        };
    }

    private static Mark of(WebhookCheck.Computed computed) {
        return switch (computed) {
            case MATCHES_MAC, MATCHES_SIGNATURE -> GOOD;
            case NONE, NEEDS_BODY, NEEDS_HEADERS -> PLAIN;
            case MISTAKES, SECRET, NO_HASH, UNKNOWN -> BAD;
        };
    }

    private static Mark of(WebhookCheck.Mac mac) {
        return switch (mac) {
            case MATCHES -> GOOD;
            case MISSING, NO_BODY -> PLAIN;
            default -> BAD;
        };
    }
}
