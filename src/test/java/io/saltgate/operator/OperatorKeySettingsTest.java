package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRing;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorKeySettingsTest {

    private static final String KEY = "k3y-of-an-operator-0123456";

    private final KeyRing ring = KeyRing.generate();

    @Test
    void thereIsNoneUnlessOneIsSet() {
        assertThat(settings("").isKey(new OperatorKeyText("null"))).isFalse();
        assertThat(settings(KEY).isKey(new OperatorKeyText(KEY))).isTrue();
        assertThat(settings(KEY).isKey(new OperatorKeyText(KEY + "x"))).isFalse();
        assertThat(settings(KEY).isKey(new OperatorKeyText(KEY.substring(1)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "123456789012345",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "abababababababababababababababababababab",
                "a key with blanks 0123456789 abcdef",
                "schl\u00fcssel-0123456789-abcdefghij",
                "tab\tinside-0123456789-abcdefghij"
            })
    void doesNotStartWithOneThatCanBeGuessedOrSentByNobody(String key) {
        assertThatThrownBy(() -> settings(key))
                .isInstanceOf(Settings.InvalidSetting.class)
                .hasMessageStartingWith("saltgate.operator.key ")
                .hasMessageNotContaining(key);
    }

    @Test
    void saysThatItCanBeGuessed() {
        assertThatThrownBy(() -> settings("hunter2"))
                .hasMessageStartingWith("saltgate.operator.key is too easy to guess")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void takesAHexKeyAndAsLongAsAHeaderHolds() {
        assertThat(settings("0123456789abcdef".repeat(16)).toString()).isEqualTo("an operator key");
        assertThatThrownBy(() -> settings("0123456789abcdef".repeat(16) + "0"))
                .isInstanceOf(Settings.InvalidSetting.class);
    }

    /** The id stands in the trail: it tells keys apart and nothing of the key. */
    @Test
    void anotherKeyHasAnotherId() {
        assertThat(settings(KEY).id(ring)).isEqualTo(settings(KEY).id(ring));
        assertThat(settings(KEY).id(ring)).isNotEqualTo(settings(KEY + "x").id(ring));
        assertThat(settings(KEY).id(ring)).isNotEqualTo(settings(KEY).id(KeyRing.generate()));
        assertThat(settings(KEY).id(ring).version()).isEqualTo(8);
        assertThat(settings(KEY).id(ring).variant()).isEqualTo(2);
    }

    @Test
    void showsNoKey() {
        assertThat(settings(KEY).toString()).doesNotContain(KEY);
        assertThat(new OperatorKeyText(KEY).toString()).doesNotContain(KEY);
    }

    private static OperatorKeySettings settings(String key) {
        return OperatorKeySettings.from(
                new Settings(name -> name.equals("saltgate.operator.key") ? Optional.of(key) : Optional.empty()));
    }
}
