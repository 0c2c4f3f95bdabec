package io.saltgate.api.idempotency;

import jakarta.ejb.ApplicationException;

/**
 * Thrown if another transaction has the key's row, or had it a moment ago: look it up or execute the call again.
 */
@ApplicationException(rollback = true)
public class KeyBusy extends RuntimeException {
    KeyBusy(Throwable cause) {
        super("another call has this idempotency key", cause);
    }
}
