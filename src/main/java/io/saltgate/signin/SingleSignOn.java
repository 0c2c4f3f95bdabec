package io.saltgate.signin;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.oidc.AuthorizationFlow;
import io.saltgate.signin.oidc.IdToken;
import io.saltgate.signin.oidc.InvalidToken;
import io.saltgate.signin.oidc.LogoutToken;
import io.saltgate.signin.oidc.OidcSettings;
import io.saltgate.signin.oidc.PendingAuthorization;
import io.saltgate.signin.oidc.ProviderUnavailable;
import io.saltgate.signin.oidc.SealedTokens;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.passwords.SignInThrottle;
import io.saltgate.signin.sessions.SessionId;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with the identity provider. What comes back from it is judged before anybody is looked up; a person who
 * has a second factor of their own gives a code of it, unless the provider asked for as much.
 */
@ApplicationScoped
public class SingleSignOn {

    private static final System.Logger LOG = System.getLogger(SingleSignOn.class.getName());

    /** How far the provider's clock may be behind ours. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** Why a genuine token signs nobody in. */
    public enum Reason {
        /** The provider doesn't say that the address is the person's. */
        ADDRESS_UNPROVED("sso.refused.unproved"),
        /** Or may not say so of that domain. */
        DOMAIN_UNTRUSTED("sso.refused.domain"),
        /** Another subject of the provider's is the person of that address. */
        ADDRESS_TAKEN("sso.refused.taken"),
        /** An operator has shut the person out. */
        DISABLED("sso.refused.disabled"),
        /** Another person was asked to confirm. */
        OTHER_PERSON("sso.refused.other");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        /** The key of its message. */
        public String code() {
            return code;
        }
    }

    /** What came of it. */
    public sealed interface Outcome {
        record SignedIn(SignIn.Outcome.SignedIn session) implements Outcome {}

        /** The person has a second factor, of which no code came with it. */
        record CodeNeeded(UUID user, String email) implements Outcome {}

        record CodeRefused(UUID user) implements Outcome {}

        /** There is a person of that address, who has to prove once to be the same. */
        record LinkNeeded() implements Outcome {}

        record Refused(Reason reason) implements Outcome {}

        /** What came isn't an answer to what was asked, or the person took too long. */
        record Invalid() implements Outcome {}

        /** @param code the provider's reason (RFC 6749, section 4.1.2.1) */
        record Declined(String code) implements Outcome {}

        record Unavailable() implements Outcome {}

        /** The provider didn't ask the person anew: their own credentials must confirm. */
        record NotFresh() implements Outcome {}

        record Slowed(Duration retryAfter) implements Outcome {}
    }

    /** What came of a callback, and what belongs to it. */
    public record Completed(
            Outcome outcome,
            @Nullable PendingAuthorization pending,
            @Nullable String kept) {

        /** The token, sealed, for the page that asks for more. */
        public String requireKept() {
            return Objects.requireNonNull(kept);
        }
    }

    private final OidcSettings settings;
    private final AuthorizationFlow flow;
    private final SealedTokens tokens;
    private final ProviderSignIns signIns;
    private final SignInThrottle throttle;
    private final Passwords passwords;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SingleSignOn() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public SingleSignOn(
            OidcSettings settings,
            AuthorizationFlow flow,
            SealedTokens tokens,
            ProviderSignIns signIns,
            SignInThrottle throttle,
            Passwords passwords,
            Clock clock) {
        this.settings = settings;
        this.flow = flow;
        this.tokens = tokens;
        this.signIns = signIns;
        this.throttle = throttle;
        this.passwords = passwords;
        this.clock = clock;
    }

    public boolean isOn() {
        return settings.isOn();
    }

    /** The provider's name; empty if there is none. */
    public Optional<String> name() {
        return settings.isOn() ? Optional.of(settings.name()) : Optional.empty();
    }

    /**
     * Begins a sign-in.
     *
     * @param confirmed the session that the person confirms; null to sign in
     * @return empty if the provider can't be asked
     */
    public Optional<AuthorizationFlow.Departure> begin(@Nullable SessionId confirmed, String to) {
        try {
            return Optional.of(flow.begin(confirmed == null ? "" : confirmed.hash(), to));
        } catch (ProviderUnavailable e) {
            logUnavailable(e);
            return Optional.empty();
        }
    }

    /**
     * Completes it with what came back.
     *
     * @param kept what the browser kept; an empty text if nothing
     */
    public Completed complete(String kept, AuthorizationFlow.Return back, Caller caller, SignIn.Browser browser) {
        Optional<PendingAuthorization> found = flow.find(kept);
        if (found.isEmpty()) {
            return new Completed(new Outcome.Invalid(), null, null);
        }
        return switch (throttle.admitReturn(browser.address())) {
            case SignInThrottle.Verdict.Slowed slowed ->
                new Completed(new Outcome.Slowed(slowed.retryAfter()), found.get(), null);
            case SignInThrottle.Verdict.Admitted admitted -> {
                Completed completed = complete(found.get(), back, caller, browser);
                if (completed.outcome() instanceof Outcome.Invalid) {
                    passwords.recordFailure(null, browser.address());
                } else {
                    throttle.giveBack(admitted);
                }
                yield completed;
            }
        };
    }

    private Completed complete(
            PendingAuthorization pending, AuthorizationFlow.Return back, Caller caller, SignIn.Browser browser) {
        try {
            IdToken token = flow.complete(pending, back);
            if (!signIns.useOnce(pending.nonce(), clock.instant().plus(PendingAuthorization.LIFETIME))) {
                return new Completed(new Outcome.Invalid(), pending, null);
            }
            return new Completed(judge(token, pending, caller, browser), pending, tokens.seal(token, pending));
        } catch (InvalidToken e) {
            LOG.log(System.Logger.Level.WARNING, "Single sign-on was refused: {0}", e.getMessage());
            return new Completed(new Outcome.Invalid(), pending, null);
        } catch (AuthorizationFlow.Declined e) {
            return new Completed(new Outcome.Declined(e.code()), pending, null);
        } catch (ProviderUnavailable e) {
            logUnavailable(e);
            return new Completed(new Outcome.Unavailable(), pending, null);
        }
    }

    private Outcome judge(IdToken token, PendingAuthorization pending, Caller caller, SignIn.Browser browser) {
        if (!pending.isConfirmation()) {
            return start(token, null, null, browser);
        }
        if (caller.isNobody() || !isOf(browser.session(), pending.session())) {
            return new Outcome.Invalid();
        }
        Instant authenticatedAt = token.authenticatedAt();
        if (authenticatedAt == null
                || authenticatedAt.isBefore(pending.beganAt().minus(SKEW))) {
            return new Outcome.NotFresh();
        }
        return start(token, null, caller.requireUser(), browser);
    }

    private static boolean isOf(@Nullable SessionId session, String hash) {
        return session != null && session.hash().equals(hash);
    }

    /** Goes on with a sign-in that waits for a code of the second factor. */
    public Outcome withCode(String kept, String code, Caller caller, SignIn.Browser browser) {
        Optional<SealedTokens.Opened> opened = tokens.open(kept);
        if (opened.isEmpty()) {
            return new Outcome.Invalid();
        }
        boolean confirmation = opened.get().isConfirmation();
        if (confirmation
                && (caller.isNobody() || !isOf(browser.session(), opened.get().session()))) {
            return new Outcome.Invalid();
        }
        UUID only = confirmation ? caller.requireUser() : null;
        IdToken token = opened.get().token();
        Outcome first = start(token, null, only, browser);
        if (!(first instanceof Outcome.CodeNeeded needed)) {
            return first; // the factor was removed meanwhile, or the person shut out
        }
        return switch (throttle.admitCode(needed.user(), needed.email(), browser.device(), browser.address())) {
            case SignInThrottle.Verdict.Slowed slowed -> new Outcome.Slowed(slowed.retryAfter());
            case SignInThrottle.Verdict.Admitted admitted -> {
                Outcome outcome = start(token, code, only, browser);
                if (outcome instanceof Outcome.CodeRefused refused) {
                    passwords.recordCodeRefused(refused.user(), browser.address());
                } else {
                    throttle.giveBack(admitted);
                }
                yield outcome;
            }
        };
    }

    /** Whose address it is that has to be linked; empty if that waited for too long. */
    public Optional<String> findAddress(String kept) {
        return tokens.open(kept).map(opened -> opened.token().email());
    }

    /** Links the person who has just signed in with their own credentials. */
    public Outcome link(String kept, SignIn.Outcome.SignedIn signedIn, SignIn.Browser browser) {
        return tokens.open(kept)
                .map(opened -> twice(() -> signIns.link(opened.token(), signedIn, browser)))
                .orElseGet(Outcome.Invalid::new);
    }

    /**
     * Ends the sessions that the provider says have ended.
     *
     * @param address that it says so from
     * @return whether its token is genuine and came for the first time
     * @throws ProviderUnavailable if that can't be judged now
     */
    public boolean end(String logoutToken, @Nullable String address) throws ProviderUnavailable {
        try {
            LogoutToken token = flow.readLogoutToken(logoutToken);
            return signIns.end(token, token.expiresAt().plus(SKEW), address);
        } catch (InvalidToken e) {
            LOG.log(System.Logger.Level.WARNING, "A sign-out from the provider was refused: {0}", e.getMessage());
            return false;
        } catch (EJBException e) {
            return false; // the same token twice at once
        }
    }

    /** Whether a session began with the provider. */
    public boolean began(SessionId session, Caller caller) {
        return settings.isOn()
                && signIns.findIdToken(session, caller.requireUser()).isPresent();
    }

    /** Where a session that began with the provider ends there too; to be asked before it ends here. */
    public Optional<String> signOutAddress(SessionId session, Caller caller) {
        return settings.isOn() && !caller.isNobody()
                ? signIns.findIdToken(session, caller.requireUser())
                        .flatMap(token -> flow.signOutAddress(token.isEmpty() ? null : token))
                : Optional.empty();
    }

    private Outcome start(IdToken token, @Nullable String code, @Nullable UUID only, SignIn.Browser browser) {
        return twice(() -> signIns.start(token, code, only, browser));
    }

    /** Of two who come first at once, the second finds what the first has made. */
    private static Outcome twice(Supplier<Outcome> attempt) {
        try {
            return attempt.get();
        } catch (EJBException e) {
            return attempt.get();
        }
    }

    private static void logUnavailable(ProviderUnavailable e) {
        LOG.log(System.Logger.Level.WARNING, "The identity provider can''t be used: {0}", e.getMessage());
    }
}
