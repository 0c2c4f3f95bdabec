package io.saltgate.signin.addresses;

import io.saltgate.users.EmailAddress;
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

/** A mail about a person's own address. One with a link stays until that is used or has expired. */
@Entity
@Table(name = "address_mail")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class AddressMail {

    /** What it says. */
    public enum Kind {
        /** Has a link that proves the address. */
        PROOF,
        /** Tells the address before that it was changed. */
        CHANGED
    }

    static final Duration LIFETIME = Duration.ofMinutes(30);

    /** A word to the old address is tried so long. */
    private static final Duration TRIED = Duration.ofHours(12);

    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final int MAX_ATTEMPTS = 5;

    @Id
    private UUID id;

    @Column(name = "user_id")
    private UUID userId;

    @Enumerated(EnumType.STRING)
    private Kind kind;

    private String email;

    /** Where it was asked for from; null if it can't be determined. */
    private @Nullable String address;

    @Column(name = "token_hash")
    private @Nullable String tokenHash;

    @Column(name = "due_at")
    private @Nullable Instant dueAt;

    private int attempts;

    @Column(name = "expires_at")
    private Instant expiresAt;

    protected AddressMail() {}

    AddressMail(UUID id, UUID userId, Kind kind, EmailAddress email, @Nullable String address, Instant now) {
        this.id = id;
        this.userId = userId;
        this.kind = kind;
        this.email = email.value();
        this.address = address;
        this.dueAt = now;
        this.expiresAt = now.plus(kind == Kind.PROOF ? LIFETIME : TRIED);
    }

    boolean isDue(Instant now) {
        return dueAt != null && !dueAt.isAfter(now) && now.isBefore(expiresAt);
    }

    /** Puts it off to when it is tried again, should the node that claims it die. */
    void claim(Instant now) {
        attempts++;
        dueAt = now.plus(RETRY);
    }

    /** Gives it a link, in place of that of an attempt before. */
    void link(AddressToken token, Instant now) {
        tokenHash = token.hash();
        expiresAt = now.plus(LIFETIME);
    }

    /** The mail server has taken it. */
    void settle() {
        dueAt = null;
    }

    boolean isGivenUp() {
        return attempts >= MAX_ATTEMPTS;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    Kind kind() {
        return kind;
    }

    public String email() {
        return email;
    }

    @Nullable
    String address() {
        return address;
    }
}
