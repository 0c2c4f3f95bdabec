package io.saltgate.signin.factors;

import io.saltgate.platform.crypto.Sealing;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.UUID;

/** A person's authenticator app: its sealed secret, and the last step whose code was accepted. */
@Entity
@Table(name = "authenticator_app")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class AuthenticatorApp {

    private static final UUID NO_ROW = new UUID(0, 0);

    @Id
    @Column(name = "user_id")
    private UUID userId;

    @Column(name = "sealed_secret")
    private String sealedSecret;

    @Column(name = "added_at")
    private Instant addedAt;

    @Column(name = "last_step")
    private long lastStep;

    protected AuthenticatorApp() {}

    AuthenticatorApp(UUID userId, TotpSecret secret, long step, Instant now, Sealing sealing) {
        this.userId = userId;
        this.sealedSecret = sealing.seal(secret.reveal(), place(userId));
        this.addedAt = now;
        this.lastStep = step;
    }

    /** Accepts a code, each once. The row has to be locked. */
    boolean accept(String code, Instant now, Sealing sealing) {
        OptionalLong step =
                TotpSecret.of(sealing.open(sealedSecret, place(userId))).match(code, now);
        if (step.isEmpty() || step.getAsLong() <= lastStep) {
            return false;
        }
        lastStep = step.getAsLong();
        return true;
    }

    Instant addedAt() {
        return addedAt;
    }

    static Sealing.Place place(UUID user) {
        return new Sealing.Place(user, NO_ROW, "authenticator app");
    }
}
