package io.saltgate.webhooks.delivery;

import io.saltgate.webhooks.WebhookKey;
import io.saltgate.webhooks.endpoints.Endpoint;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to one endpoint; its id is {@code webhook-id}, the same at every attempt. The sender changes
 * these rows by SQL of its own ({@link DeliveryQueue}); here they are made and read.
 */
@Entity
@Table(name = "webhook_delivery")
@IdClass(WebhookKey.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Delivery {

    public enum Cause {
        EVENT,
        TEST,
        REPLAY
    }

    public enum State {
        PENDING,
        SUCCEEDED,
        /** The last attempt that the schedule has was made. */
        FAILED,
        /** The endpoint was switched off or removed first. */
        CANCELLED
    }

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    private UUID id;

    @Column(name = "endpoint_id")
    private UUID endpointId;

    @Column(name = "event_id")
    private UUID eventId;

    @Enumerated(EnumType.STRING)
    private Cause cause;

    private int generation;

    @Enumerated(EnumType.STRING)
    private State state;

    @Column(name = "due_at")
    private Instant dueAt;

    @Column(name = "claim_id")
    private @Nullable UUID claimId;

    private int attempts;

    @Column(name = "created_at")
    private Instant createdAt;

    protected Delivery() {}

    /** @param dueAt by the database, since all nodes judge it */
    public Delivery(UUID id, Endpoint endpoint, UUID event, Cause cause, Instant now, Instant dueAt) {
        this.accountId = endpoint.accountId();
        this.id = id;
        this.endpointId = endpoint.id();
        this.eventId = event;
        this.cause = cause;
        this.generation = endpoint.generation();
        this.state = State.PENDING;
        this.dueAt = dueAt;
        this.createdAt = now;
    }

    public UUID accountId() {
        return accountId;
    }

    public UUID id() {
        return id;
    }

    public UUID endpointId() {
        return endpointId;
    }

    public UUID eventId() {
        return eventId;
    }

    public Cause cause() {
        return cause;
    }

    public int generation() {
        return generation;
    }

    public State state() {
        return state;
    }

    /** When the next attempt is due; while one is made, when it counts as lost. */
    public Instant dueAt() {
        return dueAt;
    }

    /** Whether a node is at it. */
    public boolean isUnderWay() {
        return claimId != null;
    }

    public int attempts() {
        return attempts;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
