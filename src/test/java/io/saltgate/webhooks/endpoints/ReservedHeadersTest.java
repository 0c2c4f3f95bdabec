package io.saltgate.webhooks.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C13: names of signatures, forwarding and the connection are reserved in every spelling. */
class ReservedHeadersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "svix-id",
                "svix-timestamp",
                "svix-signature",
                "webhook-id",
                "webhook-timestamp",
                "webhook-signature",
                "webhook-anything",
                "x-webhook-signature",
                "x-webhook-id",
                "x-hub-signature",
                "x-hub-signature-256",
                "stripe-signature",
                "signature",
                "signature-input",
                "content-digest",
                "digest"
            })
    void reservesSignatures(String name) {
        assertReserved(name, ReservedHeaders.Kind.SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forwarded",
                "x-forwarded-for",
                "x-forwarded-proto",
                "x-forwarded-client-cert",
                "forwarded-for",
                "x-original-forwarded-for",
                "x-original-url",
                "x-rewrite-url",
                "x-real-ip",
                "true-client-ip",
                "x-client-ip",
                "x-cluster-client-ip",
                "cf-connecting-ip",
                "cf-connecting-ipv6",
                "fastly-client-ip",
                "wl-proxy-client-ip",
                "client-ip",
                "remote-addr",
                "remote-user",
                "x-envoy-external-address",
                "x-host",
                "via"
            })
    void reservesForwarding(String name) {
        assertReserved(name, ReservedHeaders.Kind.FORWARDING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "content-length",
                "transfer-encoding",
                "content-type",
                "user-agent",
                "cookie",
                "proxy-authorization",
                "sec-fetch-site",
                "x-saltgate-change",
                "x-auth-token",
                "x-http-method-override"
            })
    void reservesTheConnection(String name) {
        assertReserved(name, ReservedHeaders.Kind.CONNECTION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"XForwardedFor", "xrealip", "TrueClientIp", "WebhookId", "svixsignature", "webhookSignature"})
    void reservesNamesWithoutSeparators(String name) {
        assertThat(ReservedHeaders.find(name)).as(name).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "x-api-key",
                "x-webhook-token",
                "x-webhook-secret",
                "x-webhook-source",
                "api_key",
                "x-tenant",
                "x-environment",
                "x-relationship",
                "x-zip",
                "apikey",
                "second-key",
                "idempotency-key",
                "x-designed-for",
                "cf-access-client-id",
                "cf-access-client-secret"
            })
    void leavesTheRestToCustomers(String name) {
        assertThat(ReservedHeaders.find(name)).as(name).isEmpty();
    }

    private static void assertReserved(String name, ReservedHeaders.Kind kind) {
        for (String spelling : List.of(
                name,
                name.toUpperCase(Locale.ROOT),
                name.replace('-', '_'),
                name.replace('-', '.'),
                name.replace("-", "__"),
                name.replace('-', '_').toUpperCase(Locale.ROOT),
                name.replaceFirst("-", "_"),
                "-" + name,
                name + "_")) {
            assertThat(ReservedHeaders.find(spelling)).as(spelling).contains(kind);
        }
    }
}
