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
import java.time.Instant;
import java.util.UUID;

/** A person in an account. */
@Entity
@Table(name = "member")
@IdClass(MemberId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Member {

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

    protected Member() {}

    Member(AccountId account, UUID userId, Role role, Instant joinedAt) {
        this.accountId = account.value();
        this.userId = userId;
        this.role = role;
        this.joinedAt = joinedAt;
    }

    void changeRole(Role newRole) {
        role = newRole;
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
}
