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
        EmailAddress owner = email.flatMap(EmailAddress::parse)
                .orElseThrow(() -> invalid("saltgate.bootstrap.email", "is not an email address"));
        String text = password.orElse("");
        PasswordRules.check(text, owner.value()).ifPresent(complaint -> {
            throw invalid("saltgate.bootstrap.password", sentence(complaint));
        });
        return Optional.of(new FirstRunSettings(owner, text, settings.get("saltgate.bootstrap.account", "main")));
    }

    private static String sentence(String complaint) {
        return complaint.equals("password.common")
                ? "is too easy to guess: attackers try it first"
                : "has fewer than " + Password.MIN_LENGTH + " or more than " + Password.MAX_LENGTH + " characters";
    }

    private static Settings.InvalidSetting invalid(String key, String complaint) {
        return new Settings.InvalidSetting(key, complaint);
    }

    @Override
    public String toString() {
        return "first person " + email;
    }
}
