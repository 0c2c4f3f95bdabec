package io.saltgate.platform.web;

import io.saltgate.platform.crypto.Base62;

/**
 * Creates an idempotency token for each form of a page, by which a form that is sent twice is recognised; templates
 * know it as {@code forms}.
 */
public final class FormNonces {

    /** The form field. */
    public static final String FIELD = "_nonce";

    private static final int LENGTH = 22;

    FormNonces() {}

    /** Another one at each call: the forms of one page are apart. */
    public String nonce() {
        return Base62.random(LENGTH);
    }

    public static boolean isNonce(String text) {
        return text.length() == LENGTH && Base62.isBase62(text);
    }
}
