package io.saltgate.api;

import io.saltgate.platform.net.OutboundUrl;
import io.saltgate.platform.net.UrlAdvice;
import java.util.Optional;

/** Reads the member {@code url} of endpoints. */
final class WebhookUrl {

    private WebhookUrl() {}

    /** @throws CallRefused with the code of what is wrong */
    static OutboundUrl parse(String typed) {
        return switch (OutboundUrl.parse(typed)) {
            case OutboundUrl.Parsed.Ok ok -> ok.url();
            case OutboundUrl.Parsed.Bad bad ->
                throw CallRefused.unprocessable(
                        bad.complaint().code(),
                        character(bad.complaint(), typed)
                                        .orElse("url must be an https address such as https://example.com/hooks,"
                                                + " without user, fragment and spaces")
                                + "; it was " + Typed.quote(typed));
        };
    }

    /** Suggests a spelling of the host alone: paths may contain secrets, and messages end up in logs. */
    private static Optional<String> character(OutboundUrl.Complaint complaint, String typed) {
        return switch (complaint) {
            case CHARACTERS, HOST ->
                UrlAdvice.of(typed).map(advice -> switch (advice.place()) {
                    case HOST -> "the host of url can't contain " + advice.character() + asciiForm(advice);
                    case REST -> "url can't contain " + advice.character() + "; percent-encode it";
                });
            default -> Optional.empty();
        };
    }

    private static String asciiForm(UrlAdvice advice) {
        return advice.suggestion()
                .map(OutboundUrl::parse)
                .flatMap(parsed -> parsed instanceof OutboundUrl.Parsed.Ok ok
                        ? Optional.of(", its ASCII form is " + ok.url().host())
                        : Optional.empty())
                .orElse("");
    }
}
