package io.saltgate.operatorevents;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** An event that is still to be sent, as the body that it will have. */
@Entity
@Table(name = "operator_event")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class OperatorEvent {

    @Id
    private UUID id;

    private String body;

    private int attempts;

    @Column(name = "due_at")
    private Instant dueAt;

    protected OperatorEvent() {}

    OperatorEvent(UUID id, String body, Instant dueAt) {
        this.id = id;
        this.body = body;
        this.dueAt = dueAt;
    }

    UUID id() {
        return id;
    }

    String body() {
        return body;
    }

    /** The attempts that were begun. */
    int attempts() {
        return attempts;
    }

    /**
     * Begins an attempt.
     *
     * @param until when it is due again, if nobody says what came of it
     * @return the attempt's number, from 1
     */
    int claim(Instant until) {
        dueAt = until;
        return ++attempts;
    }

    void putOffUntil(Instant then) {
        dueAt = then;
    }
}
