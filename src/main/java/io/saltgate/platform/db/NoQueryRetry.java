package io.saltgate.platform.db;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Takes from EclipseLink the habit of trying a query three times, five seconds apart, when the database is gone: pages
 * would hold every thread of the server meanwhile, and the gate stand behind them. Named in persistence.xml.
 */
public final class NoQueryRetry implements SessionCustomizer {

    @Override
    public void customize(Session session) {
        if (session.getDatasourceLogin() instanceof DatabaseLogin login) {
            login.setQueryRetryAttemptCount(0);
        }
    }
}
