package io.saltgate.signin.passkeys;

import io.saltgate.platform.crypto.Hashes;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One of a person's passkeys: the public key of a credential, and what is known of its device. */
@Entity
@Table(name = "passkey")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Passkey {

    @Id
    private UUID id;

    @Column(name = "user_id")
    private UUID userId;

    @SuppressWarnings("UnusedVariable") // queries read it
    @Column(name = "credential_hash")
    private String credentialHash;

    @Column(name = "credential_id")
    private String credentialId;

    @Column(name = "credential_data")
    private String credentialData;

    @Column(name = "user_handle")
    private String userHandle;

    @Column(name = "rp_id")
    private String rpId;

    private String name;

    @Column(name = "sign_count")
    private long signCount;

    @Column(name = "backup_eligible")
    private boolean backupEligible;

    @Column(name = "backed_up")
    private boolean backedUp;

    private String transports;

    @Column(name = "added_at")
    private Instant addedAt;

    @Column(name = "last_used_at")
    private @Nullable Instant lastUsedAt;

    protected Passkey() {}

    Passkey(UUID id, UUID userId, NewPasskey made, String userHandle, String rpId, String name, Instant now) {
        this.id = id;
        this.userId = userId;
        this.credentialHash = Hashes.sha256(made.credentialId());
        this.credentialId = made.credentialId();
        this.credentialData = made.credentialData();
        this.userHandle = userHandle;
        this.rpId = rpId;
        this.name = name;
        this.signCount = made.signCount();
        this.backupEligible = made.backupEligible();
        this.backedUp = made.backedUp();
        this.transports = made.transports();
        this.addedAt = now;
    }

    void rename(String newName) {
        name = newName;
    }

    /** Notes a use. The row has to be locked. */
    void use(long count, boolean nowBackedUp, Instant now) {
        signCount = count;
        backedUp = nowBackedUp;
        lastUsedAt = now;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    String credentialId() {
        return credentialId;
    }

    String credentialData() {
        return credentialData;
    }

    String userHandle() {
        return userHandle;
    }

    String rpId() {
        return rpId;
    }

    String name() {
        return name;
    }

    long signCount() {
        return signCount;
    }

    boolean isBackupEligible() {
        return backupEligible;
    }

    boolean isBackedUp() {
        return backedUp;
    }

    String transports() {
        return transports;
    }

    Instant addedAt() {
        return addedAt;
    }

    @Nullable
    Instant lastUsedAt() {
        return lastUsedAt;
    }
}
