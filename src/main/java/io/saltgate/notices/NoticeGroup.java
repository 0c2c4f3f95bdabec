package io.saltgate.notices;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Notices to owners, by what a person can switch off for themselves. */
public enum NoticeGroup {
    API(
            Notice.QUIET,
            "account.api.management.allowed",
            "account.api.management.ended",
            "account.closed",
            "account.reopened",
            "account.suspended",
            "account.suspension.lifted",
            "api.disabled",
            "api.enabled",
            "api.paused",
            "token.regenerated",
            "token.reported"),
    /** Copied ones: a digest of one mail a day. */
    SECRETS(Duration.ofDays(1), "salt.copied", "token.copied"),
    /** What ends soon without anyone's doing. */
    ENDINGS(Notice.QUIET, "token.overlap.ending", "whitelist.entry.ending"),
    /** The age of the token. */
    AGE(Notice.QUIET, TokenAgeNotices.DUE, TokenAgeNotices.OLD),
    WEBHOOKS(Notice.QUIET, "webhook.endpoint.disabled", "webhook.endpoint.switched.off"),
    TEAM(
            Notice.QUIET,
            "address.changed",
            "address.proved",
            "factor.added",
            "factor.removed",
            "member.invited",
            "member.owner.added",
            "member.role.changed",
            "passkey.added",
            "passkey.counter.back",
            "password.recovered",
            "person.disabled",
            "recovery.link.created");

    private final Duration quiet;
    private final Set<String> codes;

    NoticeGroup(Duration quiet, String... codes) {
        this.quiet = quiet;
        this.codes = Set.of(codes);
    }

    /** Codes of its notices. */
    Set<String> codes() {
        return codes;
    }

    /** From one mail of a kind to the next. */
    Duration quiet() {
        return quiet;
    }

    /** The group of a notice; empty if nobody gets one of this code. */
    static Optional<NoticeGroup> of(String code) {
        return Arrays.stream(values())
                .filter(group -> group.codes.contains(code))
                .findFirst();
    }
}
