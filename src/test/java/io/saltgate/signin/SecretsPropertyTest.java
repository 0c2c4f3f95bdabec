package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.sessions.AccountPath;
import io.saltgate.signin.sessions.SessionId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SecretsPropertyTest {

    @Property
    void noCookieThrowsAndNoneIsReadAsAnother(@ForAll String text, @ForAll("nearly") String nearly) {
        for (String each : new String[] {text, nearly}) {
            boolean wellFormed = each.matches("[0-9A-Za-z]{43}");
            assertThat(SessionId.parse(each)
                            .map(SessionId::reveal)
                            .filter(each::equals)
                            .isPresent())
                    .isEqualTo(wellFormed);
            assertThat(DeviceId.parse(each)
                            .map(DeviceId::reveal)
                            .filter(each::equals)
                            .isPresent())
                    .isEqualTo(wellFormed);
        }
    }

    @Property
    void noRawPathThrows(@ForAll String path) {
        boolean plain = path.matches("/[!-$&-:<-\\[\\]-~]*");
        assertThat(plain || AccountPath.isAmbiguous(path)).isTrue();
    }

    @Provide
    Arbitrary<String> nearly() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withCharRange('0', '9')
                        .withCharRange('A', 'Z')
                        .ofMinLength(42)
                        .ofMaxLength(44),
                Arbitraries.strings().ofLength(43),
                Arbitraries.strings().withChars("abcXYZ019=;, \"\n\u0660é").ofLength(43));
    }
}
