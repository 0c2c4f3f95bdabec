package io.saltgate.consolelinks;

import io.saltgate.accounts.AccountId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** Who an address is in one account, for those whom console links lead in. */
@Entity
@Table(name = "guest")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Guest {

    @Id
    @Column(name = "user_id")
    private UUID userId;

    @Column(name = "account_id")
    private UUID accountId;

    private String email;

    protected Guest() {}

    Guest(UUID userId, AccountId account, String email) {
        this.userId = userId;
        this.accountId = account.value();
        this.email = email;
    }

    UUID userId() {
        return userId;
    }

    AccountId account() {
        return new AccountId(accountId);
    }

    String email() {
        return email;
    }
}
