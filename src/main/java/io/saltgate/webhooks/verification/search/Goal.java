package io.saltgate.webhooks.verification.search;

/** What a value is meant to be. */
public enum Goal {
    /** Lower-case hex of HMAC-SHA-1 over the document's id. */
    MAC,
    /** Base64 of HMAC-SHA-256 over id, timestamp and body with dots between (Standard Webhooks, "Signature scheme"). */
    SIGNATURE
}
