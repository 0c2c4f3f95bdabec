package io.saltgate.overview;

import io.saltgate.team.Role;

/** An account that a person may choose, with what helps to tell it from others. */
public record AccountChoice(String slug, String name, Role role, State state) {

    /** What happens to calls of an account. */
    public enum State {
        API_ON,
        API_OFF,
        API_PAUSED,
        SUSPENDED,
        /** The account is closed to sessions without a second factor, so nothing else is said of it. */
        FACTOR_NEEDED
    }
}
