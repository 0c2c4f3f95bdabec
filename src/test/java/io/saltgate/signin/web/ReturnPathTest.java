package io.saltgate.signin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts",
                "/accounts/acme",
                "/accounts/acme/settings/api",
                "/accounts/acme/settings/api/token/rotation",
                "/operator/keys"
            })
    void leadsToPagesOfOurs(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo(asked);
    }

    /** C35 */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts/acme/settings/audit?page=2",
                "/accounts/acme/settings/ip-whitelist?find=10.0.0.0%2F8&page=3",
                "/accounts/acme?x=1",
                "/accounts?all=1",
                "/accounts/acme?to=https://evil.example//x",
                "/operator/accounts?q=Acme+%26+S%C3%B6hne"
            })
    void keepsTheQueryOfThePage(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"?", "?x=%", "?x=%zz", "?x#y", "?x=\r\nSet-Cookie: x=1", "?x=<script>", "?x=\\", "?x=\u00fc"})
    void leavesOutWhatIsNoQuery(String query) {
        assertThat(ReturnPath.of("/accounts/acme" + query)).isEqualTo("/accounts/acme");
        assertThat(ReturnPath.of("/accounts/acme?" + "x".repeat(1_001))).isEqualTo("/accounts/acme");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?",
                "?to=/accounts/acme",
                "https://evil.example?/accounts/acme",
                "//evil.example/?x=/accounts",
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/accounts/../x",
                "/accounts//evil.example",
                "/signout",
                "javascript:alert(1)",
                "/accounts/acme#x",
                "/accounts/acme\r\nSet-Cookie: x=1",
                "/accounts/ACME",
                "/accounts/acme/"
            })
    void leadsNowhereElse(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo("/accounts");
    }
}
