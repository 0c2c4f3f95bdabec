package io.saltgate.webhooks.verification;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.accounts.AccountId;
import io.saltgate.platform.web.Exchange;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.Signature;
import io.saltgate.webhooks.WebhookEvent;
import io.saltgate.webhooks.WebhookKey;
import io.saltgate.webhooks.delivery.Attempt;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.verification.WebhookCheck.Received;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the body that was sent under a {@code webhook-id}, among the account's own deliveries. */
final class SentBodies {

    private final EntityManager em;

    SentBodies(EntityManager em) {
        this.em = em;
    }

    /** The one of that id, with or without its mac, if it is the one that was signed. */
    Optional<String> find(AccountId account, Received received, Predicate<String> signed, Signature signature) {
        return delivery(account, received)
                .map(delivery -> event(account, delivery))
                .flatMap(event -> Stream.of(true, false)
                        .map(withMac -> body(event, withMac ? signature.mac(event.documentId()) : null))
                        .filter(signed)
                        .findFirst());
    }

    /** As the last attempt sent it; empty if that was under another salt, so that its mac isn't known any more. */
    Optional<String> findLast(AccountId account, Received received, Signature signature, Instant saltSince) {
        return delivery(account, received)
                .flatMap(delivery -> em.createQuery(
                                "select a from Attempt a where a.accountId = :account and a.deliveryId = :delivery"
                                        + " order by a.number desc",
                                Attempt.class)
                        .setParameter("account", account.value())
                        .setParameter("delivery", delivery.id())
                        .setMaxResults(1)
                        .getResultStream()
                        .findFirst()
                        .filter(attempt -> !attempt.beganAt().isBefore(saltSince))
                        .map(attempt -> {
                            WebhookEvent event = event(account, delivery);
                            return body(event, attempt.macStart().isEmpty() ? null : signature.mac(event.documentId()));
                        }));
    }

    private Optional<Delivery> delivery(AccountId account, Received received) {
        return Exchange.parseId(String.valueOf(received.id()))
                .map(id -> em.find(Delivery.class, new WebhookKey(account.value(), id)));
    }

    private WebhookEvent event(AccountId account, Delivery delivery) {
        return em.find(WebhookEvent.class, new WebhookKey(account.value(), delivery.eventId()));
    }

    private static String body(WebhookEvent event, @Nullable String mac) {
        Payload.Facts facts =
                new Payload.Facts(event.id(), event.type().value(), event.occurredAt(), event.documentId());
        return new String(event.payload().toBody(facts, mac), UTF_8);
    }
}
