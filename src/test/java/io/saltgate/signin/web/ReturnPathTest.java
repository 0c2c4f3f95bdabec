package io.saltgate.signin.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/accounts/acme", "/accounts/acme/settings/api", "/accounts/acme/settings/api/token/rotation"})
    void leadsToPagesOfAccounts(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo(asked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "/accounts/../x",
                "/accounts//evil.example",
                "/signout",
                "javascript:alert(1)",
                "/accounts/acme?x=1",
                "/accounts/acme#x",
                "/accounts/acme\r\nSet-Cookie: x=1",
                "/accounts/ACME",
                "/accounts/acme/"
            })
    void leadsNowhereElse(String asked) {
        assertThat(ReturnPath.of(asked)).isEqualTo("/accounts");
    }
}
