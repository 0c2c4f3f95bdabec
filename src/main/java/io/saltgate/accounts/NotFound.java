package io.saltgate.accounts;

/** There is no such thing in the caller's account; the same answer whether it exists in another or nowhere. */
public class NotFound extends RuleRefused {
    public NotFound() {
        super("not.found");
    }
}
