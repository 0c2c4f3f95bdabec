package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/accounts/acme/../other/settings/api",
                "/accounts/acme/..",
                "/accounts/./acme",
                "/accounts/acme/.",
                "/accounts/%61cme",
                "/accounts/acme%2f..%2fother",
                "/accounts/acme;x/settings/api",
                "/accounts;x/acme",
                "//accounts/acme",
                "/accounts//acme",
                "/accounts/acme//settings",
                "/accounts\\acme",
                "/accounts/acme\u0000",
                "/accounts/acm\u00e9",
                "",
                "accounts",
                "/accounts/acme settings",
                "/..;/accounts/acme"
            })
    void anAddressThatCanBeReadInTwoWaysIsAmbiguous(String path) {
        assertThat(AccountPath.isAmbiguous(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/accounts",
                "/accounts/acme",
                "/accounts/acme/settings/api",
                "/theme/js/copy.js",
                "/a..b/..c/d.."
            })
    void anOrdinaryAddressIsNot(String path) {
        assertThat(AccountPath.isAmbiguous(path)).isFalse();
    }
}
