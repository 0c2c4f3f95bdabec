package io.saltgate.accounts;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A form that was sent, by the nonce that it carried. */
@Entity
@Table(name = "form_sent")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class SentForm {

    @Id
    private String nonce;

    @Column(name = "account_id")
    private UUID accountId;

    @Column(name = "sent_by")
    private @Nullable UUID sentBy;

    @Column(name = "sent_at")
    private Instant sentAt;

    protected SentForm() {}

    SentForm(String nonce, Caller caller, Instant now) {
        this.nonce = nonce;
        this.accountId = caller.requireAccount().value();
        this.sentBy = caller.personOrNull();
        this.sentAt = now;
    }

    boolean isOf(AccountId account) {
        return account.value().equals(accountId);
    }

    public @Nullable UUID sentBy() {
        return sentBy;
    }

    public Instant sentAt() {
        return sentAt;
    }
}
