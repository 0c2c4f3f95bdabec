package io.saltgate.signin.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    private static final String EMAIL = "Meera.Raghavan@example.com";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "            x",
                "\u0434\u0432\u0435\u043d\u0430\u0434\u0446\u0430\u0442\u044c!!",
                "zwölf Zeichen",
                "onlylowercaseletters"
            })
    void allowsAnyCharacters(String password) {
        assertThat(PasswordRules.check(password, EMAIL)).isEmpty();
    }

    @Test
    void countsCharactersInTheFormThatIsHashed() {
        String horse = "\ud83d\udc0e";
        assertThat(PasswordRules.check("abcdefghijk", EMAIL)).contains("setup.password.length");
        // Six letters that are two characters each until they are composed.
        assertThat(PasswordRules.check("u\u0308".repeat(6), EMAIL)).contains("setup.password.length");
        assertThat(PasswordRules.check(("abcdefghijklmnop" + horse).repeat(15) + "z", EMAIL))
                .isEmpty();
        assertThat(PasswordRules.check("0123456789abcdez".repeat(15) + horse.repeat(16), EMAIL))
                .isEmpty();
        assertThat(PasswordRules.check("0123456789abcdez".repeat(16) + "x", EMAIL))
                .contains("setup.password.length");
        assertThat(PasswordRules.check("x".repeat(1_000_000), EMAIL)).contains("setup.password.length");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012345678901234567890",
                "111111111111",
                "1qaz2wsx3edc",
                "123qweasdzxc",
                "MailCreated5240",
                "PASSWORDPASSWORD",
                "abcabcabcabc",
                "meera.raghavan@EXAMPLE.com"
            })
    void refusesWhatAttackersTryFirst(String password) {
        assertThat(PasswordRules.check(password, EMAIL)).contains("password.common");
    }

    /** C29: one password is one password, however a keyboard composes it; the old code refused the second. */
    @Test
    void theSamePasswordTypedOnAnotherSystemMatches() {
        PasswordHasher hasher = new PasswordHasher();
        String hash = hasher.hash("Z\u00fcrich\u00a0und\u3000Gen\u00e8ve");

        assertThat(hasher.matches("Zu\u0308rich und Gene\u0300ve", hash)).isTrue();
        assertThat(hasher.matches("zu\u0308rich und Gene\u0300ve", hash)).isFalse();
        // NFC alone: compatible forms stay apart.
        assertThat(hasher.matches("\uff3a\u00fcrich und Gen\u00e8ve", hash)).isFalse();
    }

    @Test
    void knowsHashesOfOtherParameters() {
        PasswordHasher hasher = new PasswordHasher();
        assertThat(hasher.isOutdated(hasher.hash("correct horse"))).isFalse();
        assertThat(hasher.isOutdated("$argon2id$v=19$m=8,t=1,p=1$c2FsdC1vZi10aGUtdGVzdA$jQOTVbjiIxd425bys9f6Rw"))
                .isTrue();
    }
}
