package io.saltgate.signin.passwords;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** A browser that a person has signed in on before. Forgotten after 180 days without another sign-in. */
@Entity
@Table(name = "known_device")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class KnownDevice {

    static final Duration LIFETIME = Duration.ofDays(180);

    @Id
    @Column(name = "id_hash")
    private String idHash;

    @Column(name = "user_id")
    private UUID userId;

    @SuppressWarnings("UnusedVariable") // for the list of one's own devices
    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "last_used_at")
    private Instant lastUsedAt;

    protected KnownDevice() {}

    KnownDevice(DeviceId id, UUID userId, Instant now) {
        this.idHash = id.hash();
        this.userId = userId;
        this.createdAt = now;
        this.lastUsedAt = now;
    }

    boolean isOf(UUID user, Instant now) {
        return userId.equals(user) && isLive(now);
    }

    boolean isLive(Instant now) {
        return now.isBefore(lastUsedAt.plus(LIFETIME));
    }

    void use(Instant now) {
        lastUsedAt = now;
    }
}
