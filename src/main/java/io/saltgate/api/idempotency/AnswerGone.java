package io.saltgate.api.idempotency;

import io.saltgate.accounts.RuleRefused;

/**
 * Thrown if a call was executed before under the same key and its answer can't be given again: a link in it works
 * once, or what it created was replaced or removed.
 */
public class AnswerGone extends RuleRefused {
    public AnswerGone() {
        super("idempotency.answer.gone");
    }
}
