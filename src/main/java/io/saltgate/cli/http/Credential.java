package io.saltgate.cli.http;

import io.saltgate.cli.output.CommandFailed;

/**
 * Who calls: an operator key or an account's Auth Token, as the header that carries it. Its text is masked.
 *
 * @param what the name of it, for messages
 */
public record Credential(String what, String header, String value) {

    public static Credential operatorKey(String key) {
        return new Credential("operator key", "Authorization", "Bearer " + visible(key, "operator key"));
    }

    public static Credential authToken(String token) {
        return new Credential("Auth Token", "X-Auth-Token", visible(token, "Auth Token"));
    }

    /** A line break in a header would begin another one. */
    private static String visible(String secret, String what) {
        if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw CommandFailed.usage("The " + what + " isn't valid: it is one word of visible ASCII characters.");
        }
        return secret;
    }

    @Override
    public String toString() {
        return what;
    }
}
