package io.saltgate.apiaccess;

import io.saltgate.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/**
 * The settings of Auth Tokens.
 *
 * @param tokenPrefix what new tokens begin with, so that leak scanners recognise them; letters, digits and {@code _}
 */
public record ApiAccessSettings(String tokenPrefix) {

    public ApiAccessSettings {
        if (!tokenPrefix.matches("[0-9A-Za-z_]{0,16}")) {
            throw new Settings.InvalidSetting(
                    "saltgate.token.prefix", "is not up to 16 letters, digits and underscores");
        }
    }

    static ApiAccessSettings from(Settings settings) {
        return new ApiAccessSettings(settings.get("saltgate.token.prefix", "sg_"));
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        ApiAccessSettings settings() {
            return from(Settings.current());
        }
    }
}
