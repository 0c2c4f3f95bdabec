package io.saltgate.webhooks;

import io.saltgate.accounts.AccountId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something that happened in the product, as its back end told it. */
@Entity
@Table(name = "webhook_event")
@IdClass(WebhookKey.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class WebhookEvent {

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    private UUID id;

    private String type;

    @Column(name = "document_id")
    private String documentId;

    private String payload;

    @Column(name = "occurred_at")
    private Instant occurredAt;

    private boolean test;

    @SuppressWarnings("UnusedVariable") // the sender reads it, by SQL
    private @Nullable String traceparent;

    protected WebhookEvent() {}

    public WebhookEvent(AccountId account, UUID id, NewEvent event, Instant now, boolean test) {
        this.accountId = account.value();
        this.id = id;
        this.type = event.type().value();
        this.documentId = event.documentId().value();
        this.payload = event.payload().json();
        this.occurredAt = now;
        this.test = test;
        this.traceparent = event.traceparent();
    }

    public UUID id() {
        return id;
    }

    public EventType type() {
        return new EventType(type);
    }

    public String documentId() {
        return documentId;
    }

    public Payload payload() {
        return new Payload(payload);
    }

    public Instant occurredAt() {
        return occurredAt;
    }

    public boolean isTest() {
        return test;
    }
}
