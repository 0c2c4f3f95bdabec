package io.saltgate.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The end of a chain of entries: one chain per account, and one for what belongs to no account.
 *
 * <p>The end is sealed, so that nobody without the key ring can cut entries off and move it back. An end that somebody
 * did move is never sealed again: the chain goes on, and the verifier finds it for good.
 */
@Entity
@Table(name = "audit_chain")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class AuditChain {

    /** The chain of set-up, operators, and sign-ins. */
    static final UUID SYSTEM = new UUID(0, 0);

    @Id
    private UUID id;

    @Column(name = "last_seq")
    private long lastSeq;

    @Column(name = "last_hash")
    private String lastHash;

    private @Nullable String seal;

    protected AuditChain() {}

    /** Without a seal yet. */
    AuditChain(UUID id) {
        this.id = id;
        this.lastHash = "";
    }

    /** Empty as the migration made it, or as somebody made it who emptied it. */
    boolean isUntouched() {
        return lastSeq == 0 && seal == null;
    }

    boolean isSealed(AuditSeals seals) {
        return seals.isSeal(seal, id, lastSeq, lastHash);
    }

    /** The key id that the seal names; empty text if it names none. */
    String sealKey() {
        return AuditSeals.keyOf(seal);
    }

    void seal(AuditSeals seals) {
        seal = seals.seal(id, lastSeq, lastHash);
    }

    void append(AuditEntry entry, AuditSeals seals) {
        boolean whole = isSealed(seals);
        lastSeq = entry.seq();
        lastHash = entry.hash();
        if (whole) {
            seal(seals);
        }
    }

    UUID id() {
        return id;
    }

    long nextSeq() {
        return lastSeq + 1;
    }

    String lastHash() {
        return lastHash;
    }
}
