package io.saltgate.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The times that an account has set for itself. It doesn't change: another policy takes its place. */
@Embeddable
public class OwnPolicy {

    /** The longest age that an account may set for its token. */
    public static final int MAX_TOKEN_DAYS = 3650;

    /** Without a policy, owners are reminded of a token's age once a year. */
    private static final int REMINDER_DAYS = 365;

    static final OwnPolicy NONE = new OwnPolicy();

    @Column(name = "token_days")
    private @Nullable Integer tokenDays;

    protected OwnPolicy() {}

    OwnPolicy withTokenDays(@Nullable Integer days) {
        OwnPolicy other = new OwnPolicy();
        other.tokenDays = days;
        return other;
    }

    /** After how many days the account wants a new token; null if it doesn't say. */
    public @Nullable Integer tokenDays() {
        return tokenDays;
    }

    /** From one reminder of the token's age to the next, and from its creation to the first. */
    public Duration tokenReminder() {
        return Duration.ofDays(tokenDays == null ? REMINDER_DAYS : tokenDays);
    }
}
