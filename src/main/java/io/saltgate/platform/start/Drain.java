package io.saltgate.platform.start;

import io.saltgate.platform.Settings;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets load balancers take notice before the server stops: at SIGTERM {@code /health/ready} turns 503, calls are served
 * on for {@code saltgate.drain}, and only then the process ends as it would have.
 *
 * <p>The platform has no API for it: shutdown hooks run at once beside the server's own. {@code sun.misc.Signal} is in
 * the supported module {@code jdk.unsupported}; where it is missing nothing is drained.
 */
final class Drain {

    private static final String KEY = "saltgate.drain";

    /** {@code bin/run} and service managers kill a process that takes more than a minute to end. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private static final System.Logger LOG = System.getLogger(Drain.class.getName());

    /** As the shell says of a process that SIGTERM ended. */
    private static final int TERMINATED = 143;

    private Drain() {}

    static void onTermination(NodeState node, Settings settings) {
        Duration time = settings.duration(KEY, Duration.ZERO);
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new Settings.InvalidSetting(KEY, "is not between PT0S and " + LONGEST);
        }
        if (!time.isZero()) {
            handle(() -> drain(node, time));
        }
    }

    private static void drain(NodeState node, Duration time) {
        node.drain();
        LOG.log(System.Logger.Level.INFO, "is asked to end: not ready any longer, and serves calls for {0} more", time);
        Thread end = new Thread(() -> end(time), "saltgate-drain");
        end.start();
    }

    private static void end(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().exit(TERMINATED);
    }

    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself alone
    private static void handle(Runnable atTermination) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    Drain.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            atTermination.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "equals" -> arguments != null && proxy == arguments[0];
                            default -> "saltgate.drain";
                        };
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), ours);
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, "this Java runtime lets nothing be drained: {0}", e.toString());
        }
    }
}
