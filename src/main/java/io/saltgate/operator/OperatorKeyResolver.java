package io.saltgate.operator;

import inet.ipaddr.IPAddress;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.CallerResolver;
import io.saltgate.accounts.Slug;
import io.saltgate.platform.Settings;
import io.saltgate.platform.start.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Recognises operator keys, for the authentication module. */
@ApplicationScoped
public class OperatorKeyResolver implements CallerResolver {

    private final PresentedKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OperatorKeyResolver() {
        this(null);
    }

    @Inject
    public OperatorKeyResolver(PresentedKeys keys) {
        this.keys = keys;
    }

    /** A key that can't be meant ends the start, and not the first call. */
    void check(@Observes Startup.Started started) {
        OperatorKeySettings.from(Settings.current());
    }

    @Override
    public Optional<Caller> resolve(HttpServletRequest request, Optional<Slug> slug, Optional<IPAddress> address) {
        return OperatorKeyText.of(request).flatMap(text -> keys.find(text, slug, address));
    }
}
