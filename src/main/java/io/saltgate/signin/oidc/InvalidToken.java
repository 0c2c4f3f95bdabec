package io.saltgate.signin.oidc;

/** A token, or an answer, that isn't genuine or isn't for us. The message says why, and holds nothing of it. */
public final class InvalidToken extends Exception {
    InvalidToken(String reason) {
        super(reason);
    }
}
