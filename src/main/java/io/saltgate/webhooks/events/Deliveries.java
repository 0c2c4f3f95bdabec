package io.saltgate.webhooks.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Accounts;
import io.saltgate.accounts.Announcements;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ForOwnAccount;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.apiaccess.ApiStates;
import io.saltgate.platform.db.Columns;
import io.saltgate.platform.db.Database;
import io.saltgate.platform.db.DatabaseTime;
import io.saltgate.platform.db.Uuid7;
import io.saltgate.webhooks.EventCatalogue;
import io.saltgate.webhooks.NewEvent;
import io.saltgate.webhooks.Payload;
import io.saltgate.webhooks.TypeFilter;
import io.saltgate.webhooks.WebhookEvent;
import io.saltgate.webhooks.WebhookKey;
import io.saltgate.webhooks.delivery.Attempt;
import io.saltgate.webhooks.delivery.DeliveriesDue;
import io.saltgate.webhooks.delivery.Delivery;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.webhooks.endpoints.EndpointRows;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The use cases of what was sent: look, replay, test. */
@Stateless
@ForOwnAccount
public class Deliveries {

    /** Lines of one page. */
    public static final int PAGE = 25;

    /** Waiting deliveries that a page counts. */
    public static final int MAX_COUNTED = 1_000;

    /** Events that one replay takes: more are replayed by the next. */
    public static final int MOST_AT_ONCE = 2_000;

    /**
     * Which deliveries are wanted; null for any.
     *
     * @param before a delivery that the wanted ones are older than
     */
    public record Filter(
            @Nullable UUID endpoint,
            Delivery.@Nullable State state,
            @Nullable String type,
            @Nullable UUID before) {}

    /**
     * A delivery with what a list shows of it.
     *
     * @param state as it is: what waited when its endpoint was switched off is cancelled
     * @param url of the endpoint; empty if it was removed
     */
    public record Line(Delivery delivery, Delivery.State state, String type, String documentId, String url) {}

    /** Newest first. A slice can be short or empty and still have a {@code next} ({@link DeliveryLog}). */
    public record Slice(List<Line> lines, Optional<UUID> next) {}

    /** All of one delivery. */
    public record Details(Line line, WebhookEvent event, boolean canReplay, List<Attempt> attempts) {

        /** What was sent, with its {@code mac} cut short. */
        public String body(Attempt attempt) {
            String start = attempt.macStart();
            return new String(
                    event.payload()
                            .toBody(
                                    new Payload.Facts(
                                            event.id(), event.type().value(), event.occurredAt(), event.documentId()),
                                    start.isEmpty() ? null : start + "…"),
                    UTF_8);
        }
    }

    /**
     * What a replay did.
     *
     * @param until where the next replay begins to find the further events that this one had no room for: all before it
     *     is replayed; null if there are none
     */
    public record Replayed(int deliveries, @Nullable Instant until) {}

    /** Attempts of one hour. */
    public record Hour(Instant began, long succeeded, long failed) {}

    /**
     * How it goes with an endpoint.
     *
     * @param waiting deliveries that were not made yet, or failed and will be tried again; {@link #MAX_COUNTED}
     *     plus one if there are more
     * @param oldestDue since when the first of those that are due waits; null if none is
     * @param hours of the last seven days, each of them
     */
    public record Health(long waiting, @Nullable Instant oldestDue, List<Hour> hours) {

        public long succeeded() {
            return hours.stream().mapToLong(Hour::succeeded).sum();
        }

        public long failed() {
            return hours.stream().mapToLong(Hour::failed).sum();
        }
    }

    /** How far an event's id may be from its time: the id is created later, and the clock may be set in between. */
    private static final Duration ID_APART = Duration.ofMinutes(1);

    private static final int EVENTS_OF_QUERY = 5_000;

    /** Statements of one search. What lies beyond is left to the next replay, which begins there. */
    private static final int MOST_QUERIES = 100;

    /** How far one search goes: statements, and the events that each looks at. */
    record Reach(int eventsOfQuery, int queries) {}

    /**
     * What an endpoint did not get.
     *
     * @param events oldest first, as many as one replay takes
     * @param until all before it was looked through, and there may be further ones; null if all was
     */
    private record Missed(List<UUID> events, @Nullable Instant until) {}

    private static final int IDS_OF_QUERY = 500;

    private static final Duration HEALTH = Duration.ofDays(7);

    private final EntityManager em;
    private final DeliveryLog log;
    private final Accounts accounts;
    private final ApiStates api;
    private final Announcements announcements;
    private final DeliveriesDue.Signal signal;
    private final Clock clock;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it
    protected Deliveries() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public Deliveries(
            @Database EntityManager em,
            DeliveryLog log,
            Accounts accounts,
            ApiStates api,
            Announcements announcements,
            DeliveriesDue.Signal signal,
            Clock clock) {
        this.em = em;
        this.log = log;
        this.accounts = accounts;
        this.api = api;
        this.announcements = announcements;
        this.signal = signal;
        this.clock = clock;
    }

    @RolesAllowed(Permission.SEE_API)
    public Slice list(Caller caller, Filter filter) {
        UUID account = caller.requireAccount().value();
        if (filter.endpoint() != null && em.find(Endpoint.class, new WebhookKey(account, filter.endpoint())) == null) {
            return new Slice(List.of(), Optional.empty());
        }
        DeliveryLog.Found found = log.find(account, filter, PAGE);
        return new Slice(found.ids().isEmpty() ? List.of() : lines(account, found.ids()), found.next());
    }

    private List<Line> lines(UUID account, List<UUID> ids) {
        return em.createQuery(
                        "select d, n, v.type, v.documentId from Delivery d, Endpoint n, WebhookEvent v"
                                + " where d.id in :ids and n.accountId = d.accountId and n.id = d.endpointId"
                                + " and v.accountId = d.accountId and v.id = d.eventId",
                        Object[].class)
                .setParameter("ids", ids)
                .getResultStream()
                .map(Deliveries::line)
                .filter(line -> line.delivery().accountId().equals(account))
                .sorted(Comparator.comparingInt(
                        line -> ids.indexOf(line.delivery().id())))
                .toList();
    }

    private static Line line(Object[] row) {
        Delivery delivery = (Delivery) row[0];
        Endpoint endpoint = (Endpoint) row[1];
        return new Line(delivery, stateOf(delivery, endpoint), (String) row[2], (String) row[3], endpoint.url());
    }

    private static Delivery.State stateOf(Delivery delivery, Endpoint endpoint) {
        boolean over = !endpoint.isOn() || endpoint.generation() != delivery.generation();
        return delivery.state() == Delivery.State.PENDING && over ? Delivery.State.CANCELLED : delivery.state();
    }

    /** @throws NotFound if the account has no such delivery */
    @RolesAllowed(Permission.SEE_API)
    public Details get(Caller caller, UUID id) {
        AccountId account = caller.requireAccount();
        Delivery delivery = find(account, id);
        Endpoint endpoint = em.find(Endpoint.class, new WebhookKey(account.value(), delivery.endpointId()));
        WebhookEvent event = em.find(WebhookEvent.class, new WebhookKey(account.value(), delivery.eventId()));
        List<Attempt> attempts = em.createQuery(
                        "select a from Attempt a where a.accountId = :account and a.deliveryId = :delivery"
                                + " order by a.number",
                        Attempt.class)
                .setParameter("account", account.value())
                .setParameter("delivery", id)
                .getResultList();
        return new Details(
                new Line(
                        delivery,
                        stateOf(delivery, endpoint),
                        event.type().value(),
                        event.documentId(),
                        endpoint.url()),
                event,
                endpoint.isOn(),
                attempts);
    }

    /**
     * Sends an event once more to the endpoint that it went to, as a new delivery.
     *
     * @return the new one's id
     * @throws EndpointIsOff if nothing is sent there
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public UUID replay(Caller caller, UUID id) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Delivery before = find(account, id);
        Endpoint endpoint = requireOn(account, before.endpointId());
        Delivery again = deliver(endpoint, before.eventId(), Delivery.Cause.REPLAY, DatabaseTime.now(em));
        announcements.announce(AccountEvent.of("webhook.replayed", caller, endpoint.host())
                .with("endpoint", endpoint.id())
                .with("delivery", id));
        return again.id();
    }

    /**
     * Sends what an endpoint did not get of the events of a time, oldest first: what failed, was cancelled, or came
     * while it was off. What is on its way already is left alone, and so are tests.
     *
     * @param until after {@code since}
     * @throws EndpointIsOff if nothing is sent there
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public Replayed replayMissed(Caller caller, UUID endpointId, Instant since, Instant until) {
        return replayMissed(caller, endpointId, since, until, new Reach(EVENTS_OF_QUERY, MOST_QUERIES));
    }

    Replayed replayMissed(Caller caller, UUID endpointId, Instant since, Instant until, Reach reach) {
        AccountId account = caller.requireAccount();
        // Looked for before the account is locked: it may take seconds, and a revocation waits for that lock.
        Missed missed = findMissed(requireOn(account, endpointId), since, until, reach);
        accounts.lock(account);
        Endpoint endpoint = requireOn(account, endpointId);
        em.refresh(endpoint);
        if (!endpoint.isOn()) {
            throw new EndpointIsOff();
        }
        Set<UUID> meanwhile = findDelivered(endpoint, missed.events());
        Instant dueAt = DatabaseTime.now(em);
        List<UUID> replayed = missed.events().stream()
                .filter(event -> !meanwhile.contains(event))
                .toList();
        replayed.forEach(event -> persist(endpoint, event, Delivery.Cause.REPLAY, dueAt));
        if (missed.until() == null) {
            endpoint.settleMissed(since, until);
        } else {
            endpoint.settleMissedUntil(since, missed.until());
        }
        if (!replayed.isEmpty()) {
            signal.fire(new DeliveriesDue(Set.of(endpoint.key())));
            announcements.announce(AccountEvent.of("webhook.missed.replayed", caller, endpoint.host())
                    .with("endpoint", endpoint.id())
                    .with("deliveries", replayed.size()));
        }
        return new Replayed(replayed.size(), missed.until());
    }

    private Missed findMissed(Endpoint endpoint, Instant since, Instant until, Reach reach) {
        List<UUID> missed = new ArrayList<>();
        UUID last = Uuid7.first(until.plus(ID_APART));
        UUID from = Uuid7.first(since.minus(ID_APART));
        // By stretches of events: over a long time most have arrived, and each statement must stay short.
        for (int query = 0; from != null && missed.size() <= MOST_AT_ONCE; query++) {
            if (query == reach.queries()) {
                return new Missed(missed, before(from, since));
            }
            UUID next = findEvent(endpoint, from, last, reach.eventsOfQuery());
            missed.addAll(findMissed(endpoint, since, until, from, next == null ? last : next));
            from = next;
        }
        return missed.size() > MOST_AT_ONCE
                ? new Missed(missed.subList(0, MOST_AT_ONCE), before(missed.get(MOST_AT_ONCE), since))
                : new Missed(missed, null);
    }

    /** Returns a time that no event from this one on occurred before. */
    private static Instant before(UUID event, Instant since) {
        Instant time = Uuid7.time(event).minus(ID_APART);
        return time.isBefore(since) ? since : time;
    }

    /** Returns the account's event that is {@code after} places behind the first; null if there are fewer. */
    private @Nullable UUID findEvent(Endpoint endpoint, UUID from, UUID last, int after) {
        return em.createQuery(
                        "select v.id from WebhookEvent v where v.accountId = :account and v.id >= :from and v.id < :last"
                                + " order by v.accountId, v.id",
                        UUID.class)
                .setParameter("account", endpoint.accountId())
                .setParameter("from", from)
                .setParameter("last", last)
                .setFirstResult(after)
                .setMaxResults(1)
                .getResultStream()
                .findFirst()
                .orElse(null);
    }

    private List<UUID> findMissed(Endpoint endpoint, Instant since, Instant until, UUID from, UUID before) {
        Map<String, Object> values = new HashMap<>();
        String query = "select v.id from WebhookEvent v where v.accountId = :account and cast(v.test as integer) = 0"
                + " and v.occurredAt >= :since and v.occurredAt < :until and v.id >= :from and v.id < :before"
                + ofTypes(endpoint.types(), values)
                + " and not exists (select d.id from Delivery d where d.eventId = v.id"
                + " and d.endpointId = :endpoint and (d.state = :succeeded"
                + " or d.state = :pending and d.generation = :generation)) order by v.accountId, v.id";
        values.put("account", endpoint.accountId());
        values.put("since", since);
        values.put("until", until);
        values.put("from", from);
        values.put("before", before);
        values.put("endpoint", endpoint.id());
        values.put("succeeded", Delivery.State.SUCCEEDED);
        values.put("pending", Delivery.State.PENDING);
        values.put("generation", endpoint.generation());
        TypedQuery<UUID> typed = em.createQuery(query, UUID.class);
        values.forEach(typed::setParameter);
        return typed.getResultList();
    }

    /** Of these, what has arrived or is on its way. */
    private Set<UUID> findDelivered(Endpoint endpoint, List<UUID> events) {
        Set<UUID> found = new HashSet<>();
        for (int from = 0; from < events.size(); from += IDS_OF_QUERY) {
            // By the events alone, each of which has few deliveries; the endpoint may have millions.
            em.createQuery(
                            "select d.eventId, d.endpointId, d.state, d.generation from Delivery d"
                                    + " where d.eventId in :events",
                            Object[].class)
                    .setParameter("events", events.subList(from, Math.min(events.size(), from + IDS_OF_QUERY)))
                    .getResultStream()
                    .filter(row -> row[1].equals(endpoint.id())
                            && (row[2] == Delivery.State.SUCCEEDED
                                    || row[2] == Delivery.State.PENDING && row[3].equals(endpoint.generation())))
                    .forEach(row -> found.add((UUID) row[0]));
        }
        return found;
    }

    /** Asked of the database: thousands that the endpoint does not take must not hide one that it does. */
    private static String ofTypes(TypeFilter types, Map<String, Object> values) {
        if (types.takesAll()) {
            return "";
        }
        List<String> anyOf = new ArrayList<>();
        for (String name : types.names()) {
            String parameter = "type" + anyOf.size();
            anyOf.add(TypeFilter.isPrefix(name) ? "locate(:" + parameter + ", v.type) = 1" : "v.type = :" + parameter);
            values.put(parameter, TypeFilter.isPrefix(name) ? name.substring(0, name.length() - 1) : name);
        }
        return " and (" + String.join(" or ", anyOf) + ")";
    }

    /**
     * Sends an event made up for the purpose, like a real one in everything.
     *
     * @param example what it is to be like; empty for one of ours, of a type that the endpoint takes
     * @return the delivery's id
     * @throws EndpointIsOff if nothing is sent there
     */
    @RolesAllowed(Permission.CHANGE_WEBHOOKS)
    public UUID sendTest(Caller caller, UUID endpointId, Optional<EventCatalogue.Entry> example) {
        AccountId account = accounts.lock(caller.requireAccount()).id();
        Endpoint endpoint = requireOn(account, endpointId);
        Instant now = clock.instant();
        NewEvent made = example.map(TestEvent::of).orElseGet(() -> TestEvent.of(endpoint.types(), now));
        WebhookEvent event = new WebhookEvent(account, Uuid7.next(clock), made, now, true);
        em.persist(event);
        em.flush();
        Delivery delivery = deliver(endpoint, event.id(), Delivery.Cause.TEST, DatabaseTime.now(em));
        announcements.announce(
                AccountEvent.of("webhook.tested", caller, endpoint.host()).with("endpoint", endpoint.id()));
        return delivery.id();
    }

    @RolesAllowed(Permission.SEE_API)
    public Health getHealth(Caller caller, UUID endpointId) {
        AccountId account = caller.requireAccount();
        Endpoint endpoint = EndpointRows.get(em, account, endpointId);
        String pending = " from webhook_delivery where state = 'PENDING' and endpoint_id = ?1 and generation = ?2"
                + " order by state, endpoint_id, generation, due_at fetch first ";
        Object waiting = em.createNativeQuery(
                        "select count(*) from (select 1" + pending + (MAX_COUNTED + 1) + " rows only) w")
                .setParameter(1, endpointId)
                .setParameter(2, endpoint.generation())
                .getSingleResult();
        List<?> first = em.createNativeQuery("select due_at" + pending + "1 rows only")
                .setParameter(1, endpointId)
                .setParameter(2, endpoint.generation())
                .getResultList();
        Instant now = clock.instant();
        Instant oldest = first.isEmpty() ? null : Columns.instant(first.getFirst());
        boolean on = endpoint.isOn();
        return new Health(
                on ? Columns.number(waiting) : 0,
                on && oldest != null && oldest.isBefore(now) ? oldest : null,
                hours(account, endpointId, now));
    }

    private List<Hour> hours(AccountId account, UUID endpoint, Instant now) {
        Instant last = now.truncatedTo(ChronoUnit.HOURS);
        Instant first = last.minus(HEALTH).plus(1, ChronoUnit.HOURS);
        @SuppressWarnings("unchecked")
        List<Object[]> rows = em.createNativeQuery("select began_at, succeeded, failed from webhook_hour"
                        + " where account_id = ?1 and endpoint_id = ?2 and began_at >= ?3")
                .setParameter(1, account.value())
                .setParameter(2, endpoint)
                .setParameter(3, first.atOffset(ZoneOffset.UTC))
                .getResultList();
        Map<Instant, Hour> counted = new HashMap<>();
        for (Object[] row : rows) {
            Instant began = Columns.instant(row[0]);
            counted.put(began, new Hour(began, Columns.number(row[1]), Columns.number(row[2])));
        }
        List<Hour> hours = new ArrayList<>();
        for (Instant hour = first; !hour.isAfter(last); hour = hour.plus(1, ChronoUnit.HOURS)) {
            hours.add(counted.getOrDefault(hour, new Hour(hour, 0, 0)));
        }
        return hours;
    }

    private Delivery deliver(Endpoint endpoint, UUID event, Delivery.Cause cause, Instant dueAt) {
        Delivery delivery = persist(endpoint, event, cause, dueAt);
        signal.fire(new DeliveriesDue(Set.of(endpoint.key())));
        return delivery;
    }

    private Delivery persist(Endpoint endpoint, UUID event, Delivery.Cause cause, Instant dueAt) {
        Delivery delivery = new Delivery(Uuid7.next(clock), endpoint, event, cause, clock.instant(), dueAt);
        em.persist(delivery);
        return delivery;
    }

    private Endpoint requireOn(AccountId account, UUID id) {
        Endpoint endpoint = EndpointRows.get(em, account, id);
        if (!endpoint.isOn() || !api.isOn(account)) {
            throw new EndpointIsOff();
        }
        return endpoint;
    }

    private Delivery find(AccountId account, UUID id) {
        Delivery delivery = em.find(Delivery.class, new WebhookKey(account.value(), id));
        if (delivery == null) {
            throw new NotFound();
        }
        return delivery;
    }
}
