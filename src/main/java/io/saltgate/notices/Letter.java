package io.saltgate.notices;

import java.time.Instant;
import java.util.Optional;

/**
 * A notice with all that its mail says.
 *
 * @param to the owner's address
 * @param account the account's name
 * @param times how often it happened since the last mail
 * @param by name and address of who did it last; empty for an operator's key and for Saltgate itself
 * @param address where they called from, if it is known
 */
public record Letter(
        NoticeId id,
        String code,
        String to,
        String account,
        String slug,
        int times,
        Instant firstAt,
        Instant lastAt,
        Optional<String> by,
        Optional<String> address) {}
