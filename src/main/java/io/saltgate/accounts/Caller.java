package io.saltgate.accounts;

import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and with what rights: the container's principal of a request. The account is the one in the request's path,
 * and only there if the caller belongs to it.
 *
 * @param kind what is asking
 * @param id the user's, key's or token's id; null for nobody
 * @param account the account that this request is about; null outside of any
 * @param permissions see {@link Permission}; the same set that the container has as groups
 * @param authenticatedAt when the caller last proved who it is; null for nobody
 * @param address the address that the request is judged to come from, for the audit trail
 */
public record Caller(
        Kind kind,
        @Nullable UUID id,
        @Nullable AccountId account,
        Set<String> permissions,
        @Nullable Instant authenticatedAt,
        @Nullable String address)
        implements Principal {

    public enum Kind {
        NOBODY,
        /** Signed in, outside of any account. */
        USER,
        /** Signed in, on an account that the user belongs to. */
        MEMBER,
        OPERATOR,
        OPERATOR_KEY,
        ACCOUNT_TOKEN,
        /** Saltgate itself: set-up, clean-up. Never the caller of a request. */
        SYSTEM
    }

    /** How long a proof of identity counts as recent. */
    public static final Duration RECENT = Duration.ofMinutes(15);

    /**
     * The request attribute that holds the caller. Error pages read it, since on error dispatch the groups are gone.
     */
    public static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        permissions = Set.copyOf(permissions);
    }

    public static Caller nobody(@Nullable String address) {
        return new Caller(Kind.NOBODY, null, null, Set.of(), null, address);
    }

    public static Caller system() {
        return systemFor(null);
    }

    /** Saltgate itself, since a server that is no caller has sent word. */
    public static Caller systemFor(@Nullable String address) {
        return new Caller(Kind.SYSTEM, null, null, Set.of(), null, address);
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    public boolean isNobody() {
        return kind == Kind.NOBODY;
    }

    /** Whether a console link has led the person in, who then is nobody outside of that account. */
    public boolean isGuest() {
        return may(Permission.BE_GUEST);
    }

    /** @throws IllegalStateException outside of any account: the use case was not meant for this caller */
    public AccountId requireAccount() {
        if (account == null) {
            throw new IllegalStateException("this caller acts on no account");
        }
        return account;
    }

    /** @throws IllegalStateException if no person is asking */
    public UUID requireUser() {
        if (id == null || kind != Kind.USER && kind != Kind.MEMBER && kind != Kind.OPERATOR) {
            throw new IllegalStateException("this caller is not a person");
        }
        return id;
    }

    /** Whether the caller proved within the last minutes who it is; keys prove it with each call. */
    public boolean isRecentlyProved(Instant now) {
        return personOrNull() == null
                || authenticatedAt != null && !authenticatedAt.plus(RECENT).isBefore(now);
    }

    /**
     * For what widens access, which a stolen session must not do.
     *
     * @throws RecentSignInRequired if a person asks who hasn't proved within the last minutes who they are
     */
    public void requireRecentProof(Instant now) {
        if (!isRecentlyProved(now)) {
            throw new RecentSignInRequired();
        }
    }

    /** The same caller, who has just proved again who it is. */
    public Caller provedAt(Instant now) {
        return new Caller(kind, id, account, permissions, now, address);
    }

    /**
     * The same person in the operator's part: what happens in accounts is done by the operator, not by one of the team.
     */
    public Caller asOperator() {
        return kind == Kind.USER || kind == Kind.MEMBER
                ? new Caller(Kind.OPERATOR, id, account, permissions, authenticatedAt, address)
                : this;
    }

    /** The user's id where a person asks, for "enabled by". */
    public @Nullable UUID personOrNull() {
        return kind == Kind.USER || kind == Kind.MEMBER || kind == Kind.OPERATOR ? id : null;
    }

    @Override
    public String getName() {
        return kind + ":" + (id == null ? "-" : id) + "@" + (account == null ? "-" : account);
    }
}
