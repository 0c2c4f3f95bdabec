package io.saltgate.signin;

import io.saltgate.accounts.CallerResolver;
import io.saltgate.platform.Settings;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.start.Startup;
import io.saltgate.platform.web.GatePort;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.firstrun.FirstRun;
import io.saltgate.signin.firstrun.FirstRunSettings;
import io.saltgate.signin.firstrun.SetupCodeFile;
import io.saltgate.signin.oidc.OidcSettings;
import io.saltgate.signin.passwords.PasswordHasher;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SaltgateAuthModule;
import io.saltgate.signin.sessions.SessionCookie;
import io.saltgate.signin.sessions.SessionSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.security.auth.message.config.AuthConfigFactory;
import jakarta.servlet.ServletContext;
import java.util.Optional;

/** This feature's part of start-up: the authentication module, and the way in for the first person. */
@ApplicationScoped
public class SignInStartup {

    private static final System.Logger LOG = System.getLogger(SignInStartup.class.getName());

    private final FirstRun firstRun;
    private final PasswordHasher hasher;
    private final ConsoleSessions sessions;
    private final PasskeySessions passkeys;
    private final Instance<CallerResolver> resolvers;
    private final GatewaySettings gateways;
    private final PublicUrl publicUrl;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected SignInStartup() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public SignInStartup(
            FirstRun firstRun,
            PasswordHasher hasher,
            ConsoleSessions sessions,
            PasskeySessions passkeys,
            Instance<CallerResolver> resolvers,
            GatewaySettings gateways,
            PublicUrl publicUrl) {
        this.firstRun = firstRun;
        this.hasher = hasher;
        this.sessions = sessions;
        this.passkeys = passkeys;
        this.resolvers = resolvers;
        this.gateways = gateways;
        this.publicUrl = publicUrl;
    }

    void start(@Observes Startup.Started started) {
        Settings settings = Settings.current();
        SessionSettings.from(settings); // so that a wrong one is told of now, not to the first who signs in
        OidcSettings.from(settings);
        register(started.application(), GatePort.from(settings));
        if (publicUrl.isReadableByOthers()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "People come by plain http ({0}): others on their network can read passwords and Auth Tokens."
                            + " Put a proxy with TLS before Saltgate and set saltgate.public.url to its https address.",
                    publicUrl.origin());
        }
        Optional<FirstRunSettings> bootstrap = FirstRunSettings.from(settings);
        if (bootstrap.isPresent()) {
            bootstrap(bootstrap.get());
        }
        offerSetup(new SetupCodeFile(settings.dataDir()));
        warnOfOtherHost();
    }

    /**
     * Warns if there are passkeys for another host than that of {@code saltgate.public.url}. They work no longer, and
     * their owners sign in with a recovery code or a recovery link.
     */
    private void warnOfOtherHost() {
        passkeys.findOtherHost()
                .ifPresent(host -> LOG.log(
                        System.Logger.Level.WARNING,
                        "Passkeys that were created for {0} don''t work at saltgate.public.url, {1}: people with them"
                                + " sign in with their password and a recovery code, and add passkeys again.",
                        host,
                        publicUrl.of("/")));
    }

    private void register(ServletContext application, GatePort gatePort) {
        SaltgateAuthModule module =
                new SaltgateAuthModule(sessions, resolvers, gateways, new SessionCookie(publicUrl), gatePort);
        AuthConfigFactory.getFactory().registerServerAuthModule(module, application);
    }

    private void bootstrap(FirstRunSettings settings) {
        if (firstRun.isOpen()) {
            String name = settings.email()
                    .value()
                    .substring(0, settings.email().value().indexOf('@'));
            firstRun.bootstrap(new FirstRun.FirstPerson(
                    settings.email(), name, hasher.hash(settings.password()), settings.account()));
        }
    }

    private void offerSetup(SetupCodeFile file) {
        firstRun.openWithNewCode()
                .ifPresentOrElse(
                        code -> {
                            file.write(code);
                            LOG.log(
                                    System.Logger.Level.INFO,
                                    "Set-up is open at {0}; its one-time code is in {1}",
                                    publicUrl.of("/setup"),
                                    file.path());
                        },
                        file::delete);
    }
}
