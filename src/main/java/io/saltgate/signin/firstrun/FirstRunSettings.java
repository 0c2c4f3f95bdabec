package io.saltgate.signin.firstrun;

import io.saltgate.platform.Settings;
import io.saltgate.signin.passwords.Password;
import io.saltgate.signin.passwords.PasswordRules;
import io.saltgate.users.EmailAddress;
import java.util.Optional;

/** The first person from the configuration ({@code saltgate.bootstrap.*}), for set-up without a browser. */
public record FirstRunSettings(EmailAddress email, String password, String account) {

    public static Optional<FirstRunSettings> from(Settings settings) {
        Optional<String> email = settings.find("saltgate.bootstrap.email");
        Optional<String> password = settings.find("saltgate.bootstrap.password");
        if (email.isEmpty() && password.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FirstRunSettings(
                email.flatMap(EmailAddress::parse)
                        .orElseThrow(() -> invalid("saltgate.bootstrap.email", "is not an email address")),
                password.filter(text -> PasswordRules.check(text, "").isEmpty())
                        .orElseThrow(() -> invalid(
                                "saltgate.bootstrap.password",
                                "has fewer than " + Password.MIN_LENGTH + " or more than " + Password.MAX_LENGTH
                                        + " characters")),
                settings.get("saltgate.bootstrap.account", "main")));
    }

    private static Settings.InvalidSetting invalid(String key, String complaint) {
        return new Settings.InvalidSetting(key, complaint);
    }

    @Override
    public String toString() {
        return "first person " + email;
    }
}
