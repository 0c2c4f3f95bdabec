package io.saltgate.operatorevents;

import io.saltgate.platform.crypto.Sealing;
import io.saltgate.webhooks.EventType;
import io.saltgate.webhooks.TypeFilter;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The endpoint of the operator's back end. There is one row, which has no URL while nothing is sent. */
@Entity
@Table(name = "operator_endpoint")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class OperatorEndpoint {

    static final int ID = 1;

    private static final UUID NO_ACCOUNT = new UUID(0, 0);

    @Id
    private int id;

    private @Nullable String url;

    private String types;

    @Column(name = "secret_id")
    private @Nullable UUID secretId;

    @Column(name = "sealed_secret")
    private @Nullable String sealedSecret;

    @Column(name = "failing_since")
    private @Nullable Instant failingSince;

    @Column(name = "last_failure")
    private @Nullable String lastFailure;

    @Column(name = "given_up")
    private long givenUp;

    @Column(name = "compared_hour")
    private @Nullable Instant comparedHour;

    protected OperatorEndpoint() {}

    static OperatorEndpoint get(EntityManager em) {
        return Objects.requireNonNull(em.find(OperatorEndpoint.class, ID));
    }

    static OperatorEndpoint lock(EntityManager em) {
        return Objects.requireNonNull(em.find(OperatorEndpoint.class, ID, LockModeType.PESSIMISTIC_WRITE));
    }

    public Optional<String> findUrl() {
        return Optional.ofNullable(url);
    }

    public TypeFilter types() {
        return TypeFilter.stored(types);
    }

    /** Since when every attempt has failed; null if the last one succeeded. */
    public @Nullable Instant failingSince() {
        return failingSince;
    }

    /** Why the last attempt failed, as a code; null if it succeeded. */
    public @Nullable String lastFailure() {
        return lastFailure;
    }

    /** How many events were given up after their last attempt, since the endpoint was switched on. */
    public long givenUp() {
        return givenUp;
    }

    boolean takes(OperatorEventType type) {
        return url != null && types().takes(new EventType(type.text()));
    }

    /** Whether the refused calls of an hour are to be compared with those before it. */
    boolean isToCompare(Instant hour) {
        return takes(OperatorEventType.REFUSALS_RISING) && (comparedHour == null || comparedHour.isBefore(hour));
    }

    void compared(Instant hour) {
        comparedHour = hour;
    }

    void set(String newUrl, TypeFilter newTypes) {
        url = newUrl;
        types = newTypes.toColumn();
        failingSince = null;
        lastFailure = null;
    }

    /** @return the id of the secret */
    UUID seal(OperatorSecret secret, UUID newId, Sealing sealing) {
        secretId = newId;
        sealedSecret = sealing.seal(secret.reveal(), place(newId));
        return newId;
    }

    void switchOff() {
        url = null;
        types = TypeFilter.ALL.toColumn();
        secretId = null;
        sealedSecret = null;
        failingSince = null;
        lastFailure = null;
        givenUp = 0;
    }

    boolean hasSecret(UUID wanted) {
        return wanted.equals(secretId);
    }

    OperatorSecret secret(Sealing sealing) {
        return OperatorSecret.of(
                sealing.open(Objects.requireNonNull(sealedSecret), place(Objects.requireNonNull(secretId))));
    }

    void succeeded() {
        failingSince = null;
        lastFailure = null;
    }

    void failed(String failure, Instant now) {
        failingSince = failingSince == null ? now : failingSince;
        lastFailure = failure;
    }

    void gaveUp() {
        givenUp++;
    }

    static Sealing.Place place(UUID secret) {
        return new Sealing.Place(NO_ACCOUNT, secret, "operator events");
    }
}
