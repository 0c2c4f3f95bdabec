package io.saltgate.signin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReturnPathPropertyTest {

    private static final URI HERE = URI.create("https://console.example/signin");

    @Property
    void leadsToAPageOfOursWhateverIsAsked(@ForAll String text, @ForAll("nearly") String nearly) {
        for (String asked : new String[] {text, nearly}) {
            URI led = HERE.resolve(ReturnPath.of(asked));

            assertThat(led.getHost()).isEqualTo("console.example");
            assertThat(led.normalize().getPath()).isEqualTo(led.getPath()).matches("/(accounts|invitation/).*");
            assertThat(led.getRawQuery())
                    .satisfiesAnyOf(
                            query -> assertThat(query).isNull(),
                            query -> assertThat(asked).endsWith("?" + query));
            assertThat(led.getFragment()).isNull();
        }
    }

    @Provide
    Arbitrary<String> nearly() {
        return Arbitraries.of(
                        "/accounts",
                        "/accounts/acme",
                        "/accounts/acme/settings/api",
                        "/invitation",
                        "0123456789012345678901234567890123456789abc",
                        "/",
                        "//",
                        "..",
                        ".",
                        "\\",
                        "%2f",
                        "?",
                        "#",
                        ":",
                        "evil.example",
                        "https:",
                        "\n",
                        "a",
                        "-",
                        "/settings")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }
}
