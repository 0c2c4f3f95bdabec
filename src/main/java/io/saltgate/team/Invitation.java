package io.saltgate.team;

import io.saltgate.accounts.AccountId;
import io.saltgate.users.EmailAddress;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A seat that waits for one person, for seven days. It is gone once taken or withdrawn; the audit trail remembers. */
@Entity
@Table(name = "invitation")
@IdClass(InvitationId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Invitation {

    static final Duration VALID = Duration.ofDays(7);

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    private UUID id;

    private String email;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "created_by")
    private @Nullable UUID createdBy;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected Invitation() {}

    Invitation(
            AccountId account,
            UUID id,
            EmailAddress email,
            Role role,
            InvitationToken token,
            Instant now,
            @Nullable UUID by) {
        this.accountId = account.value();
        this.id = id;
        this.email = email.value();
        this.role = role;
        this.tokenHash = token.hash();
        this.createdAt = now;
        this.createdBy = by;
        this.expiresAt = now.plus(VALID);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    AccountId account() {
        return new AccountId(accountId);
    }

    public UUID id() {
        return id;
    }

    public String email() {
        return email;
    }

    public Role role() {
        return role;
    }

    public Instant createdAt() {
        return createdAt;
    }

    @Nullable
    UUID createdBy() {
        return createdBy;
    }

    public Instant expiresAt() {
        return expiresAt;
    }
}
