package io.saltgate.platform.db;

import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Stops EclipseLink from repeating a query three times, five seconds apart, when the database is away: pages would
 * hold every thread of the server, and the gate would wait behind them. Named in persistence.xml.
 */
public final class NoQueryRetry implements SessionCustomizer {

    @Override
    public void customize(Session session) {
        if (session.getDatasourceLogin() instanceof DatabaseLogin login) {
            login.setQueryRetryAttemptCount(0);
        }
    }
}
