package io.saltgate.apiaccess;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/**
 * The row that remains of a token for 90 days: a keyed hash, which can't be used to call, to show the owner who still
 * tries it.
 */
@Entity
@Table(name = "retired_token")
@IdClass(RetiredTokenId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class RetiredToken {

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    @Column(name = "token_id")
    private UUID tokenId;

    @Column(name = "lookup_hash")
    private String lookupHash;

    @Column(name = "retired_at")
    private Instant retiredAt;

    protected RetiredToken() {}

    RetiredToken(UUID accountId, IssuedToken token, Instant retiredAt) {
        this.accountId = accountId;
        this.tokenId = token.id();
        this.lookupHash = token.lookupHash();
        this.retiredAt = retiredAt;
    }

    Instant retiredAt() {
        return retiredAt;
    }
}
