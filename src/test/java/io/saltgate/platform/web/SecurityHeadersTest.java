package io.saltgate.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {

    @Test
    void dataIsNeitherShownNorRunNorStored() {
        Map<String, String> headers = SecurityHeaders.ofData(false);
        assertThat(headers)
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                .doesNotContainKey("Strict-Transport-Security");
    }

    @Test
    void whereThePublicAddressIsHttpsBrowsersStayThere() {
        assertThat(SecurityHeaders.ofData(true))
                .containsEntry("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    }
}
