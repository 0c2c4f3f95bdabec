package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.CallerResolver;
import io.saltgate.accounts.Slug;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises account tokens, for the authentication module: on the paths that an account manages itself by, and decided
 * as {@code /verify} decides. What the gate said stays with the request, so that a refusal is answered as there.
 */
@ApplicationScoped
public class AccountTokenResolver implements CallerResolver {

    /** The request attribute with the {@link GateService.Judged} of a call by token. */
    public static final String JUDGED_ATTRIBUTE = AccountTokenResolver.class.getName() + ".judged";

    /** The first segments of these paths, behind the API's own. */
    public static final Set<String> PATHS = Set.of("ip-whitelist", "webhooks", "deliveries", "usage");

    private static final String API = "/api/v1/";

    private final GateService gate;
    private final TokenCallers callers;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected AccountTokenResolver() {
        this(null, null);
    }

    @Inject
    public AccountTokenResolver(GateService gate, TokenCallers callers) {
        this.gate = gate;
        this.callers = callers;
    }

    @Override
    public Optional<Caller> resolve(HttpServletRequest request, Optional<Slug> slug, Optional<IPAddress> address) {
        if (!isOwnPath(request)) {
            return Optional.empty();
        }
        GateService.Judged judged = gate.judge(request);
        request.setAttribute(JUDGED_ATTRIBUTE, judged);
        return judged.decision() instanceof Decision.Allowed allowed
                ? callers.find(allowed.state(), judged.address())
                : Optional.empty();
    }

    private static boolean isOwnPath(HttpServletRequest request) {
        String path = request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
        if (!path.startsWith(API)) {
            return false;
        }
        int end = path.indexOf('/', API.length());
        return PATHS.contains(path.substring(API.length(), end < 0 ? path.length() : end));
    }
}
