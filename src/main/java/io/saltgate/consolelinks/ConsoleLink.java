package io.saltgate.consolelinks;

import io.saltgate.accounts.AccountId;
import io.saltgate.team.Role;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A link that leads one person into one account, once and within two minutes. */
@Entity
@Table(name = "console_link")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class ConsoleLink {

    public static final Duration LIFETIME = Duration.ofMinutes(2);

    @Id
    @Column(name = "token_hash")
    private String tokenHash;

    @Column(name = "account_id")
    private UUID accountId;

    private String email;
    private @Nullable String name;

    @Enumerated(EnumType.STRING)
    private Role role;

    @Column(name = "return_url")
    private @Nullable String returnUrl;

    private @Nullable String theme;

    @Column(name = "issued_by")
    private UUID issuedBy;

    @Column(name = "for_member")
    private boolean forMember;

    @Column(name = "expires_at")
    private Instant expiresAt;

    @Column(name = "redeemed_at")
    private @Nullable Instant redeemedAt;

    @Column(name = "replayed_at")
    private @Nullable Instant replayedAt;

    protected ConsoleLink() {}

    /**
     * @param issuedBy id of the operator key
     * @param forMember whether the person is a member already: if not when the link is redeemed, someone has removed
     *     them meanwhile
     */
    ConsoleLink(
            String tokenHash,
            AccountId account,
            ConsoleLinks.NewLink wanted,
            UUID issuedBy,
            boolean forMember,
            Instant now) {
        this.tokenHash = tokenHash;
        this.accountId = account.value();
        this.email = wanted.email().value();
        this.name = wanted.name();
        this.role = wanted.role();
        this.returnUrl = wanted.returnUrl() == null ? null : wanted.returnUrl().toString();
        this.theme = wanted.theme() == null ? null : wanted.theme().toString();
        this.issuedBy = issuedBy;
        this.forMember = forMember;
        this.expiresAt = now.plus(LIFETIME);
    }

    boolean isOpen(Instant now) {
        return redeemedAt == null && now.isBefore(expiresAt);
    }

    /** Whether it was redeemed and hasn't come again since. */
    boolean isRedeemedOnce() {
        return redeemedAt != null && replayedAt == null;
    }

    String tokenHash() {
        return tokenHash;
    }

    AccountId account() {
        return new AccountId(accountId);
    }

    String email() {
        return email;
    }

    /** Null if the product gave none. */
    @Nullable
    String name() {
        return name;
    }

    /** What the person is called whom it leads in, who may be known under another name from before. */
    String nameOrEmail() {
        return name == null ? email.substring(0, email.indexOf('@')) : name;
    }

    Role role() {
        return role;
    }

    @Nullable
    String returnUrl() {
        return returnUrl;
    }

    @Nullable
    String theme() {
        return theme;
    }

    UUID issuedBy() {
        return issuedBy;
    }

    boolean isForMember() {
        return forMember;
    }

    Instant expiresAt() {
        return expiresAt;
    }
}
