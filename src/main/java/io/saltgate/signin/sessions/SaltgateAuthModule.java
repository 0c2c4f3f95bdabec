package io.saltgate.signin.sessions;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.CallerResolver;
import io.saltgate.accounts.Viewer;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import io.saltgate.platform.web.Arrival;
import io.saltgate.platform.web.GatePort;
import io.saltgate.platform.web.RequestForgery;
import io.saltgate.platform.web.RequestId;
import jakarta.ejb.EJBException;
import jakarta.enterprise.inject.Instance;
import jakarta.security.auth.message.AuthException;
import jakarta.security.auth.message.AuthStatus;
import jakarta.security.auth.message.MessageInfo;
import jakarta.security.auth.message.MessagePolicy;
import jakarta.security.auth.message.callback.CallerPrincipalCallback;
import jakarta.security.auth.message.callback.GroupPrincipalCallback;
import jakarta.security.auth.message.module.ServerAuthModule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the container of every request who asks (Jakarta Authentication 3.0, Servlet profile). The {@link Caller}
 * becomes the principal and its permissions the groups that {@code @RolesAllowed} names.
 *
 * <p>It refuses no page: nobody is a caller too, and the use cases refuse. It refuses paths that can be read in two
 * ways, and messages whose length is told in two ways.
 */
public class SaltgateAuthModule implements ServerAuthModule {

    private static final System.Logger LOG = System.getLogger(SaltgateAuthModule.class.getName());
    private static final String VERIFY = "/verify";

    /** For templates: whether the identity provider can confirm who is at the browser. */
    private static final String BY_PROVIDER_ATTRIBUTE = "view.byProvider";

    /**
     * Requests that may be looked up in the database at a time: a quarter of the server's threads, as {@code bin/run}
     * sets them. While the database is slow, made-up cookies and keys must not hold the threads that the gate needs.
     */
    private static final int MOST_LOOK_UPS = 48;

    private final ConsoleSessions sessions;
    private final Instance<CallerResolver> resolvers;
    private final GatewaySettings gateways;
    private final SessionCookie cookie;
    private final GatePort gatePort;
    private final Semaphore lookUps = new Semaphore(MOST_LOOK_UPS);
    private @Nullable CallbackHandler handler;

    public SaltgateAuthModule(
            ConsoleSessions sessions,
            Instance<CallerResolver> resolvers,
            GatewaySettings gateways,
            SessionCookie cookie,
            GatePort gatePort) {
        this.sessions = sessions;
        this.resolvers = resolvers;
        this.gateways = gateways;
        this.cookie = cookie;
        this.gatePort = gatePort;
    }

    @Override
    public void initialize(
            MessagePolicy requestPolicy,
            MessagePolicy responsePolicy,
            CallbackHandler handler,
            Map<String, Object> options) {
        this.handler = handler;
    }

    @Override
    public Class<?>[] getSupportedMessageTypes() {
        return new Class<?>[] {HttpServletRequest.class, HttpServletResponse.class};
    }

    @Override
    public AuthStatus validateRequest(MessageInfo message, Subject client, @Nullable Subject service)
            throws AuthException {
        HttpServletRequest request = (HttpServletRequest) message.getRequestMessage();
        HttpServletResponse response = (HttpServletResponse) message.getResponseMessage();
        Arrival.note(request);
        if (gatePort.refuses(request)) {
            return refuse(response, HttpServletResponse.SC_NOT_FOUND);
        }
        if (hasTwoLengths(request)) {
            return refuse(response, HttpServletResponse.SC_BAD_REQUEST);
        }
        if (request.getHeader("Transfer-Encoding") != null) {
            // Some servers forget a Content-Length that came before it: what follows on this connection is not
            // believed.
            response.setHeader("Connection", "close");
        }
        // A gateway may hang any path behind it; nobody is signed in there, and the gate reads the token itself.
        if (request.getServletPath().equals(VERIFY)) {
            return AuthStatus.SUCCESS;
        }
        if (AccountPath.isAmbiguous(request.getRequestURI())) {
            return refuse(response, HttpServletResponse.SC_BAD_REQUEST);
        }
        // Whoever brings nothing to be looked up, such as a probe of the server's health, waits for nobody who does.
        boolean lookedUp = bringsCredential(request);
        if (lookedUp && !lookUps.tryAcquire()) {
            return refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
        Caller caller;
        try {
            caller = resolve(request);
        } catch (EJBException e) {
            // Left to the container, it would be an empty page.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "nobody can be recognised: {0}{1}",
                    rootOf(e),
                    AccountPath.of(request).isApi() ? " (API call " + RequestId.of(request) + ")" : "");
            return refuse(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } finally {
            if (lookedUp) {
                lookUps.release();
            }
        }
        request.setAttribute(Caller.ATTRIBUTE, caller);
        tell(client, caller);
        return AuthStatus.SUCCESS;
    }

    private boolean bringsCredential(HttpServletRequest request) {
        return AccountPath.of(request).isApi() || cookie.read(request).isPresent();
    }

    private Caller resolve(HttpServletRequest request) {
        AccountPath path = AccountPath.of(request);
        Optional<IPAddress> address = ClientAddress.of(request, gateways);
        return path.isApi() ? byCredential(request, path, address) : bySession(request, path, text(address));
    }

    /** No cookie counts here, so that no page of another site can call in anybody's name. */
    private Caller byCredential(HttpServletRequest request, AccountPath path, Optional<IPAddress> address) {
        for (CallerResolver resolver : resolvers) {
            Optional<Caller> found = resolver.resolve(request, path.slug(), address);
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Caller.nobody(text(address));
    }

    private Caller bySession(HttpServletRequest request, AccountPath path, @Nullable String address) {
        request.setAttribute(AccountRouting.PAGE_ATTRIBUTE, path.page());
        Optional<SessionId> session = cookie.read(request);
        Optional<ConsoleSessions.SignedIn> signedIn = session.flatMap(id -> sessions.find(id, path.slug(), address))
                .filter(found -> !found.caller().isGuest()
                        || found.caller().account() != null
                        || AccountPath.isOpenToGuests(request));
        if (signedIn.isEmpty()) {
            return Caller.nobody(address);
        }
        request.setAttribute(Viewer.ATTRIBUTE, signedIn.get().viewer());
        request.setAttribute(BY_PROVIDER_ATTRIBUTE, signedIn.get().byProvider());
        request.setAttribute(RequestForgery.TOKEN_ATTRIBUTE, session.get().csrfToken());
        return signedIn.get().caller();
    }

    private static @Nullable String text(Optional<IPAddress> address) {
        return address.map(IPAddress::toCanonicalString).orElse(null);
    }

    private void tell(Subject client, Caller caller) throws AuthException {
        Callback principal = caller.isNobody()
                ? new CallerPrincipalCallback(client, (Principal) null)
                : new CallerPrincipalCallback(client, caller);
        Callback groups =
                new GroupPrincipalCallback(client, caller.permissions().toArray(new String[0]));
        try {
            CallbackHandler container = handler;
            if (container == null) {
                throw new AuthException("the container gave no callback handler");
            }
            container.handle(caller.isNobody() ? new Callback[] {principal} : new Callback[] {principal, groups});
        } catch (IOException | UnsupportedCallbackException e) {
            throw (AuthException) new AuthException("the container refused the caller").initCause(e);
        }
    }

    /** RFC 9112, section 6.1: two lengths are how one request is smuggled inside another. */
    private static boolean hasTwoLengths(HttpServletRequest request) {
        return request.getHeader("Transfer-Encoding") != null && request.getHeader("Content-Length") != null;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static AuthStatus refuse(HttpServletResponse response, int status) throws AuthException {
        try {
            response.setHeader("Connection", "close");
            response.sendError(status);
            return AuthStatus.SEND_FAILURE;
        } catch (IOException e) {
            throw (AuthException) new AuthException("the refusal could not be sent").initCause(e);
        }
    }

    @Override
    public AuthStatus secureResponse(MessageInfo message, Subject service) {
        return AuthStatus.SEND_SUCCESS;
    }

    @Override
    public void cleanSubject(MessageInfo message, Subject subject) {
        subject.getPrincipals().clear();
    }
}
