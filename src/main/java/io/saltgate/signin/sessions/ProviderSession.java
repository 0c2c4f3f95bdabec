package io.saltgate.signin.sessions;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a console session owes to an identity provider, which may end it. */
@Entity
@Table(name = "provider_session")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ProviderSession {

    @Id
    @Column(name = "session_hash")
    private String sessionHash;

    @Column(name = "user_id")
    private UUID userId;

    private String issuer;
    private String subject;
    private @Nullable String sid;

    @Column(name = "ends_at")
    private Instant endsAt;

    @Column(name = "sealed_id_token")
    private @Nullable String sealedIdToken;

    protected ProviderSession() {}

    ProviderSession(String sessionHash, UUID userId, ProviderSignIn signIn, Instant endsAt) {
        this.sessionHash = sessionHash;
        this.userId = userId;
        this.issuer = signIn.issuer();
        this.subject = signIn.subject();
        this.sid = signIn.sid();
        this.endsAt = endsAt;
        this.sealedIdToken = signIn.sealedIdToken();
    }

    /** The same, of the session that takes this one's place. */
    ProviderSession passOnTo(String hash) {
        return new ProviderSession(
                hash, userId, new ProviderSignIn(issuer, subject, sid, Instant.EPOCH, sealedIdToken), endsAt);
    }

    String sessionHash() {
        return sessionHash;
    }

    public UUID userId() {
        return userId;
    }

    public String issuer() {
        return issuer;
    }

    Instant endsAt() {
        return endsAt;
    }

    /** The ID token, which the provider wants to see again at the sign-out; null if it wasn't kept. */
    public @Nullable String sealedIdToken() {
        return sealedIdToken;
    }
}
