package io.saltgate.platform.db;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Produces the entity manager, for constructor injection. */
@ApplicationScoped
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // the container injects it and takes it from here
class Persistence {

    @Produces
    @Database
    @PersistenceContext(unitName = "saltgate")
    private EntityManager entityManager;
}
