package io.saltgate.usage;

import java.util.Optional;

/** The outcome of a call. */
public enum Outcome {
    ALLOWED("allowed"),
    /** Allowed in report-only mode, though the whitelist would have refused its address. */
    WOULD_REFUSE("would.refuse"),
    TOKEN_MISSING("token.missing"),
    TOKEN_AMBIGUOUS("token.ambiguous"),
    TOKEN_MALFORMED("token.malformed"),
    TOKEN_UNKNOWN("token.unknown"),
    /** The caller hears {@code token.unknown}; the account whose token it was until some days ago is told more. */
    TOKEN_RETIRED("token.retired"),
    ACCOUNT_SUSPENDED("account.suspended"),
    API_PAUSED("api.paused"),
    ADDRESS_UNKNOWN("address.unknown"),
    ADDRESS_NOT_WHITELISTED("address.not.whitelisted"),
    RATE_LIMITED("rate.limited"),
    CANNOT_DECIDE("cannot.decide");

    private final String code;

    Outcome(String code) {
        this.code = code;
    }

    /** As in {@code X-Refusal}, where there is one. */
    public String code() {
        return code;
    }

    public boolean isAllowed() {
        return this == ALLOWED || this == WOULD_REFUSE;
    }

    /** Empty for what a newer node may have written. */
    static Optional<Outcome> find(String code) {
        for (Outcome outcome : values()) {
            if (outcome.code.equals(code)) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
