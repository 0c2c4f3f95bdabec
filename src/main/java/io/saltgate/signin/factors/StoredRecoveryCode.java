package io.saltgate.signin.factors;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A recovery code that was not used yet, as a keyed hash. */
@Entity
@Table(name = "recovery_code")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class StoredRecoveryCode {

    @Id
    private String hash;

    @SuppressWarnings("UnusedVariable") // queries read it
    @Column(name = "user_id")
    private UUID userId;

    protected StoredRecoveryCode() {}

    StoredRecoveryCode(String hash, UUID userId) {
        this.hash = hash;
        this.userId = userId;
    }
}
