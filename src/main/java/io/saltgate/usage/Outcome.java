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
    /** Refused with {@code token.unknown}; the account that the token belonged to until some days ago sees more. */
    TOKEN_RETIRED("token.retired"),
    RECEIPT_UNKNOWN("receipt.unknown"),
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

    /** The code in {@code X-Refusal}, if there is one. */
    public String code() {
        return code;
    }

    public boolean isAllowed() {
        return this == ALLOWED || this == WOULD_REFUSE;
    }

    /** Finds an outcome by its code; empty for one that only a newer node knows. */
    static Optional<Outcome> find(String code) {
        for (Outcome outcome : values()) {
            if (outcome.code.equals(code)) {
                return Optional.of(outcome);
            }
        }
        return Optional.empty();
    }
}
