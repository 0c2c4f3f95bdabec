package io.saltgate.accounts;

import jakarta.ejb.ApplicationException;

/**
 * A use case was refused by a rule of the domain. Subclasses are named as the fact that stands in the way. The
 * transaction rolls back, and the exception reaches pages and API as it is.
 */
@ApplicationException(rollback = true, inherited = true)
public abstract class RuleRefused extends RuntimeException {

    private final String code;

    /** @param code dotted lower case, for the JSON envelope and the message bundle */
    protected RuleRefused(String code) {
        super(code);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
