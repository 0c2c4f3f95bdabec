package io.saltgate.platform.start;

import jakarta.servlet.ServletContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.List;

/**
 * Guards a server of the GlassFish family against requests that it can't parse. It answers an empty <b>200</b> to them,
 * such as to a path with {@code %zz} or an empty Host: the failure is caught and logged where the answer's status is
 * still the one that every answer begins with. No application hears of it, and a gateway that passes on the client's
 * path or Host reads "allowed".
 *
 * <p>So two probes stand on each listener ({@link DefaultStatusProbe}, {@link HeaderProbe}): on those that are there
 * when the application starts, and through the server's hook for Comet on those that are opened or made anew later,
 * before they accept a connection. {@code bin/run} opens its listeners so, after the application has started.
 *
 * <p>The way to the server's own objects goes by reflection: other servers have neither the hook nor the need.
 */
final class MalformedRequestGuard {

    private static final String GRIZZLY = "org.glassfish.grizzly.http.server.HttpServerFilter";

    /** The name under which the server asks for what goes into a listener with Comet. */
    private static final String COMET = "comet";

    private static final System.Logger LOG = System.getLogger(MalformedRequestGuard.class.getName());

    /** What we see of the server. Not its own loaders: on GlassFish each of those sees one of its modules. */
    private final ClassLoader server = MalformedRequestGuard.class.getClassLoader();

    /** Names no class of the server's: where those are missing, as on WildFly, this class must still link. */
    private final ListenerAddOn listeners;

    private MalformedRequestGuard(ServletContext application) {
        listeners = ListenerAddOn.of(application);
    }

    /**
     * Stands from now on, and for as long as the server runs: while that stops, the application is gone before the port
     * is, and gateways still ask. First of all at start-up, since a port that is open stays open if start-up fails.
     *
     * @return what is to be done when the application ends
     */
    static Runnable stand(ServletContext application) {
        try {
            return install(application);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            if (isOfTheFamily(application)) {
                throw unchanged(e);
            }
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "this server is not of the GlassFish family and needs no guard: {0}",
                    e.getMessage());
            return () -> {};
        } catch (ReflectiveOperationException e) {
            throw unchanged(e);
        }
    }

    private static Runnable install(ServletContext application) throws ReflectiveOperationException {
        Class.forName(GRIZZLY, false, MalformedRequestGuard.class.getClassLoader());
        MalformedRequestGuard guard = new MalformedRequestGuard(application);
        guard.watchListeners();
        return guard.listeners::applicationEnded;
    }

    private static CannotStart unchanged(Throwable cause) {
        return new CannotStart("this server answers broken requests with 200, and that could not be changed", cause);
    }

    /** Whether the server is Payara or GlassFish. */
    static boolean isOfTheFamily(ServletContext application) {
        try {
            Class.forName(
                    "org.glassfish.web.valve.GlassFishValve",
                    false,
                    application.getClass().getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private void watchListeners() throws ReflectiveOperationException {
        Class<?> globals = type("org.glassfish.internal.api.Globals");
        Class<?> locator = type("org.glassfish.hk2.api.ServiceLocator");
        Class<?> listenerType = type("org.glassfish.grizzly.config.dom.NetworkListener");
        Class<?> serviceType = type("com.sun.enterprise.v3.services.impl.GrizzlyService");
        Object services = globals.getMethod("getDefaultHabitat").invoke(null);
        watchLaterListeners(services, locator);
        Object grizzly = locator.getMethod("getService", Class.class, Annotation[].class)
                .invoke(services, serviceType, new Annotation[0]);
        List<?> configured = (List<?>) locator.getMethod("getAllServices", Class.class, Annotation[].class)
                .invoke(services, listenerType, new Annotation[0]);
        int open = 0;
        int watched = 0;
        for (Object listener : configured) {
            Object proxy =
                    serviceType.getMethod("lookupNetworkProxy", listenerType).invoke(grizzly, listener);
            open += proxy == null ? 0 : 1;
            watched += proxy == null ? 0 : watchListener(proxy);
        }
        if (watched < open) {
            throw new NoSuchFieldException("a listener without an HttpServerFilter");
        }
    }

    /**
     * The latest deployment's stands before those of earlier ones. Listeners of Payara Micro have Comet on; on others,
     * one that has it off is watched from the next start of the application.
     */
    private void watchLaterListeners(Object services, Class<?> locator) throws ReflectiveOperationException {
        Class<?> builder = type("org.glassfish.hk2.utilities.BuilderHelper");
        Class<?> utilities = type("org.glassfish.hk2.utilities.ServiceLocatorUtilities");
        Class<?> descriptor = type("org.glassfish.hk2.api.Descriptor");
        Object ours = builder.getMethod("createConstantDescriptor", Object.class, String.class, Type[].class)
                .invoke(null, listeners, COMET, new Type[] {type("org.glassfish.grizzly.http.server.AddOn")});
        ours.getClass().getMethod("setRanking", int.class).invoke(ours, (int)
                Instant.now().getEpochSecond());
        utilities.getMethod("addOneDescriptor", locator, descriptor).invoke(null, services, ours);
    }

    /** @return 1 if it is watched, 0 if it has not got the server's filters */
    private int watchListener(Object proxy) throws ReflectiveOperationException {
        Object listener = proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
        List<?> servers = filters(listener, GRIZZLY);
        listeners.watch(filters(listener, "org.glassfish.grizzly.http.HttpServerFilter"), servers);
        if (!servers.isEmpty()) {
            refuseUpgrades(listener);
        }
        return Math.min(servers.size(), 1);
    }

    /** Without it the server is as safe, and waits in vain for the end of some bodies. */
    private void refuseUpgrades(Object listener) throws ReflectiveOperationException {
        try {
            Field chain =
                    type("org.glassfish.grizzly.config.GenericGrizzlyListener").getDeclaredField("rootFilterChain");
            chain.setAccessible(true);
            listeners.refuseUpgrades(chain.get(listener));
        } catch (NoSuchFieldException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "offers of HTTP/2 can't be removed; bodies of requests with one can't be read",
                    e);
        }
    }

    private List<?> filters(Object listener, String type) throws ReflectiveOperationException {
        return (List<?>)
                listener.getClass().getMethod("getFilters", Class.class).invoke(listener, type(type));
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, server);
    }
}
