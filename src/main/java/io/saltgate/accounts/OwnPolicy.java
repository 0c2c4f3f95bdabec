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

    @Column(name = "session_idle_minutes")
    private @Nullable Integer sessionIdleMinutes;

    @Column(name = "session_lifetime_hours")
    private @Nullable Integer sessionLifetimeHours;

    protected OwnPolicy() {}

    private OwnPolicy(@Nullable Integer tokenDays, @Nullable Integer idleMinutes, @Nullable Integer lifetimeHours) {
        this.tokenDays = tokenDays;
        this.sessionIdleMinutes = idleMinutes;
        this.sessionLifetimeHours = lifetimeHours;
    }

    OwnPolicy withTokenDays(@Nullable Integer days) {
        return new OwnPolicy(days, sessionIdleMinutes, sessionLifetimeHours);
    }

    OwnPolicy withSessions(@Nullable Integer idleMinutes, @Nullable Integer lifetimeHours) {
        return new OwnPolicy(tokenDays, idleMinutes, lifetimeHours);
    }

    /** After how many days the account wants a new token; null if it doesn't say. */
    public @Nullable Integer tokenDays() {
        return tokenDays;
    }

    /** After how many minutes without a request sessions of its members end; null as the installation says. */
    public @Nullable Integer sessionIdleMinutes() {
        return sessionIdleMinutes;
    }

    /** After how many hours sessions of its members end, whatever is done; null as the installation says. */
    public @Nullable Integer sessionLifetimeHours() {
        return sessionLifetimeHours;
    }

    /** From one reminder of the token's age to the next, and from its creation to the first. */
    public Duration tokenReminder() {
        return Duration.ofDays(tokenDays == null ? REMINDER_DAYS : tokenDays);
    }
}
