package io.saltgate.signin.passkeys;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A challenge that was answered, as its hash: it counts no second time. */
@Entity
@Table(name = "spent_challenge")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class SpentChallenge {

    @Id
    private String hash;

    @SuppressWarnings("UnusedVariable") // the clean-up reads it
    @Column(name = "expires_at")
    private Instant expiresAt;

    protected SpentChallenge() {}

    SpentChallenge(String hash, Instant expiresAt) {
        this.hash = hash;
        this.expiresAt = expiresAt;
    }
}
