package io.saltgate.platform.net;

import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;

/**
 * Leaves Java's own look-ups to the system. dnsjava announces itself as the virtual machine's resolver, and would be
 * it wherever it stands on the class path itself: in {@code bin/verify-audit}, which looks up the database. The first
 * one found is taken, and this one stands before all libraries.
 */
public final class SystemNames extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return configuration.builtinResolver();
    }

    @Override
    public String name() {
        return "system";
    }
}
