package io.saltgate.testing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Resolves names for the tests as the platform does, and remembers which it was asked for. */
public final class NameService extends InetAddressResolverProvider {

    private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();

    /** Every name that anything in this virtual machine has asked for. */
    public static Set<String> asked() {
        return Set.copyOf(ASKED);
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver platform = configuration.builtinResolver();
        return new InetAddressResolver() {
            @Override
            public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
                ASKED.add(host);
                return platform.lookupByName(host, policy);
            }

            @Override
            public String lookupByAddress(byte[] address) throws UnknownHostException {
                return platform.lookupByAddress(address);
            }
        };
    }

    @Override
    public String name() {
        return "remembering";
    }
}
