package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.spi.DnsjavaInetAddressResolverProvider;

class SystemNamesTest {

    /** Java takes the first of them. */
    @Test
    void standsBeforeDnsjavaWhereverBothAreOnTheClassPath() {
        List<Class<? extends InetAddressResolverProvider>> found =
                ServiceLoader.load(InetAddressResolverProvider.class).stream()
                        .<Class<? extends InetAddressResolverProvider>>map(ServiceLoader.Provider::type)
                        .toList();

        assertThat(found).containsSubsequence(List.of(SystemNames.class, DnsjavaInetAddressResolverProvider.class));
    }
}
