package io.saltgate.webhooks.endpoints;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.NotFound;
import io.saltgate.webhooks.WebhookKey;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.UUID;

/** Finds endpoints and what belongs to them, for the use cases. */
public final class EndpointRows {

    private EndpointRows() {}

    /** @throws NotFound if the account has no such endpoint, or it was removed */
    public static Endpoint get(EntityManager em, AccountId account, UUID id) {
        Endpoint found = em.find(Endpoint.class, new WebhookKey(account.value(), id));
        if (found == null || found.state() == Endpoint.State.REMOVED) {
            throw new NotFound();
        }
        return found;
    }

    /** By name. */
    static List<EndpointHeader> headers(EntityManager em, Endpoint endpoint) {
        return em.createQuery(
                        "select h from EndpointHeader h where h.accountId = :account and h.endpointId = :endpoint"
                                + " order by h.name",
                        EndpointHeader.class)
                .setParameter("account", endpoint.accountId())
                .setParameter("endpoint", endpoint.id())
                .getResultList();
    }
}
