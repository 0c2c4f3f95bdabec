package io.saltgate.platform.start;

import io.saltgate.platform.Settings;
import io.saltgate.platform.crypto.KeyRingHolder;
import io.saltgate.platform.crypto.KeyRingSource;
import io.saltgate.platform.db.KeyRingRegistry;
import io.saltgate.platform.db.Migrations;
import io.saltgate.platform.db.SessionSettings;
import io.saltgate.platform.logging.ServerLogs;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * The order of start-up: the database answers, its schema fits, the key ring fits, then the features do their part
 * (they observe {@link Started}). The first step that fails ends the deployment with one sentence.
 */
@WebListener
public class Startup implements ServletContextListener {

    /** The database and the key ring are ready. Observers may throw {@link CannotStart}. */
    public record Started(ServletContext application) {}

    private static final System.Logger LOG = System.getLogger(Startup.class.getName());

    private final KeyRingHolder keyRing;
    private final Event<Started> started;
    private final NodeState node;
    private Runnable atTheEnd = () -> {};

    @Inject
    public Startup(KeyRingHolder keyRing, Event<Started> started, NodeState node) {
        this.keyRing = keyRing;
        this.started = started;
        this.node = node;
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            ServerLogs.guard();
            atTheEnd = MalformedRequestGuard.stand(event.getServletContext());
            ServerOptions.check(event.getServletContext());
            LOG.log(System.Logger.Level.INFO, "Checking the database ...");
            Migrations.run();
            SessionSettings.check();
            StartReport.warn(Settings.current());
            keyRing.set(KeyRingRegistry.open(KeyRingSource.from(Settings.current())));
            started.fire(new Started(event.getServletContext()));
            node.start();
            Drain.onTermination(node, Settings.current());
        } catch (CannotStart | Settings.InvalidSetting e) {
            throw refuse(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw refuse("an unexpected failure, " + e, e);
        }
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        ServerLogs.release();
        atTheEnd.run();
    }

    /** {@code bin/run} waits for this line, says its sentence, and stops the server. */
    private static RuntimeException refuse(String sentence, RuntimeException cause) {
        LOG.log(System.Logger.Level.ERROR, "Saltgate cannot start: " + sentence);
        LOG.log(System.Logger.Level.DEBUG, "Saltgate cannot start: the cause", cause);
        return cause;
    }
}
