package io.saltgate.audit;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** The end of a chain of entries: one chain per account, and one for what belongs to no account. */
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

    protected AuditChain() {}

    AuditChain(UUID id) {
        this.id = id;
        this.lastHash = "";
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

    void append(AuditEntry entry) {
        lastSeq = entry.seq();
        lastHash = entry.hash();
    }
}
