package io.saltgate.signin.passwords;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A person's password, as an Argon2id hash. */
@Entity
@Table(name = "password")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Password {

    /**
     * In characters, as {@link PasswordForm} has them. Shorter ones are refused (NIST SP 800-63B-4 asks 15 where
     * nothing else is asked for; 12 with throttling).
     */
    public static final int MIN_LENGTH = 12;

    /** Longer ones are refused before they are hashed. */
    public static final int MAX_LENGTH = 256;

    @Id
    @Column(name = "user_id")
    private UUID userId;

    private String hash;

    @Column(name = "changed_at")
    private Instant changedAt;

    protected Password() {}

    public Password(UUID userId, String hash, Instant changedAt) {
        this.userId = userId;
        this.hash = hash;
        this.changedAt = changedAt;
    }

    /** Whether it can be anybody's at all: what can't be is not hashed. */
    public static boolean isPossible(String password) {
        return !password.isEmpty() && PasswordForm.length(password) <= MAX_LENGTH;
    }

    public String hash() {
        return hash;
    }

    void change(String newHash, Instant now) {
        hash = newHash;
        changedAt = now;
    }

    /** The same password under other parameters. */
    void rehash(String newHash) {
        hash = newHash;
    }
}
