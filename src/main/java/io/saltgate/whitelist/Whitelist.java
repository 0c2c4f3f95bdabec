package io.saltgate.whitelist;

import io.saltgate.accounts.AccountId;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mode of an account's whitelist, in a table of its own, apart from the API's state. The version counts changes of
 * mode and entries; a form that sets the mode is bound to it.
 */
@Entity
@Table(name = "whitelist")
@Cacheable(false)
@SuppressWarnings("NullAway.Init") // the provider fills the fields
public class Whitelist {

    public enum Mode {
        /** The list is kept and not used. */
        OFF,
        /** Calls from other addresses pass and are counted. */
        REPORT_ONLY,
        /** Calls from other addresses are refused; with an empty list, every call. */
        ENFORCED
    }

    @Id
    @Column(name = "account_id")
    private UUID accountId;

    @Enumerated(EnumType.STRING)
    private Mode mode;

    private long version;

    @Column(name = "changed_at")
    private Instant changedAt;

    @Column(name = "changed_by")
    private @Nullable UUID changedBy;

    protected Whitelist() {}

    Whitelist(AccountId account, Instant now) {
        this.accountId = account.value();
        this.mode = Mode.OFF;
        this.version = now.toEpochMilli(); // a form of an earlier list must not fit this one
        this.changedAt = now;
    }

    void changeMode(Mode newMode, Instant now, @Nullable UUID by) {
        mode = newMode;
        touch(now, by);
    }

    /**
     * Guards a change that was decided on an earlier look at the list.
     *
     * @param seen the version that they saw; null for one that was decided without
     * @throws WhitelistChanged if mode or entries changed since
     */
    void requireVersion(@Nullable Long seen) {
        if (seen != null && seen != version) {
            throw new WhitelistChanged(this);
        }
    }

    /** Counts a change of the entries. */
    void touch(Instant now, @Nullable UUID by) {
        version++;
        changedAt = now;
        changedBy = by;
    }

    Mode mode() {
        return mode;
    }

    long version() {
        return version;
    }

    Instant changedAt() {
        return changedAt;
    }

    @Nullable
    UUID changedBy() {
        return changedBy;
    }
}
