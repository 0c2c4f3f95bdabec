package io.saltgate.users;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A person. */
@Entity
@Table(name = "users")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class User {

    @Id
    private UUID id;

    private String email;
    private String name;
    private boolean operator;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "second_factor")
    private boolean secondFactor;

    private boolean disabled;

    protected User() {}

    User(UUID id, EmailAddress email, String name, boolean operator, Instant createdAt) {
        this.id = id;
        this.email = email.value();
        this.name = name;
        this.operator = operator;
        this.createdAt = createdAt;
    }

    public UUID id() {
        return id;
    }

    public String email() {
        return email;
    }

    public String name() {
        return name;
    }

    /** @param newName one line of plain text */
    public void rename(String newName) {
        name = newName;
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
