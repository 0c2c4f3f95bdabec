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

/**
 * Offers one person a place in an account, for seven days. A withdrawn or replaced one is deleted; an accepted or
 * expired one stays for a while, so that the team page can show what became of it.
 */
@Entity
@Table(name = "invitation")
@IdClass(InvitationId.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Invitation {

    /** What became of an invitation. */
    public enum State {
        OPEN,
        ACCEPTED,
        EXPIRED
    }

    /** How its link gets to the person. */
    public enum Delivery {
        /** The inviter was shown it, and may have used it: it says nothing about the address. */
        SHOWN,
        /** It will be sent by mail, and nobody but who reads that mail sees it. */
        WAITING,
        SENT,
        /** The mail server did not take it, several times. */
        FAILED
    }

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final int MAX_ATTEMPTS = 6;

    static final Duration VALID = Duration.ofDays(7);

    /** Open invitations of an account: each is a link that lets someone in. */
    public static final int MAX_OPEN = 100;

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

    @Column(name = "accepted_at")
    private @Nullable Instant acceptedAt;

    @Enumerated(EnumType.STRING)
    private Delivery delivery = Delivery.SHOWN;

    @Column(name = "mail_due_at")
    private @Nullable Instant mailDueAt;

    @Column(name = "mail_attempts")
    private int mailAttempts;

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

    /** Has the link sent by mail: a new one with each attempt. The one that it has now is known to nobody. */
    void mail(Instant now) {
        delivery = Delivery.WAITING;
        mailDueAt = now;
    }

    boolean isMailDue(Instant now) {
        return mailDueAt != null && !mailDueAt.isAfter(now) && isOpen(now);
    }

    /** Gives it the link of the next attempt, and puts off the one after it, should this node die. */
    void claimMail(InvitationToken token, Instant now) {
        tokenHash = token.hash();
        mailAttempts++;
        mailDueAt = now.plus(RETRY.multipliedBy(1L << (mailAttempts - 1)));
    }

    boolean isGivenUp() {
        return mailAttempts >= MAX_ATTEMPTS;
    }

    /** The attempts have ended. */
    void settleMail(Delivery result) {
        delivery = result;
        mailDueAt = null;
    }

    boolean hasToken(InvitationToken token) {
        return tokenHash.equals(token.hash());
    }

    /** Whether the link is known to nobody but who gets the mail: accepting by it proves the address. */
    boolean isByMail() {
        return delivery != Delivery.SHOWN;
    }

    public Delivery delivery() {
        return delivery;
    }

    @Nullable
    UUID createdBy() {
        return createdBy;
    }

    /** Ends it too, so that whatever asks for time alone sees that the link no longer works. */
    void accept(Instant now) {
        acceptedAt = now;
        expiresAt = now;
    }

    boolean isOpen(Instant now) {
        return state(now) == State.OPEN;
    }

    public State state(Instant now) {
        if (acceptedAt != null) {
            return State.ACCEPTED;
        }
        return now.isBefore(expiresAt) ? State.OPEN : State.EXPIRED;
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

    Instant createdAt() {
        return createdAt;
    }

    public Instant expiresAt() {
        return expiresAt;
    }
}
