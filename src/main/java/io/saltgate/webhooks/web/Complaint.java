package io.saltgate.webhooks.web;

import io.saltgate.accounts.RuleRefused;

/**
 * What is wrong with a field.
 *
 * @param code the message is {@code complaint.<code>}
 * @param detail what the message names; empty if it names nothing
 * @param suggestion what to enter instead; empty if there is nothing to offer
 */
public record Complaint(String code, String detail, String suggestion) {

    Complaint(String code, String detail) {
        this(code, detail, "");
    }

    static Complaint of(String code) {
        return new Complaint(code, "");
    }

    static Complaint of(RuleRefused refused) {
        return of(refused.code());
    }
}
