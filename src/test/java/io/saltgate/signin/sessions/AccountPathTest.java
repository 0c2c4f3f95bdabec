package io.saltgate.signin.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Slug;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** The console's and the API's paths have accounts in one place each, and nobody else reads any. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/accounts/acme, false, acme, ''",
                "/accounts/acme/settings/api, false, acme, /settings/api",
                "/api/v1, true, -, ''",
                "/api/v1/accounts, true, -, ''",
                "/api/v1/accounts/, true, -, ''",
                "/api/v1/accounts/acme, true, acme, ''",
                "/api/v1/accounts/acme/api/pause, true, acme, /api/pause",
                "/api/v1/accounts/ACME, true, -, ''",
                "/api/v1/account, true, -, ''",
                "/api/v10/accounts/acme, false, -, ''",
                "/api/accounts/acme, false, -, ''",
                "/accounts/api/v1/accounts/acme, false, api, /v1/accounts/acme",
                "/accounts/acme/api/v1/accounts/other, false, acme, /api/v1/accounts/other"
            })
    void readsTheAccountOfAPath(String path, boolean api, String slug, String page) {
        assertThat(AccountPath.of(path))
                .isEqualTo(new AccountPath(api, Optional.ofNullable(slug).map(Slug::new), page));
    }
}
