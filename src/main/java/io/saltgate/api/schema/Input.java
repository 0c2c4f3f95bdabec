package io.saltgate.api.schema;

import io.saltgate.platform.web.ErrorCode;
import java.util.List;

/** Kinds of input that several calls read, each with the codes of what can be wrong with it. */
public enum Input {
    /** Where webhooks are sent. */
    WEBHOOK_URL(
            ErrorCode.URL_EMPTY,
            ErrorCode.URL_LONG,
            ErrorCode.URL_CHARACTERS,
            ErrorCode.URL_FORM,
            ErrorCode.URL_SCHEME,
            ErrorCode.URL_USER,
            ErrorCode.URL_FRAGMENT,
            ErrorCode.URL_HOST,
            ErrorCode.URL_PORT,
            ErrorCode.TARGET_ADDRESS,
            ErrorCode.TARGET_PLAIN,
            ErrorCode.TARGET_PORT,
            ErrorCode.TARGET_UNKNOWN,
            ErrorCode.TARGET_UNRESOLVED),
    /** An address or range. */
    RANGE(
            ErrorCode.WHITELIST_RANGE_EMPTY,
            ErrorCode.WHITELIST_RANGE_LEADING_ZERO,
            ErrorCode.WHITELIST_RANGE_ZONE,
            ErrorCode.WHITELIST_RANGE_INVISIBLE,
            ErrorCode.WHITELIST_RANGE_HOST_BITS,
            ErrorCode.WHITELIST_RANGE_INVALID);

    private final List<ErrorCode> errors;

    Input(ErrorCode... errors) {
        this.errors = List.of(errors);
    }

    public List<ErrorCode> errors() {
        return errors;
    }
}
