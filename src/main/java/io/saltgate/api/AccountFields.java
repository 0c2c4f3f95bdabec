package io.saltgate.api;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.Slug;
import io.saltgate.users.EmailAddress;
import org.jspecify.annotations.Nullable;

/** Reads the fields of accounts, of one or of many; 422 for what isn't valid. */
final class AccountFields {

    private AccountFields() {}

    static String name(String text) {
        if (!Account.isName(text)) {
            throw CallRefused.unprocessable("name.invalid", "name is one line of 1 to 100 characters");
        }
        return text.strip();
    }

    static Slug slug(String text) {
        return Slug.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "slug.invalid",
                        "slug is 1 to 40 lower-case letters and digits, with hyphens between them; it was "
                                + Typed.quote(text)));
    }

    static @Nullable ExternalId findExternalId(@Nullable String text) {
        return text == null ? null : externalId(text);
    }

    static ExternalId externalId(String text) {
        return ExternalId.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "external.id.invalid",
                        "externalId is 1 to 255 visible ASCII characters without spaces; it was " + Typed.quote(text)));
    }

    /** The reason of a suspension, if one is given. */
    static @Nullable String findReason(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!Account.isReason(text)) {
            throw CallRefused.unprocessable(
                    "suspension.reason.invalid",
                    "suspensionReason is one line of 1 to " + Account.MAX_REASON + " characters");
        }
        return text.strip();
    }

    static EmailAddress email(String text) {
        return EmailAddress.parse(text)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "owner.email.invalid", "ownerEmail is no email address; it was " + Typed.quote(text)));
    }
}
