package io.saltgate.audit;

import java.io.Serializable;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key of an entry: its chain and its place in it. */
public class AuditEntryId implements Serializable {

    private @Nullable UUID chainId;
    private long seq;

    protected AuditEntryId() {}

    AuditEntryId(UUID chainId, long seq) {
        this.chainId = chainId;
        this.seq = seq;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AuditEntryId key && Objects.equals(chainId, key.chainId) && seq == key.seq;
    }

    @Override
    public int hashCode() {
        return Objects.hash(chainId, seq);
    }
}
