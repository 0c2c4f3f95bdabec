package io.saltgate.platform.net;

import inet.ipaddr.IPAddress;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides where we may connect to of what others type. A name is resolved once, every one of its addresses is judged,
 * and only judged addresses are handed on to connect to: between judging and connecting nobody can change their mind.
 *
 * <p>Refused are addresses that are not public or are this machine's own, plain http, and ports on which no web server
 * listens, unless an {@link AllowList} says otherwise. What can't be determined is refused. Link-local addresses and
 * those of cloud metadata services are refused unless the configuration allows them.
 */
@ApplicationScoped
public class OutboundGuard {

    /** Why a target must not be reached. */
    public enum Reason {
        /** One of its addresses is private, special or our own. */
        ADDRESS_FORBIDDEN("target.address"),
        /** http to what the allow list does not have. */
        PLAIN_HTTP("target.plain"),
        PORT_FORBIDDEN("target.port"),
        /** No such name, or it has no address. */
        NAME_UNKNOWN("target.unknown"),
        /** The name could not be resolved this time: a server failed or did not answer in time. */
        NAME_FAILED("target.unresolved");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    /** Whether a target may be reached. */
    public sealed interface Verdict {
        /**
         * It may.
         *
         * @param all every address of the target, each of them judged, in the order in which to try them
         */
        record Allowed(List<InetAddress> all) implements Verdict {

            public Allowed {
                all = List.copyOf(all);
                if (all.isEmpty()) {
                    throw new IllegalArgumentException("no address");
                }
            }

            /** The one to connect to first. */
            public InetAddress address() {
                return all.getFirst();
            }
        }

        /**
         * It must not.
         *
         * @param address the one for which it is refused, if it is refused for one. It may tell of a name in a private
         *     network: not for everybody's eyes
         */
        record Refused(Reason reason, @Nullable String address) implements Verdict {}
    }

    /** @param addresses empty if they could not be read */
    private record OwnAddresses(Optional<Set<IPAddress>> addresses, long readAt) {}

    private static final System.Logger LOG = System.getLogger(OutboundGuard.class.getName());

    private static final long READ_AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final OutboundSettings settings;
    private final Names names;
    private volatile OwnAddresses own = new OwnAddresses(Optional.empty(), System.nanoTime() - 2 * READ_AGAIN_NANOS);

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected OutboundGuard() {
        this.settings = null;
        this.names = null;
    }

    @Inject
    public OutboundGuard(OutboundSettings settings) {
        this(settings, HostsFile.ofSystem());
    }

    OutboundGuard(OutboundSettings settings, HostsFile hosts) {
        this.settings = settings;
        this.names = new Names(hosts, settings.nameServer());
    }

    /**
     * Resolves and judges. Blocks for {@code timeout} at most: call it on a virtual thread.
     *
     * @param extra what may be reached beside what the configuration allows, {@link MetadataAddresses} excepted
     */
    public Verdict check(OutboundUrl url, AllowList extra, Duration timeout) {
        Optional<IPAddress> literal = url.address();
        if (literal.isPresent()) {
            return judge(url, List.of(literal.get().toInetAddress()), extra);
        }
        return switch (names.find(url.host(), timeout)) {
            case Names.Found.Addresses found -> judge(url, found.addresses(), extra);
            case Names.Found.Unknown unknown -> new Verdict.Refused(Reason.NAME_UNKNOWN, null);
            case Names.Found.Failed failed -> new Verdict.Refused(Reason.NAME_FAILED, null);
        };
    }

    private Verdict judge(OutboundUrl url, List<InetAddress> addresses, AllowList extra) {
        boolean allAllowed = true;
        for (InetAddress each : addresses) {
            IPAddress address = IpAddresses.of(each);
            boolean metadata = MetadataAddresses.contain(address);
            if (!settings.allow().permits(address, url.port()) && (metadata || !extra.permits(address, url.port()))) {
                allAllowed = false;
                if (metadata || ReservedAddresses.contain(address) || isOwn(address)) {
                    return new Verdict.Refused(Reason.ADDRESS_FORBIDDEN, address.toCanonicalString());
                }
            }
        }
        if (!allAllowed && url.isPlain()) {
            return new Verdict.Refused(Reason.PLAIN_HTTP, null);
        }
        if (!allAllowed && !settings.ports().contains(url.port())) {
            return new Verdict.Refused(Reason.PORT_FORBIDDEN, null);
        }
        return new Verdict.Allowed(addresses);
    }

    /** Whether it is an address of this machine, behind which are ports that are open to the machine alone. */
    private boolean isOwn(IPAddress address) {
        OwnAddresses current = own;
        if (System.nanoTime() - current.readAt() >= READ_AGAIN_NANOS) {
            current = new OwnAddresses(readOwnAddresses(), System.nanoTime());
            own = current;
        }
        return current.addresses().map(addresses -> addresses.contains(address)).orElse(true);
    }

    private static Optional<Set<IPAddress>> readOwnAddresses() {
        try {
            return Optional.of(NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(IpAddresses::of)
                    .collect(Collectors.toUnmodifiableSet()));
        } catch (SocketException e) {
            LOG.log(System.Logger.Level.WARNING, "this machine's own addresses can't be read; nothing is sent", e);
            return Optional.empty();
        }
    }

    @PreDestroy
    public void close() {
        names.close();
    }
}
