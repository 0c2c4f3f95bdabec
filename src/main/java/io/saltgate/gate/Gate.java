package io.saltgate.gate;

import inet.ipaddr.IPAddress;
import io.saltgate.apiaccess.AuthToken;
import io.saltgate.platform.crypto.KeyRing;
import io.saltgate.platform.net.ClientAddress;
import io.saltgate.platform.net.GatewaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes from a request what is to be judged, has it judged, and answers even when the database does not. */
@ApplicationScoped
public class Gate {

    /**
     * A decision and the address that it was made for.
     *
     * @param address null if it can't be told
     */
    public record Judged(Decision decision, @Nullable IPAddress address) {

        /** As in {@code X-Judged-Address}: {@code -} if it can't be told. */
        public String addressText() {
            return address == null ? "-" : address.toCanonicalString();
        }
    }

    /** The one header that a token is taken from. */
    public static final String TOKEN_HEADER = "X-Auth-Token";

    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final GateStore store;
    private final GatewaySettings settings;
    private final Instance<KeyRing> ring;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Gate() {
        this(null, null, null);
    }

    @Inject
    public Gate(GateStore store, GatewaySettings settings, Instance<KeyRing> ring) {
        this.store = store;
        this.settings = settings;
        this.ring = ring;
    }

    public Judged judge(HttpServletRequest request) {
        IPAddress address = ClientAddress.of(request, settings).orElse(null);
        return new Judged(decide(Collections.list(request.getHeaders(TOKEN_HEADER)), address), address);
    }

    private Decision decide(List<String> tokens, @Nullable IPAddress address) {
        if (tokens.isEmpty() || tokens.size() == 1 && tokens.getFirst().isBlank()) {
            return new Decision.Refused(Refusal.TOKEN_MISSING);
        }
        // Never "the first" or "the last": gateways and services would disagree on which.
        if (tokens.size() > 1 || tokens.getFirst().indexOf(',') >= 0) {
            return new Decision.Refused(Refusal.TOKEN_AMBIGUOUS);
        }
        Optional<AuthToken> token = AuthToken.parse(tokens.getFirst());
        if (token.isEmpty()) {
            return new Decision.Refused(Refusal.TOKEN_MALFORMED);
        }
        KeyRing keys = ring.get();
        if (!token.get().isTaggedBy(keys)) {
            return new Decision.Refused(Refusal.TOKEN_UNKNOWN);
        }
        try {
            GateStore.Reading reading = store.read(token.get(), keys);
            return Gatekeeper.decide(reading.state(), address, reading.databaseTime());
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "the gate can''t reach the database: {0}", e.getMessage());
            return new Decision.Refused(Refusal.CANNOT_DECIDE);
        }
    }
}
