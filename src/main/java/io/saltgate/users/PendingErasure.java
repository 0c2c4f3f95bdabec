package io.saltgate.users;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is left of an erased person until the audit trails have been gone through. */
@Entity
@Table(name = "pending_erasure")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class PendingErasure {

    /** For so long it is one node's. */
    private static final Duration CLAIMED = Duration.ofMinutes(5);

    @Id
    @Column(name = "user_id")
    private UUID userId;

    private @Nullable String email;
    private int part;
    private int skipped;

    @Column(name = "due_at")
    private Instant dueAt;

    protected PendingErasure() {}

    PendingErasure(UUID userId, @Nullable String email, Instant now) {
        this.userId = userId;
        this.email = email;
        this.dueAt = now;
    }

    public UUID userId() {
        return userId;
    }

    /** The address that the person had; null if another person has it. */
    public @Nullable String email() {
        return email;
    }

    public boolean isDue(Instant now) {
        return !dueAt.isAfter(now);
    }

    /** Puts it off to when it is tried again, should the node that claims it die. */
    public void claim(Instant now) {
        dueAt = now.plus(CLAIMED);
    }

    /** Which entries are gone through now; counted from 0. */
    public int part() {
        return part;
    }

    /** How many of that part's entries stay as they are, since they are not genuine. */
    public int skipped() {
        return skipped;
    }

    /** There is more of this part, at once. */
    public void goOn(int moreSkipped, Instant now) {
        skipped += moreSkipped;
        dueAt = now;
    }

    /** The next part is to be gone through, at once. */
    public void nextPart(Instant now) {
        part++;
        skipped = 0;
        dueAt = now;
    }
}
