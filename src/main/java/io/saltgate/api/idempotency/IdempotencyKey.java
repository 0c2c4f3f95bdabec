package io.saltgate.api.idempotency;

import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.Hashes;

/**
 * The idempotency key of one call. A key belongs to its caller (operator key or account token) and path; the same text
 * elsewhere is another key.
 *
 * @param keyHash SHA-256 of caller, path and key
 * @param bodyHash SHA-256 of the body, by which another call under the same key is recognised
 */
public record IdempotencyKey(String keyHash, String bodyHash) {

    /**
     * @param path of the call; a slash at its end makes no difference
     * @param text the key as the caller wrote it, visible ASCII characters
     */
    public static IdempotencyKey of(Caller caller, String path, String text, byte[] body) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        // None of the parts has a line end, so no two calls read the same.
        String scope = caller.kind() + ":" + caller.id() + "\n" + trimmed + "\n" + text;
        return new IdempotencyKey(Hashes.sha256(scope), Hashes.base64Url(Hashes.sha256(body)));
    }
}
