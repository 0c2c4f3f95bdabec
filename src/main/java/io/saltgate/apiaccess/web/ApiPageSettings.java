package io.saltgate.apiaccess.web;

import io.saltgate.platform.Settings;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/**
 * The addresses that Settings > API shows.
 *
 * @param apiUrl the product's API, for the curl line
 * @param apiDocs the operator's documentation of it, beside the token
 * @param macDocs how receivers check webhooks, beside the salt
 */
public record ApiPageSettings(String apiUrl, String apiDocs, String macDocs) {

    static ApiPageSettings from(Settings settings, PublicUrl publicUrl) {
        return new ApiPageSettings(
                address(settings, "saltgate.api.url", publicUrl.of("/api/v1")),
                address(settings, "saltgate.docs.api.url", publicUrl.of("/help/api")),
                address(settings, "saltgate.docs.mac.url", publicUrl.of("/help/webhooks")));
    }

    /** Only http and https: these become links. */
    private static String address(Settings settings, String key, String byDefault) {
        String text = settings.get(key, byDefault);
        if (!text.matches("https?://[\\x21-\\x7E&&[^\"'<>\\\\`]]+")) {
            throw new Settings.InvalidSetting(key, "is not an http or https address");
        }
        return text.replaceAll("/+$", "");
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        ApiPageSettings settings(PublicUrl publicUrl) {
            return from(Settings.current(), publicUrl);
        }
    }
}
