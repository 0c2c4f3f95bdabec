package io.saltgate.signin.recovery;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An address that someone wants a link sent to. It waits here until the mail server has taken the mail, or nobody has
 * it.
 */
@Entity
@Table(name = "reset_request")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ResetRequest {

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final int MAX_ATTEMPTS = 5;

    @Id
    private String email;

    /** Where it was asked for from; null if it can't be determined. */
    private @Nullable String address;

    @Column(name = "due_at")
    private Instant dueAt;

    private int attempts;

    protected ResetRequest() {}

    ResetRequest(String email, @Nullable String address, Instant now) {
        this.email = email;
        this.address = address;
        this.dueAt = now;
    }

    boolean isDue(Instant now) {
        return !dueAt.isAfter(now);
    }

    /** Puts it off to when it is tried again, should the node that claims it die. */
    void claim(Instant now) {
        dueAt = now.plus(RETRY);
        attempts++;
    }

    boolean isGivenUp() {
        return attempts >= MAX_ATTEMPTS;
    }

    String email() {
        return email;
    }

    @Nullable
    String address() {
        return address;
    }
}
