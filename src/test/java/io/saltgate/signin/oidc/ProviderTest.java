package io.saltgate.signin.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import io.saltgate.testing.TurnableClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProviderTest {

    private static final TestIssuer ISSUER = new TestIssuer();
    private static final String DISCOVERY = """
            {"issuer": "%s", "authorization_endpoint": "https://id.example.com/auth",
             "token_endpoint": "https://id.example.com/token", "jwks_uri": "https://id.example.com/keys"}
            """.formatted(TestIssuer.ISSUER);

    private final TurnableClock clock = new TurnableClock();
    private final Site site = new Site();
    private final Provider provider = new Provider(TestIssuer.settings(), site, clock);

    /** The provider's documents, and how often they were asked for. */
    private static final class Site extends ProviderHttp {
        int discoveries;
        int keySets;
        boolean down;
        String document = DISCOVERY;
        JWKSet keys = new JWKSet(List.of(ISSUER.rsa.toPublicJWK()));

        @Override
        String get(String url) throws ProviderUnavailable {
            if (down) {
                throw new ProviderUnavailable("down");
            }
            if (url.endsWith("/keys")) {
                keySets++;
                return keys.toString();
            }
            assertThat(url).isEqualTo(TestIssuer.ISSUER + "/.well-known/openid-configuration");
            discoveries++;
            return document;
        }
    }

    private List<JWK> find(String kid) throws ProviderUnavailable {
        return provider.find(JWKMatcher.forJWSHeader(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(kid).build()));
    }

    @Test
    void asksOnceAnHour() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(find("rsa")).hasSize(1);
            provider.metadata();
        }
        assertThat(site.discoveries).isEqualTo(1);
        assertThat(site.keySets).isEqualTo(1);
        clock.turn(Duration.ofMinutes(61));
        assertThat(find("rsa")).hasSize(1);
        assertThat(site.keySets).isEqualTo(2);
    }

    @Test
    void asksAgainForAnUnknownKeyOnceAMinute() throws Exception {
        find("rsa");
        for (int i = 0; i < 50; i++) {
            assertThat(find("made-up-" + i)).isEmpty();
        }
        assertThat(site.keySets).isEqualTo(1);
        clock.turn(Duration.ofSeconds(61));
        for (int i = 0; i < 50; i++) {
            assertThat(find("made-up-" + i)).isEmpty();
        }
        assertThat(site.keySets).isEqualTo(2);
    }

    @Test
    void findsANewKeyAtOnceAfterAMinute() throws Exception {
        find("rsa");
        site.keys = new JWKSet(List.of(new com.nimbusds.jose.jwk.RSAKey.Builder(ISSUER.rsa.toPublicJWK())
                .keyID("next")
                .build()));
        clock.turn(Duration.ofSeconds(61));
        assertThat(find("next")).hasSize(1);
        assertThat(find("rsa")).isEmpty();
    }

    @Test
    void goesOnForADayWhileTheProviderIsAway() throws Exception {
        find("rsa");
        site.down = true;
        clock.turn(Duration.ofHours(23));
        assertThat(find("rsa")).hasSize(1);
        provider.metadata();
        clock.turn(Duration.ofHours(2));
        assertThatThrownBy(() -> find("rsa")).isInstanceOf(ProviderUnavailable.class);
        site.down = false;
        clock.turn(Duration.ofSeconds(11));
        assertThat(find("rsa")).hasSize(1);
    }

    @Test
    void restsAfterAFailure() throws Exception {
        site.down = true;
        assertThatThrownBy(provider::metadata).isInstanceOf(ProviderUnavailable.class);
        site.down = false;
        assertThatThrownBy(provider::metadata).isInstanceOf(ProviderUnavailable.class);
        assertThat(site.discoveries).isZero();
        clock.turn(Duration.ofSeconds(11));
        provider.metadata();
    }

    @Test
    void takesNoSecretKeys() throws Exception {
        site.keys = new JWKSet(List.of(ISSUER.rsa));
        String withPrivate = site.keys.toString(false);
        assertThat(Provider.parseKeys(withPrivate).getKeys()).isEmpty();
        String secret = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\",\"kid\":\"rsa\"}]}";
        assertThat(Provider.parseKeys(secret).getKeys()).isEmpty();
    }

    @Test
    void refusesDocumentsThatItCantTrust() {
        for (String document : List.of(
                "",
                "[]",
                "{}",
                "\0",
                DISCOVERY.replace(TestIssuer.ISSUER, "https://other.example"),
                DISCOVERY.replace("https://id.example.com/token", "http://id.example.com/token"),
                DISCOVERY.replace("https://id.example.com/keys", "file:///etc/passwd"),
                DISCOVERY.replace("\"https://id.example.com/auth\"", "7"))) {
            assertThatThrownBy(() -> ProviderMetadata.parse(document, TestIssuer.ISSUER))
                    .as(document)
                    .isInstanceOf(ProviderUnavailable.class);
        }
    }
}
