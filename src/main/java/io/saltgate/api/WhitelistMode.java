package io.saltgate.api;

import io.saltgate.whitelist.Whitelist;

/** The mode of a whitelist as the API writes it: {@code off}, {@code reportOnly}, {@code enforced}. */
final class WhitelistMode {

    private WhitelistMode() {}

    static String text(Whitelist.Mode mode) {
        return switch (mode) {
            case OFF -> "off";
            case REPORT_ONLY -> "reportOnly";
            case ENFORCED -> "enforced";
        };
    }

    /** @throws CallRefused with 422 */
    static Whitelist.Mode parse(String text) {
        for (Whitelist.Mode mode : Whitelist.Mode.values()) {
            if (text(mode).equals(text)) {
                return mode;
            }
        }
        throw CallRefused.unprocessable(
                "whitelist.mode.invalid", "mode is off, reportOnly or enforced; it was " + Typed.quote(text));
    }
}
