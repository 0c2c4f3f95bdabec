package io.saltgate.signin.firstrun;

import io.saltgate.platform.PlainText;
import io.saltgate.signin.passwords.PasswordRules;
import io.saltgate.users.EmailAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the form of the first run must hold. */
public final class SetupRules {

    private static final int MAX_NAME = 100;

    private SetupRules() {}

    /** @return message keys by field; empty if all is well */
    public static Map<String, String> check(String name, String email, String password, String account) {
        Map<String, String> complaints = checkPerson(name, email, password);
        if (EmailAddress.parse(email).isEmpty()) {
            complaints.put("email", "setup.email.invalid");
        }
        if (!isName(account)) {
            complaints.put("account", "setup.account.invalid");
        }
        return complaints;
    }

    /**
     * What a new person's name and password must be.
     *
     * @return message keys by field; empty if all is well
     */
    public static Map<String, String> checkPerson(String name, String email, String password) {
        Map<String, String> complaints = new LinkedHashMap<>();
        if (!isName(name)) {
            complaints.put("name", "setup.name.invalid");
        }
        PasswordRules.check(password, email).ifPresent(complaint -> complaints.put("password", complaint));
        return complaints;
    }

    /** One line of 1 to 100 characters without control or direction marks, which could make it read as another. */
    public static boolean isName(String text) {
        String plain = text.strip();
        return !plain.isEmpty() && plain.length() <= MAX_NAME && PlainText.isPlain(plain);
    }
}
