package io.saltgate.gate;

import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows that a statement gives of one token and its account, one for each whitelist entry, and makes an
 * {@link AccountReading} of them.
 */
final class AccountRows implements Supplier<AccountReading> {

    private final String hash;
    private final Instant now;
    private final TokenOwner owner;
    private final boolean retired;
    private final @Nullable Instant expiresAt;
    private final String slug;
    private final @Nullable String externalId;
    private final String status;
    private final @Nullable String api;
    private final @Nullable String mode;
    private final Map<String, @Nullable Instant> entries = new HashMap<>(2);

    /** Reads the columns that are the same in all rows. */
    AccountRows(String hash, ResultSet row, Instant now) throws SQLException {
        this.hash = hash;
        this.now = now;
        owner = new TokenOwner(row.getObject(6, UUID.class), row.getObject(3, UUID.class));
        retired = row.getBoolean(4);
        expiresAt = instant(row, 5);
        slug = row.getString(7);
        externalId = row.getString(8);
        status = row.getString(9);
        api = row.getString(10);
        mode = row.getString(11);
    }

    void add(ResultSet row) throws SQLException {
        String range = row.getString(12);
        if (range != null) {
            entries.put(range, instant(row, 13));
        }
    }

    /** Runs on the thread of the call that asked, so that unreadable data of one account fails no other call. */
    @Override
    public AccountReading get() {
        return new AccountReading(hash, owner, state(), now);
    }

    private @Nullable GateState state() {
        if (retired || api == null || api.equals("OFF") || status.equals("CLOSED")) {
            return null;
        }
        AddressMatcher listed = entries.isEmpty()
                ? AddressMatcher.EMPTY
                : new AddressMatcher(entries.entrySet().stream()
                        .map(entry -> new AddressMatcher.Entry(IpRange.of(entry.getKey()), entry.getValue()))
                        .toList());
        return new GateState(
                owner.accountId(),
                slug,
                externalId,
                status.equals("SUSPENDED"),
                api.equals("PAUSED"),
                owner.tokenId(),
                expiresAt,
                mode == null ? Whitelist.Mode.OFF : Whitelist.Mode.valueOf(mode),
                listed);
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
