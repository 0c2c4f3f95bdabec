package io.saltgate.signin.oidc;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * Links a person to their subject at an identity provider, which never gives a subject to someone else (OpenID Connect
 * Core, section 2).
 */
@Entity
@Table(name = "external_identity")
@IdClass(ExternalIdentityId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ExternalIdentity {

    @Id
    private String issuer;

    @Id
    private String subject;

    @Column(name = "user_id")
    private UUID userId;

    @Column(name = "linked_at")
    private Instant linkedAt;

    @Column(name = "last_used_at")
    private Instant lastUsedAt;

    protected ExternalIdentity() {}

    ExternalIdentity(String issuer, String subject, UUID userId, Instant now) {
        this.issuer = issuer;
        this.subject = subject;
        this.userId = userId;
        this.linkedAt = now;
        this.lastUsedAt = now;
    }

    void use(Instant now) {
        lastUsedAt = now;
    }

    public UUID userId() {
        return userId;
    }

    public Instant linkedAt() {
        return linkedAt;
    }
}
