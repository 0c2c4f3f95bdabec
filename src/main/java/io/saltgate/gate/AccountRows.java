package io.saltgate.gate;

import io.saltgate.whitelist.AddressMatcher;
import io.saltgate.whitelist.IpRange;
import io.saltgate.whitelist.Whitelist;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the database's rows say of one token's account: each of its tokens with each of its entries. */
final class AccountRows implements Supplier<AccountReading> {

    private record Token(UUID id, @Nullable Instant expiresAt) {}

    private final String hash;
    private final Instant now;
    private final TokenOwner owner;
    private final String slug;
    private final @Nullable String externalId;
    private final String status;
    private final @Nullable String api;
    private final @Nullable String mode;
    private final Map<String, Token> tokens = new LinkedHashMap<>(2);
    private final Map<String, @Nullable Instant> entries = new HashMap<>(2);

    /** Takes what is the same in all rows. */
    AccountRows(String hash, ResultSet row, Instant now) throws SQLException {
        this.hash = hash;
        this.now = now;
        owner = new TokenOwner(row.getObject(4, UUID.class), row.getObject(3, UUID.class));
        slug = row.getString(5);
        externalId = row.getString(6);
        status = row.getString(7);
        api = row.getString(8);
        mode = row.getString(9);
    }

    void add(ResultSet row) throws SQLException {
        String token = row.getString(11);
        if (token != null && !tokens.containsKey(token)) {
            // What is remembered of many accounts is worth being there once.
            boolean asked = token.equals(hash);
            UUID id = asked ? owner.tokenId() : row.getObject(10, UUID.class);
            tokens.put(asked ? hash : token, new Token(id, instant(row, 12)));
        }
        String range = row.getString(13);
        if (range != null && !entries.containsKey(range)) {
            entries.put(range, instant(row, 14));
        }
    }

    /** Made on the thread of the call that asked: what can't be read of one account is none of the others' business. */
    @Override
    public AccountReading get() {
        return new AccountReading(hash, owner, living(), now);
    }

    private Map<String, GateState> living() {
        if (api == null || api.equals("OFF") || status.equals("CLOSED")) {
            return Map.of();
        }
        AddressMatcher listed = entries.isEmpty()
                ? AddressMatcher.EMPTY
                : new AddressMatcher(entries.entrySet().stream()
                        .map(entry -> new AddressMatcher.Entry(IpRange.of(entry.getKey()), entry.getValue()))
                        .toList());
        Map<String, GateState> living = new HashMap<>();
        tokens.forEach((key, token) -> living.put(
                key,
                new GateState(
                        owner.accountId(),
                        slug,
                        externalId,
                        status.equals("SUSPENDED"),
                        api.equals("PAUSED"),
                        token.id(),
                        token.expiresAt(),
                        mode == null ? Whitelist.Mode.OFF : Whitelist.Mode.valueOf(mode),
                        listed)));
        return living;
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
