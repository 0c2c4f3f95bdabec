package io.saltgate.signin;

import io.saltgate.signin.sessions.SessionId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A form, sealed, that waits while its person confirms at the identity provider who they are. */
@Entity
@Table(name = "waiting_form")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class WaitingForm {

    /** The longest sealed form that is kept. */
    public static final int MAX_FORM = 1_000_000;

    /** The longest path. */
    public static final int MAX_PATH = 1_000;

    @Id
    @Column(name = "session_hash")
    private String sessionHash;

    @Column(name = "user_id")
    private UUID userId;

    private String path;

    @Column(name = "csrf_token")
    private String csrfToken;

    private String form;

    @Column(name = "kept_at")
    private Instant keptAt;

    protected WaitingForm() {}

    WaitingForm(SessionId session, UUID userId, String path, String form, Instant now) {
        this.sessionHash = session.hash();
        this.userId = userId;
        this.path = path;
        this.csrfToken = session.csrfToken();
        this.form = form;
        this.keptAt = now;
    }

    UUID userId() {
        return userId;
    }

    Instant keptAt() {
        return keptAt;
    }

    /** The address that it was sent to. */
    public String path() {
        return path;
    }

    /** The token of the session that it was sealed for. */
    public String csrfToken() {
        return csrfToken;
    }

    /** As {@link io.saltgate.platform.web.KeptForms} has sealed it. */
    public String form() {
        return form;
    }
}
