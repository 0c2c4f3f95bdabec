package io.saltgate.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far Saltgate has verified a chain by itself, piece by piece. A pass begins with the first entry and goes on with
 * what is new; once a day another begins, which would find a change of entries that were verified before.
 *
 * <p>The progress is sealed: who can write SQL but has no key ring can make a pass begin anew, but not skip an entry.
 */
@Entity
@Table(name = "audit_check")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class AuditCheck {

    /** How long one node has for a piece that it claimed. */
    static final Duration LEASE = Duration.ofMinutes(5);

    /** From the begin of one pass to that of the next. */
    static final Duration PASS = Duration.ofDays(1);

    @Id
    @Column(name = "chain_id")
    private UUID chainId;

    private long seq;
    private String hash;

    @Column(name = "begun_at")
    private Instant begunAt;

    @Column(name = "intact_seq")
    private long intactSeq;

    @Column(name = "intact_at")
    private @Nullable Instant intactAt;

    @Column(name = "broken_seq")
    private @Nullable Long brokenSeq;

    private @Nullable String seal;

    @Column(name = "logged_seq")
    private long loggedSeq;

    @Column(name = "logged_at")
    private @Nullable Instant loggedAt;

    @Column(name = "due_at")
    private Instant dueAt;

    @Column(name = "erased_seq")
    private long erasedSeq;

    @Column(name = "erase_at")
    private Instant eraseAt;

    protected AuditCheck() {}

    /** Of a chain that begins now. */
    AuditCheck(UUID chain, Instant now) {
        this.chainId = chain;
        this.hash = "";
        this.begunAt = now;
        this.dueAt = now;
        this.eraseAt = now;
    }

    boolean isDue(Instant now) {
        return !dueAt.isAfter(now);
    }

    boolean isErasureDue(Instant now) {
        return !eraseAt.isAfter(now);
    }

    /** Keeps it from other nodes, and from this one should the piece fail, while others get their turn. */
    void claim(Instant now) {
        dueAt = now.plus(LEASE);
    }

    void claimErasure(Instant now) {
        eraseAt = now.plus(LEASE);
    }

    /** Begins anew if a day has passed, after a damage, or if someone else has written the progress. */
    void prepare(AuditSeals seals, Instant now) {
        if (!isSealed(seals)) {
            intactSeq = 0;
            intactAt = null;
            begin(now);
        } else if (brokenSeq != null || intactAt != null && !begunAt.plus(PASS).isAfter(now) && seq == intactSeq) {
            begin(now);
        }
    }

    boolean isSealed(AuditSeals seals) {
        return seals.isCheckSeal(seal, chainId, seq, hash, intactSeq, intactAt);
    }

    private void begin(Instant now) {
        begunAt = now;
        seq = 0;
        hash = "";
    }

    /** All entries up to this one are intact; there are more. */
    void goOn(long upTo, String lastHash, AuditSeals seals, Instant now) {
        seq = upTo;
        hash = lastHash;
        dueAt = now;
        seal(seals);
    }

    /** The whole chain is intact. */
    void complete(long upTo, String lastHash, AuditSeals seals, Instant now, Duration pause) {
        seq = upTo;
        hash = lastHash;
        intactSeq = upTo;
        intactAt = now.truncatedTo(ChronoUnit.MICROS); // as both databases keep it, or the seal would not hold
        brokenSeq = null;
        dueAt = now.plus(pause);
        seal(seals);
    }

    /**
     * The chain is damaged; the next pass says whether it was restored.
     *
     * @return whether that is news
     */
    boolean breakAt(long entry, AuditSeals seals, Instant now, Duration pause) {
        boolean news = brokenSeq == null || brokenSeq != entry;
        brokenSeq = entry;
        dueAt = now.plus(pause);
        seal(seals);
        return news;
    }

    private void seal(AuditSeals seals) {
        seal = seals.checkSeal(chainId, seq, hash, intactSeq, intactAt);
    }

    /** Whether the end is to be written to the log: it has another entry, and the last time is long ago. */
    boolean mayLog(Instant now, Duration interval) {
        return !interval.isZero()
                && intactSeq != loggedSeq
                && (loggedAt == null || !loggedAt.plus(interval).isAfter(now));
    }

    void log(Instant now) {
        loggedSeq = intactSeq;
        loggedAt = now;
    }

    /** Entries up to this one have no personal data any more. */
    void erase(long upTo, Instant next) {
        erasedSeq = upTo;
        eraseAt = next;
    }

    UUID chainId() {
        return chainId;
    }

    long seq() {
        return seq;
    }

    String hash() {
        return hash;
    }

    long intactSeq() {
        return intactSeq;
    }

    @Nullable
    Instant intactAt() {
        return intactAt;
    }

    @Nullable
    Long brokenSeq() {
        return brokenSeq;
    }

    long erasedSeq() {
        return erasedSeq;
    }
}
