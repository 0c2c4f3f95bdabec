package io.saltgate.webhooks.delivery;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One try to deliver: what was sent, without its secrets, and what came of it. The sender writes these rows. */
@Entity
@Table(name = "webhook_attempt")
@IdClass(Attempt.Key.class)
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Attempt {

    /** What came of it. */
    public enum Outcome {
        /** A status of 200 to 299: the one success. */
        SUCCEEDED,
        /** Any other status. */
        REJECTED,
        /** 410: the endpoint was switched off. */
        GONE,
        ADDRESS_FORBIDDEN,
        PLAIN_HTTP,
        PORT_FORBIDDEN,
        NAME_UNKNOWN,
        NAME_FAILED,
        CONNECT_REFUSED,
        CONNECT_TIMEOUT,
        UNREACHABLE,
        TLS,
        TIMEOUT,
        CLOSED,
        MALFORMED,
        /** The node that sent it ended before it wrote down what came of it. */
        INTERRUPTED,
        /** A fault of Saltgate's own. */
        INTERNAL;

        public boolean isSuccess() {
            return this == SUCCEEDED;
        }
    }

    /** The account, the delivery and the number. */
    public static class Key implements Serializable {
        private @Nullable UUID accountId;
        private @Nullable UUID deliveryId;
        private int number;

        protected Key() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && Objects.equals(accountId, key.accountId)
                    && Objects.equals(deliveryId, key.deliveryId)
                    && number == key.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(accountId, deliveryId, number);
        }
    }

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Id
    @Column(name = "delivery_id")
    private UUID deliveryId;

    @Id
    private int number;

    @Column(name = "began_at")
    private Instant beganAt;

    private int millis;

    @Enumerated(EnumType.STRING)
    private Outcome outcome;

    private @Nullable Short status;

    private String detail;

    @Column(name = "sent_to")
    private String sentTo;

    @Column(name = "sent_head")
    private String sentHead;

    @Column(name = "mac_start")
    private String macStart;

    @Column(name = "sent_sha256")
    private @Nullable String sentSha256;

    @Column(name = "sent_bytes")
    private @Nullable Integer sentBytes;

    @Column(name = "signed_bytes")
    private @Nullable Integer signedBytes;

    @Column(name = "answer_head")
    private String answerHead;

    @Column(name = "answer_body")
    private String answerBody;

    @Enumerated(EnumType.STRING)
    @Column(name = "answer_form")
    private AnswerBody.@Nullable Form answerForm;

    @Column(name = "answer_label")
    private @Nullable String answerLabel;

    @Column(name = "answer_bytes")
    private @Nullable Long answerBytes;

    @Column(name = "answer_cut")
    private @Nullable Boolean answerCut;

    protected Attempt() {}

    public int number() {
        return number;
    }

    public Instant beganAt() {
        return beganAt;
    }

    public int millis() {
        return millis;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Null if there was no answer. */
    public @Nullable Integer status() {
        return status == null ? null : status.intValue();
    }

    /** More of a failure, in English; empty if there is no more to say. */
    public String detail() {
        return detail;
    }

    /** The address that was connected to; empty if none was. */
    public String sentTo() {
        return sentTo;
    }

    /** Header lines, the values of secret ones masked. */
    public String sentHead() {
        return sentHead;
    }

    /** The first characters of the {@code mac}; empty if there was none. */
    public String macStart() {
        return macStart;
    }

    public String answerHead() {
        return answerHead;
    }

    /** Of the body that was sent, in hex; null if that was not written down. */
    public @Nullable String sentSha256() {
        return sentSha256;
    }

    /** Of the body that was sent; null if that was not written down. */
    public @Nullable Integer sentBytes() {
        return sentBytes;
    }

    /** Of what the signature is over, id and timestamp included; null if that was not written down. */
    public @Nullable Integer signedBytes() {
        return signedBytes;
    }

    /** The beginning of the answer's body, if it is text. */
    public String answerBody() {
        return answerBody;
    }

    /** The name of an {@link AnswerBody.Form}; in rows from before, what can be told of the text. */
    public String answerForm() {
        if (answerForm == null) {
            return (answerBody.isEmpty() ? AnswerBody.Form.EMPTY : AnswerBody.Form.TEXT).name();
        }
        return answerForm.name();
    }

    /** The content coding or media type of what is no text; may be empty. */
    public String answerLabel() {
        return answerLabel == null ? "" : answerLabel;
    }

    /** Of the answer's whole body; null if that isn't known. */
    public @Nullable Long answerBytes() {
        return answerBytes;
    }

    /** Whether the answer's body was longer than what is kept. */
    public boolean isAnswerCut() {
        return answerCut == null ? answerBody.length() >= Attempts.MOST_KEPT - 1 : answerCut;
    }
}
