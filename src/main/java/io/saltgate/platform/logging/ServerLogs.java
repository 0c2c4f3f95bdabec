package io.saltgate.platform.logging;

import io.saltgate.platform.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Puts a {@link ServerLogFilter} before every handler of the root logger, and keeps it there: handlers are made anew
 * when the configuration of the log is read again. A filter of a logger would not do: it judges only what is logged
 * through that logger itself, not what its children pass on.
 *
 * <p>Servers that log otherwise than by java.util.logging see nothing of it.
 */
public final class ServerLogs {

    private static final System.Logger LOG = System.getLogger(ServerLogs.class.getName());

    /**
     * Payara's: at FINEST it describes the proxy that it is called through, by calling it, until the stack overflows.
     * Then no application with session beans starts.
     */
    private static final Logger ENDLESS = Logger.getLogger("com.sun.ejb.containers.EJBLocalHomeInvocationHandler");

    private static final Level ENDLESS_MAY = Level.FINER;

    private static final String FORMAT = "saltgate.log.format";

    private static final Runnable KEEP = ServerLogs::keep;

    /** The same for all handlers, so that each entry counts once. */
    private static ServerLogRules rules = new ServerLogRules();

    /** Whether lines are JSON, from here on: what the server wrote before was text. */
    private static boolean json;

    private ServerLogs() {}

    /** Installs the filters, until {@link #release}. */
    public static synchronized void guard() {
        rules = new ServerLogRules();
        json = isJson(Settings.current());
        keep();
        LogManager.getLogManager().addConfigurationListener(KEEP);
    }

    /** The number of entries left out since the filters were installed, because too many were alike. */
    public static synchronized long leftOut() {
        return rules.leftOut();
    }

    private static boolean isJson(Settings settings) {
        String format = settings.get(FORMAT, "text");
        if (!format.equals("text") && !format.equals("json")) {
            throw new Settings.InvalidSetting(FORMAT, "is neither text nor json");
        }
        return format.equals("json");
    }

    /** Lets go of the server's handlers, which outlive the application. */
    public static synchronized void release() {
        LogManager.getLogManager().removeConfigurationListener(KEEP);
        for (Handler handler : handlers()) {
            if (handler.getFilter() instanceof ServerLogFilter ours) {
                handler.setFilter(ours.before());
            }
            if (handler.getFormatter() instanceof JsonLines) {
                handler.setFormatter(new SimpleFormatter());
            }
        }
    }

    /** Does again what is no longer so. */
    static synchronized void keep() {
        try {
            if (ENDLESS.isLoggable(Level.FINEST)) {
                ENDLESS.setLevel(ENDLESS_MAY);
            }
            for (Handler handler : handlers()) {
                Filter present = handler.getFilter();
                if (!(present instanceof ServerLogFilter)) {
                    handler.setFilter(new ServerLogFilter(present, rules));
                }
                if (json && !(handler.getFormatter() instanceof JsonLines)) {
                    handler.setFormatter(new JsonLines());
                }
            }
        } catch (SecurityException e) {
            LOG.log(System.Logger.Level.DEBUG, "this server does not allow filters on its log handlers", e);
        }
    }

    private static List<Handler> handlers() {
        Logger root = LogManager.getLogManager().getLogger("");
        return root == null ? List.of() : new ArrayList<>(List.of(root.getHandlers()));
    }
}
