package io.saltgate.platform.start;

import io.saltgate.platform.web.FormRateLimit;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Field;
import java.util.List;
import org.glassfish.grizzly.filterchain.Filter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http.server.AddOn;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.jspecify.annotations.Nullable;

/**
 * Puts the probes, {@link EarlyFormRefusal} and {@link UpgradeRefusal} on a listener while the server makes it, and so
 * before it accepts a connection. Grizzly's alone.
 */
final class ListenerAddOn implements AddOn {

    private static final System.Logger LOG = System.getLogger(ListenerAddOn.class.getName());

    /** More than a gateway's usual 32 kB hold in practice. */
    private static final int HEADER_LINES = 600;

    private final HttpProbe headers;
    private final DefaultStatusProbe status;
    private final Filter upgrades = new UpgradeRefusal();
    private final Filter floods;

    private ListenerAddOn(HttpProbe headers, DefaultStatusProbe status, ServletContext application) {
        this.floods = new EarlyFormRefusal(application);
        this.headers = headers;
        this.status = status;
    }

    /** Loads all classes that its parts need, since they stay on the listeners when the application has ended. */
    static ListenerAddOn of(ServletContext application) {
        DefaultStatusProbe status = new DefaultStatusProbe(application.getContextPath());
        ListenerAddOn addOn = new ListenerAddOn(new HeaderProbe(), status, application);
        ResolvedClasses.load(
                ListenerAddOn.class,
                DefaultStatusProbe.class,
                HeaderProbe.class,
                EarlyFormRefusal.class,
                UpgradeRefusal.class,
                FormRateLimit.class);
        return addOn;
    }

    void applicationEnded() {
        status.applicationEnded();
    }

    @Override
    public void setup(@Nullable NetworkListener listener, FilterChainBuilder chain) {
        int codec = chain.indexOfType(org.glassfish.grizzly.http.HttpServerFilter.class);
        int server = chain.indexOfType(HttpServerFilter.class);
        if (codec >= 0 && server >= 0) {
            watch(List.of(chain.get(codec)), List.of(chain.get(server)));
            chain.add(codec + 1, floods);
            chain.add(upgrades);
        }
    }

    /**
     * Likewise on a listener that is there already: last, so that requests under way find their place.
     *
     * @param filters the listener's {@link FilterChain}
     */
    void refuseUpgrades(Object filters) {
        FilterChain chain = (FilterChain) filters;
        for (int i = 0; i < chain.size(); i++) {
            if (isOfEarlierDeployment(chain.get(i), upgrades)) {
                chain.set(i, upgrades);
                return;
            }
        }
        chain.add(upgrades);
    }

    /**
     * Puts the probes on a listener that is there already, in place of those of a deployment before.
     *
     * @param codecs the listener's {@code org.glassfish.grizzly.http.HttpServerFilter}s
     * @param servers its {@code org.glassfish.grizzly.http.server.HttpServerFilter}s
     */
    void watch(List<?> codecs, List<?> servers) {
        for (Object codec : codecs) {
            var probes = ((org.glassfish.grizzly.http.HttpServerFilter) codec).getMonitoringConfig();
            HttpProbe[] before = probes.getProbes();
            probes.addProbes(headers);
            allowHeaderLines(codec);
            for (HttpProbe each : before) {
                if (isOfEarlierDeployment(each, headers)) {
                    probes.removeProbes(each);
                }
            }
        }
        for (Object server : servers) {
            var probes = ((HttpServerFilter) server).getMonitoringConfig();
            HttpServerProbe[] before = probes.getProbes();
            probes.addProbes(status);
            for (HttpServerProbe each : before) {
                if (isOfEarlierDeployment(each, status)) {
                    probes.removeProbes(each);
                }
            }
        }
    }

    /**
     * Grizzly 5 drops the configured number on its way to the codec and holds to 100 lines, which a caller behind a few
     * proxies may pass: gateways allow for more, and would hear "can't be decided" for ever. The size in bytes is
     * bounded by configuration.
     */
    private static void allowHeaderLines(Object codec) {
        try {
            Field lines = org.glassfish.grizzly.http.HttpServerFilter.class.getDeclaredField("maxRequestHeaders");
            lines.setAccessible(true);
            lines.setInt(codec, Math.max(lines.getInt(codec), HEADER_LINES));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the number of header lines can't be set; requests with more than 100 are refused",
                    e);
        }
    }

    /** Another class loader's class of the same name. */
    private static boolean isOfEarlierDeployment(Object part, Object ours) {
        return !part.equals(ours)
                && part.getClass().getName().equals(ours.getClass().getName());
    }
}
