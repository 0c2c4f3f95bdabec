package io.saltgate.platform.db;

import jakarta.persistence.EntityManager;
import org.eclipse.persistence.sessions.Session;

/** Tells the two databases apart where a statement differs. */
public final class Dialect {

    private Dialect() {}

    public static boolean isPostgres(EntityManager em) {
        return em.unwrap(Session.class).getDatasourcePlatform().isPostgreSQL();
    }
}
