package io.saltgate.users;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person and their address, in one of three states. <b>Proved</b>: the person has shown that mail to it reaches them,
 * or an operator vouches for it; no other person has it. <b>Unproved</b>: someone typed it who invited the person; it
 * says who they are in that one account and nowhere else. <b>Released</b>: an unproved person left the account; what
 * they did keeps their name, and the address is anybody's again. A <b>guest</b>'s address is like a released one from
 * the beginning. A person in no account can be <b>erased</b> for good.
 */
@Entity
@Table(name = "users")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class User {

    private static final String ERASED_NAME = "Erased person";

    /** No address, so that no person has it. */
    private static final String ERASED_EMAIL = "";

    @Id
    private UUID id;

    private String email;

    @Column(name = "proved_email")
    private @Nullable String provedEmail;

    /** Where an unproved address is known. */
    @Column(name = "account_id")
    private @Nullable UUID accountId;

    private String name;
    private boolean operator;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "second_factor")
    private boolean secondFactor;

    private boolean disabled;
    private boolean guest;

    /** Null follows the device. */
    @Enumerated(EnumType.STRING)
    private @Nullable Theme theme;

    @Column(name = "erased_at")
    private @Nullable Instant erasedAt;

    protected User() {}

    private User(UUID id, EmailAddress email, String name, boolean operator, Instant createdAt) {
        this.id = id;
        this.email = email.value();
        this.name = name;
        this.operator = operator;
        this.createdAt = createdAt;
    }

    static User proved(UUID id, EmailAddress email, String name, boolean operator, Instant now) {
        User user = new User(id, email, name, operator, now);
        user.provedEmail = user.email;
        return user;
    }

    static User unproved(UUID id, EmailAddress email, String name, UUID account, Instant now) {
        User user = new User(id, email, name, false, now);
        user.accountId = account;
        return user;
    }

    static User guest(UUID id, EmailAddress email, String name, Instant now) {
        User user = new User(id, email, name, false, now);
        user.guest = true;
        return user;
    }

    public UUID id() {
        return id;
    }

    public String email() {
        return email;
    }

    /** Whether the address is the person's, everywhere; else it must be shown as not verified. */
    public boolean isProved() {
        return provedEmail != null;
    }

    /** Whether the person has proved this address. */
    public boolean hasProved(String address) {
        return address.equals(provedEmail);
    }

    /**
     * Whether the person comes by console links alone. The address is what the operator's product says; it is known in
     * no account, so that nothing which goes by addresses finds the person.
     */
    public boolean isGuest() {
        return guest;
    }

    /** Whether the person has left the only account in which the address was known: they sign in nowhere. */
    public boolean isReleased() {
        return provedEmail == null && accountId == null;
    }

    /** Whether the person may be in an account, if a member: unproved, in the one alone where the address is known. */
    public boolean isKnownIn(UUID account) {
        return isProved() || account.equals(accountId);
    }

    /** The account in which an unproved address is known; null for any other person. */
    public @Nullable UUID accountId() {
        return accountId;
    }

    /** @see Users#prove */
    void prove(EmailAddress address) {
        if (guest) {
            throw new IllegalStateException("a guest has no credentials, and proves no address");
        }
        email = address.value();
        provedEmail = email;
        accountId = null;
    }

    /** Leaves an account: an unproved address is no longer known if it was that one's. */
    public void leave(UUID account) {
        if (account.equals(accountId)) {
            accountId = null;
        }
    }

    /** @see Users#erase */
    void erase(Instant now) {
        guest = false;
        name = ERASED_NAME;
        email = ERASED_EMAIL;
        provedEmail = null;
        accountId = null;
        secondFactor = false;
        theme = null;
        disabled = true;
        erasedAt = now;
    }

    /** Whether the personal data is gone: what is left is an id that others' rows name. */
    public boolean isErased() {
        return erasedAt != null;
    }

    public String name() {
        return name;
    }

    /** @param newName one line of plain text */
    public void rename(String newName) {
        name = newName;
    }

    /** @param chosen null follows the device */
    public void chooseTheme(@Nullable Theme chosen) {
        theme = chosen;
    }

    /** The colours that the person has chosen; null follows the device. */
    public @Nullable Theme theme() {
        return theme;
    }

    public void setDisabled(boolean shutOut) {
        disabled = shutOut;
    }

    /** Whether an operator has shut the person out. */
    public boolean isDisabled() {
        return disabled;
    }

    public void setSecondFactor(boolean hasOne) {
        secondFactor = hasOne;
    }

    /** Whether signing in as this person takes more than a password. */
    public boolean hasSecondFactor() {
        return secondFactor;
    }

    /** Gives the person the operator's part, or takes it away; {@link Users#lockOperators} first. */
    public void setOperator(boolean newOperator) {
        operator = newOperator;
    }

    /** Runs Saltgate; apart from any role in an account. */
    public boolean isOperator() {
        return operator;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
