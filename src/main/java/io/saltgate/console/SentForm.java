package io.saltgate.console;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.platform.crypto.Hashes;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A form that was sent. Its key is a hash of account and nonce, so that a nonce that another account has used is a
 * fresh one here, and nobody can use up another account's forms. Of the operator's pages, each person has forms alone.
 */
@Entity
@Table(name = "form_sent")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class SentForm {

    @Id
    private String nonce;

    @Column(name = "account_id")
    private @Nullable UUID accountId;

    @Column(name = "sent_by")
    private @Nullable UUID sentBy;

    @Column(name = "sent_at")
    private Instant sentAt;

    protected SentForm() {}

    SentForm(String nonce, Caller caller, Instant now) {
        this.nonce = key(caller, nonce);
        AccountId account = caller.account();
        this.accountId = account == null ? null : account.value();
        this.sentBy = caller.personOrNull();
        this.sentAt = now;
    }

    static String key(Caller caller, String nonce) {
        AccountId account = caller.account();
        String owner =
                account == null ? "operator:" + caller.id() : account.value().toString();
        return Hashes.sha256("form:" + owner + ":" + nonce);
    }

    public @Nullable UUID sentBy() {
        return sentBy;
    }

    public Instant sentAt() {
        return sentAt;
    }
}
