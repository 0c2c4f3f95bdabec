package io.saltgate.console;

import io.saltgate.platform.web.Exchange;
import java.util.Optional;

/**
 * Judges the password, and the code of a person who has a second factor, or the passkey, with which a person confirms,
 * in the middle of an action, who they are.
 */
public interface Confirmations {

    /**
     * Why the password was not accepted.
     *
     * @param status of the answer
     * @param complaint key of its message
     * @param seconds the message's parameter
     */
    record Refusal(int status, String complaint, long seconds) {}

    /**
     * Judges the password in the field {@link io.saltgate.platform.web.Page#CONFIRMATION}, or the passkey in {@link
     * io.saltgate.platform.web.Page#CONFIRMATION_PASSKEY} if there is one. If it is right, the
     * request's caller has proved from now on who it is, and the browser gets a new session with the answer.
     *
     * @return empty if it is right
     */
    Optional<Refusal> confirm(Exchange exchange);
}
