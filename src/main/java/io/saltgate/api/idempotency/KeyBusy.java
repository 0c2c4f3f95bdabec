package io.saltgate.api.idempotency;

import jakarta.ejb.ApplicationException;

/** Another transaction has the key's row, or had it a moment ago: the call is to be looked for, or done, once more. */
@ApplicationException(rollback = true)
public class KeyBusy extends RuntimeException {
    KeyBusy(Throwable cause) {
        super("another call has this idempotency key", cause);
    }
}
