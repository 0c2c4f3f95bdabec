package io.saltgate.platform.start;

import jakarta.servlet.ServletContext;
import java.lang.annotation.Annotation;
import java.util.List;

/**
 * Payara and GlassFish answer an empty <b>200</b> to a request that breaks their own parsing, such as a path with
 * {@code %zz} or an empty Host: the failure is caught and logged where the answer's status is still the one that every
 * answer begins with. No application hears of it, and a gateway that passes on the client's path or Host reads "allowed".
 *
 * <p>So the answer to any question to the gate or call of the JSON API begins as a 400, and only those make something else
 * of it: a client of the API would take the 200 for "done". The hook is
 * Grizzly's {@code HttpServerProbe}, and the way to it goes by reflection: other servers have neither the hook nor the need.
 */
final class MalformedRequestGuard {

    private static final System.Logger LOG = System.getLogger(MalformedRequestGuard.class.getName());

    /** What we see of the server. Not its own loaders: on GlassFish each of those sees one of its modules. */
    private final ClassLoader server = MalformedRequestGuard.class.getClassLoader();

    private final List<String> judged;

    private MalformedRequestGuard(ServletContext application) {
        judged = List.of(application.getContextPath() + "/verify", application.getContextPath() + "/api/");
    }

    /**
     * Before anything else at start-up: the port is open already, and stays open if start-up fails. It holds for as long as
     * the server runs: while that stops, the application is gone before the port is, and gateways still ask.
     */
    static void refuse(ServletContext application) {
        try {
            new MalformedRequestGuard(application).watch();
        } catch (ClassNotFoundException e) {
            if (isOfTheFamily(application)) {
                throw unchanged(e);
            }
            LOG.log(System.Logger.Level.DEBUG, "not of the GlassFish family: {0}", e.getMessage());
        } catch (ReflectiveOperationException e) {
            throw unchanged(e);
        }
    }

    private static CannotStart unchanged(ReflectiveOperationException cause) {
        return new CannotStart("this server answers broken requests with 200, and that could not be changed", cause);
    }

    private static boolean isOfTheFamily(ServletContext application) {
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

    private void watch() throws ReflectiveOperationException {
        Class<?> globals = type("org.glassfish.internal.api.Globals");
        Class<?> locator = type("org.glassfish.hk2.api.ServiceLocator");
        Class<?> listenerType = type("org.glassfish.grizzly.config.dom.NetworkListener");
        Class<?> serviceType = type("com.sun.enterprise.v3.services.impl.GrizzlyService");
        Object services = globals.getMethod("getDefaultHabitat").invoke(null);
        Object grizzly = locator.getMethod("getService", Class.class, Annotation[].class)
                .invoke(services, serviceType, new Annotation[0]);
        List<?> listeners = (List<?>) locator.getMethod("getAllServices", Class.class, Annotation[].class)
                .invoke(services, listenerType, new Annotation[0]);
        int watched = 0;
        for (Object listener : listeners) {
            Object proxy =
                    serviceType.getMethod("lookupNetworkProxy", listenerType).invoke(grizzly, listener);
            watched += proxy == null ? 0 : watch(proxy);
        }
        if (watched == 0) {
            throw new NoSuchFieldException("no listener with an HttpServerFilter");
        }
    }

    /** @return how many filters there were */
    private int watch(Object proxy) throws ReflectiveOperationException {
        Object listener = proxy.getClass().getMethod("getUnderlyingListener").invoke(proxy);
        List<?> filters = (List<?>) listener.getClass()
                .getMethod("getFilters", Class.class)
                .invoke(listener, type("org.glassfish.grizzly.http.server.HttpServerFilter"));
        DefaultStatusProbe.hold(filters, judged);
        return filters.size();
    }

    private Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName(name, true, server);
    }
}
