package io.saltgate.signin.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.saltgate.platform.crypto.Hashes;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.web.PublicUrl;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.text.ParseException;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC 9700): sends people to the provider,
 * and turns what they come back with into a genuine ID token.
 */
@ApplicationScoped
public class AuthorizationFlow {

    /** Where the provider sends people back to. */
    public static final String CALLBACK = "/signin/sso/callback";

    private static final int MAX_PARAMETER = 4096;

    /**
     * Where to send a browser, and what it has to keep meanwhile.
     *
     * @param kept sealed
     */
    public record Departure(String url, String kept) {}

    /**
     * What a browser came back with.
     *
     * @param issuer null if it wasn't sent, as with the others
     */
    public record Return(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {}

    /** The provider didn't sign the person in, and says so. */
    public static final class Declined extends Exception {

        private final String code;

        Declined(String code) {
            super("the provider declined");
            this.code = code;
        }

        /** {@code access_denied} and the like: lower-case letters, digits and underscores. */
        public String code() {
            return code;
        }
    }

    private final OidcSettings settings;
    private final Provider provider;
    private final ProviderHttp http;
    private final PublicUrl publicUrl;
    private final KeyRing ring;
    private final Clock clock;
    private final TokenVerifier verifier;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AuthorizationFlow() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public AuthorizationFlow(
            OidcSettings settings,
            Provider provider,
            ProviderHttp http,
            PublicUrl publicUrl,
            KeyRing ring,
            Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.http = http;
        this.publicUrl = publicUrl;
        this.ring = ring;
        this.clock = clock;
        this.verifier = new TokenVerifier(settings, provider, clock);
    }

    /**
     * Begins a sign-in, or the confirmation of a session, for which the person must sign in anew there.
     *
     * @param session by its hash; empty for a sign-in
     */
    public Departure begin(String session, String to) throws ProviderUnavailable {
        PendingAuthorization pending = PendingAuthorization.begin(clock.instant(), session, to);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", publicUrl.of(CALLBACK));
        parameters.put("scope", String.join(" ", settings.scopes()));
        parameters.put("state", pending.state());
        parameters.put("nonce", pending.nonce());
        parameters.put("code_challenge", pending.challenge());
        parameters.put("code_challenge_method", "S256");
        if (pending.isConfirmation()) {
            parameters.put("prompt", "login");
            parameters.put("max_age", "0");
        }
        return new Departure(withQuery(provider.metadata().authorization(), parameters), pending.seal(ring));
    }

    /**
     * Finds what a browser kept.
     *
     * @return empty if it isn't ours, or the person took too long
     */
    public Optional<PendingAuthorization> find(String kept) {
        return PendingAuthorization.open(kept, ring).filter(pending -> !pending.isOver(clock.instant()));
    }

    /**
     * Completes what {@link #begin} began.
     *
     * @throws Declined if the provider says that it did not sign the person in
     * @throws InvalidToken if what came back isn't an answer to what we asked
     */
    public IdToken complete(PendingAuthorization pending, Return back)
            throws InvalidToken, ProviderUnavailable, Declined {
        if (back.state() == null || !Hashes.sameText(back.state(), pending.state())) {
            throw new InvalidToken("the answer is to another request");
        }
        if (back.issuer() != null && !back.issuer().equals(settings.issuer())) {
            throw new InvalidToken("the answer is of another issuer");
        }
        if (back.error() != null) {
            throw new Declined(back.error().matches("[a-z0-9_]{1,60}") ? back.error() : "unknown");
        }
        if (back.issuer() == null && provider.metadata().namesItself()) {
            throw new InvalidToken("the answer doesn't name its issuer");
        }
        String code = back.code();
        if (code == null || code.isEmpty() || code.length() > MAX_PARAMETER) {
            throw new InvalidToken("the answer has no code");
        }
        return verifier.verifyIdToken(redeem(code, pending), pending.nonce());
    }

    /** Judges a token with which the provider ends sessions. */
    public LogoutToken readLogoutToken(String text) throws InvalidToken, ProviderUnavailable {
        return verifier.verifyLogoutToken(text);
    }

    /**
     * Where a person signs out at the provider too.
     *
     * @param idToken the session's; null if it wasn't kept
     * @return empty if the provider has no such place, or can't be asked
     */
    public Optional<String> signOutAddress(@Nullable String idToken) {
        try {
            Map<String, String> parameters = new LinkedHashMap<>();
            if (idToken != null) {
                parameters.put("id_token_hint", idToken);
            }
            parameters.put("client_id", settings.clientId());
            parameters.put("post_logout_redirect_uri", publicUrl.of("/signin"));
            return provider.metadata().endSession().map(endpoint -> withQuery(endpoint, parameters));
        } catch (ProviderUnavailable e) {
            return Optional.empty();
        }
    }

    private String redeem(String code, PendingAuthorization pending) throws InvalidToken, ProviderUnavailable {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code);
        form.put("redirect_uri", publicUrl.of(CALLBACK));
        form.put("code_verifier", pending.verifier());
        Map<String, String> headers = new LinkedHashMap<>();
        ProviderMetadata metadata = provider.metadata();
        if (metadata.secretByHeader()) {
            headers.put("Authorization", basic());
        } else {
            form.put("client_id", settings.clientId());
            form.put("client_secret", settings.clientSecret());
        }
        ProviderHttp.Reply reply = http.post(metadata.token(), form, headers);
        if (reply.status() >= 500) {
            throw new ProviderUnavailable("its token endpoint answered with status " + reply.status());
        }
        if (reply.status() != 200) {
            throw new InvalidToken("the provider doesn't take the code: " + error(reply.body()));
        }
        try {
            String token = JSONObjectUtils.getString(JSONObjectUtils.parse(reply.body()), "id_token");
            if (token == null) {
                throw new InvalidToken("the provider gave no ID token");
            }
            return token;
        } catch (ParseException | RuntimeException e) {
            throw new InvalidToken("the provider's tokens can't be read");
        }
    }

    /** RFC 6749, section 2.3.1: both parts are encoded as in a form first. */
    private String basic() {
        String both =
                URLEncoder.encode(settings.clientId(), UTF_8) + ":" + URLEncoder.encode(settings.clientSecret(), UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(UTF_8));
    }

    /** The code alone: a description may hold what was sent. */
    private static String error(String body) {
        try {
            String code = JSONObjectUtils.getString(JSONObjectUtils.parse(body), "error");
            return code != null && code.matches("[a-z_]{1,60}") ? code : "-";
        } catch (ParseException | RuntimeException e) {
            return "-";
        }
    }

    private static String withQuery(String url, Map<String, String> parameters) {
        return url + (url.indexOf('?') < 0 ? '?' : '&') + ProviderHttp.encode(parameters);
    }
}
