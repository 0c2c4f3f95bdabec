package io.saltgate.users;

import jakarta.ejb.ApplicationException;

/** Refused: another person has proved the address already. Nothing is taken from anybody. */
@ApplicationException(rollback = true, inherited = true)
public class AddressTaken extends RuntimeException {

    AddressTaken() {
        super("another person has the address");
    }

    AddressTaken(Throwable cause) {
        super("another person has the address", cause);
    }
}
