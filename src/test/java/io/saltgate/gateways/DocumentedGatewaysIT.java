package io.saltgate.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.gate.Refusal;
import io.saltgate.gateways.DocumentedGateway.Asked;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The samples for gateways that no test can run: what each documents to send, at a real Saltgate. */
class DocumentedGatewaysIT {

    private static final String PEER = "203.0.113.7";

    /** In every yes. */
    private static final Set<String> IDENTITY =
            Set.of("x-account-id", "x-account-slug", "x-external-id", "x-token-id", "x-decision-id");

    private static TestAccount account;
    private static Console console;
    private static String token;

    @BeforeAll
    static void enable() {
        account = TestAccount.on(GatewaySaltgate.shared());
        console = account.signIn();
        console.enableApi();
        token = console.authToken();
    }

    @ParameterizedTest
    @EnumSource
    void listsAllThatMatters(DocumentedGateway gateway) {
        assertThat(gateway.path()).isEqualTo("/verify");
        assertThat(gateway.sent()).contains("x-auth-token").doesNotContain("cookie");
        assertThat(gateway.replaced()).containsAll(IDENTITY).contains("x-would-refuse");
        assertThat(gateway.timeoutSeconds()).isBetween(1.0, 30.0);
    }

    /** Names that a yes need not have: with these gateways the list clears them, and Envoy's sample does it apart. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ENVOY")
    void clearsWhatOnlySaltgateSays(DocumentedGateway gateway) {
        assertThat(gateway.replaced()).contains("x-refusal", "x-judged-address");
    }

    /** It takes headers away by their exact names. */
    @Test
    void clearsEverySpellingInTraefik() {
        Set<String> cleared = DocumentedGateway.names(List.copyOf(((Map<?, ?>) DocumentedGateway.in(
                        DocumentedGateway.TRAEFIK.sample(),
                        "http",
                        "middlewares",
                        "saltgate-clears",
                        "headers",
                        "customRequestHeaders"))
                .keySet()));
        for (String name : DocumentedGateway.TRAEFIK.replaced()) {
            String[] words = name.split("-", -1);
            for (int spelling = 1; spelling < 1 << words.length - 1; spelling++) {
                StringBuilder spelt = new StringBuilder(words[0]);
                for (int i = 1; i < words.length; i++) {
                    spelt.append((spelling >> i - 1 & 1) == 1 ? '_' : '-').append(words[i]);
                }
                assertThat(cleared).contains(spelt.toString());
            }
        }
    }

    @Test
    void clearsInEnvoyBeforeAnythingElse() {
        Object mutations = DocumentedGateway.in(
                DocumentedGateway.ENVOY.sample(),
                "static_resources",
                "listeners",
                0,
                "filter_chains",
                0,
                "filters",
                0,
                "typed_config",
                "early_header_mutation_extensions",
                0,
                "typed_config",
                "mutations");
        List<Object> removed = new ArrayList<>();
        ((List<?>) mutations).forEach(each -> removed.add(DocumentedGateway.in(each, "remove")));
        assertThat(removed).containsAll(IDENTITY).contains("x-would-refuse", "x-refusal", "x-judged-address");
    }

    @ParameterizedTest
    @EnumSource
    void learnsWhoCalls(DocumentedGateway gateway) {
        for (String method : List.of("GET", "POST", "DELETE", "PATCH", "PROPFIND")) {
            for (String target : List.of("/", "/v1/documents/01H?page=2&X-Auth-Token=x", "//a%2Fb/./c?d=/../e")) {
                Answer answer = ask(gateway, method, target, "X-Auth-Token: " + token, "X-Account-Id: victim");

                assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
                assertThat(gateway.allows(answer.status())).isTrue();
                assertThat(answer.header("X-Account-Id")).isEqualTo(account.id().toString());
                assertThat(answer.header("X-Token-Id")).isEqualTo(console.tokenId());
                IDENTITY.forEach(name -> assertThat(answer.header(name)).isNotBlank());
            }
        }
    }

    /** A caller demands nothing of the gate unless the operator lets it. */
    @ParameterizedTest
    @EnumSource
    void takesReceiptsAway(DocumentedGateway gateway) {
        Answer answer = ask(gateway, "GET", "/", "X-Auth-Token: " + token, "X-Saltgate-After: forged");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource
    void tellsTheCallerOfARefusalWhatItsMakersSay(DocumentedGateway gateway) {
        Console other = TestAccount.on(GatewaySaltgate.shared()).signIn();
        other.enableApi();
        String old = other.authToken();
        other.regenerate();
        String paused = "X-Auth-Token: " + other.authToken();
        other.setMode("ENFORCED");

        assertRefused(gateway, ask(gateway, "GET", "/"), Refusal.TOKEN_MISSING);
        assertRefused(gateway, ask(gateway, "POST", "/?a", "X-Auth-Token: x"), Refusal.TOKEN_MALFORMED);
        assertRefused(gateway, ask(gateway, "GET", "/", "X-Auth-Token: " + old), Refusal.TOKEN_UNKNOWN);
        assertRefused(gateway, ask(gateway, "GET", "/", paused), Refusal.ADDRESS_NOT_WHITELISTED);
        other.pause();
        assertRefused(gateway, ask(gateway, "GET", "/", paused), Refusal.API_PAUSED);
    }

    /** B38: whether the gateway sends two lines or makes one of them. */
    @ParameterizedTest
    @EnumSource
    void refusesTwoTokens(DocumentedGateway gateway) {
        String good = "X-Auth-Token: " + token;
        for (String[] lines : List.of(
                new String[] {good, good},
                new String[] {good, "X-Auth-Token: other"},
                new String[] {"x-auth-token: other", good},
                new String[] {good + "," + token})) {
            assertRefused(gateway, ask(gateway, "GET", "/", lines), Refusal.TOKEN_AMBIGUOUS);
        }
    }

    /** B16 and B17. */
    @ParameterizedTest
    @EnumSource
    void judgesTheAddressThatTheGatewaySees(DocumentedGateway gateway) {
        Console other = TestAccount.on(GatewaySaltgate.shared()).signIn();
        other.enableApi();
        other.addToWhitelist("198.51.100.7");
        other.setMode("ENFORCED");
        String[] spoofed = {
            "X-Auth-Token: " + other.authToken(),
            "X-Forwarded-For: 198.51.100.7",
            "X-Forwarded-For: 198.51.100.7",
            "Forwarded: for=198.51.100.7",
            "X-Real-IP: 198.51.100.7"
        };

        Answer refused = ask(gateway, "GET", "/", spoofed);
        assertRefused(gateway, refused, Refusal.ADDRESS_NOT_WHITELISTED);
        assertThat(refused.header("X-Judged-Address")).isEqualTo(PEER);

        other.addToWhitelist(PEER);
        assertThat(gateway.allows(ask(gateway, "GET", "/", spoofed).status())).isTrue();
    }

    /** B74: whatever path is appended, it leads to no other page of Saltgate's. */
    @ParameterizedTest
    @EnumSource
    void leadsNoPathToTheConsole(DocumentedGateway gateway) {
        for (String target : List.of(
                "/../signin", "/%2e%2e/signin", "/..%2fsignin", "/..;/signin", "/a:b", "/%zz", "/%00", "/a\\b")) {
            Answer stranger = ask(gateway, "GET", target);
            assertThat(gateway.allows(stranger.status())).as(target).isFalse();
            // 500 is Payara's word for a colon.
            assertThat(stranger.status()).as(target).isIn(400, 401, 404, 500);
            assertThat(stranger.headers()).doesNotContainKeys("X-Account-Id", "Set-Cookie");
            assertThat(stranger.body()).doesNotContain("<form");

            Answer known = ask(gateway, "GET", target, "X-Auth-Token: " + token);
            if (gateway.allows(known.status())) {
                assertThat(known.header("X-Account-Id")).isEqualTo(account.id().toString());
                assertThat(known.body()).isEmpty();
            }
        }
    }

    private static Answer ask(DocumentedGateway gateway, String method, String target, String... lines) {
        return gateway.ask(GatewaySaltgate.shared().port(), new Asked(PEER, method, target, Arrays.asList(lines)));
    }

    private static void assertRefused(DocumentedGateway gateway, Answer answer, Refusal refusal) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(refusal.status());
        assertThat(answer.header("X-Refusal")).isEqualTo(refusal.code());
        assertThat(gateway.allows(answer.status())).isFalse();
        assertThat(gateway.callerSees(answer.status())).isEqualTo(refusal.status());
        if (refusal.status() == 401) {
            assertThat(gateway.shown(answer)).contains("www-authenticate");
        }
        if (gateway != DocumentedGateway.INGRESS_NGINX) {
            assertThat(gateway.shown(answer))
                    .contains("x-refusal", "x-judged-address", "cache-control", "content-type");
        }
    }
}
