package io.saltgate.team;

import io.saltgate.accounts.AccountId;
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

/** A person in an account. */
@Entity
@Table(name = "member")
@IdClass(MemberId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Member {

    /** Requests write the last time at most this often: reading the console must not write with each page. */
    static final Duration SEEN_PRECISION = Duration.ofMinutes(5);

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    @Column(name = "user_id")
    private UUID userId;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "joined_at")
    private Instant joinedAt;

    /** Null before the member's first request. */
    @Column(name = "last_seen_at")
    private @Nullable Instant lastSeenAt;

    /** The identity provider whose groups made the member one; null for who was invited. */
    private @Nullable String issuer;

    protected Member() {}

    Member(AccountId account, UUID userId, Role role, Instant joinedAt) {
        this.accountId = account.value();
        this.userId = userId;
        this.role = role;
        this.joinedAt = joinedAt;
    }

    /** Notes that the member is one by a group of an identity provider, and so stays one as long as in that. */
    void claimBy(String provider) {
        issuer = provider;
    }

    /** The identity provider whose groups decide of the membership; null if none does. */
    public @Nullable String issuer() {
        return issuer;
    }

    void changeRole(Role newRole) {
        role = newRole;
    }

    /** Notes that the member uses the console in this account. */
    public void see(Instant now) {
        if (lastSeenAt == null || !now.isBefore(lastSeenAt.plus(SEEN_PRECISION))) {
            lastSeenAt = now;
        }
    }

    public AccountId account() {
        return new AccountId(accountId);
    }

    public UUID userId() {
        return userId;
    }

    public Role role() {
        return role;
    }

    public Instant joinedAt() {
        return joinedAt;
    }

    /** When the member last used the console in this account, to within {@link #SEEN_PRECISION}; null if never. */
    public @Nullable Instant lastSeenAt() {
        return lastSeenAt;
    }
}
