package io.saltgate.closing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Closures;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.ReopeningOver;
import io.saltgate.apiaccess.ApiAccesses;
import io.saltgate.apiaccess.ClosedTokens;
import io.saltgate.team.ClosedTeams;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.usage.ClosedUsage;
import io.saltgate.usage.UsageSettings;
import io.saltgate.webhooks.events.ClosedWebhooks;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClosedAccountCleanupTest {

    private static final int EVENTS = 450;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesTheSlugAndTheTrailAlone(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = fill(world);
            Caller other = fill(world);
            close(world, owner);
            String slug = account(world, owner).slug();

            world.clock().turn(AccountClosing.REOPENABLE.minusSeconds(1));
            assertThat(purge(world)).isEmpty();
            world.clock().turn(Duration.ofSeconds(1));

            assertThat(purge(world)).containsExactly(owner.requireAccount());
            assertThat(tablesWith(world, owner)).containsExactly("api_access", "audit_entry");
            assertThat(tablesWith(world, other))
                    .contains("member", "webhook_event", "webhook_delivery", "usage_hour", "usage_caller");
            Account left = account(world, owner);
            assertThat(left.slug()).isEqualTo(slug);
            assertThat(left.name()).isEqualTo(slug);
            assertThat(left.externalId()).isNull();
            assertThat(purge(world)).as("once").isEmpty();
            world.tell(now -> assertThatThrownBy(() -> closures(world, now).reopen(owner, owner.requireAccount()))
                    .isInstanceOf(ReopeningOver.class));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void leavesWhatWasReopened(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = fill(world);
            close(world, owner);
            world.tell(now -> closures(world, now).reopen(owner, owner.requireAccount()));
            world.clock().turn(AccountClosing.REOPENABLE.plusDays(1));

            assertThat(purge(world)).isEmpty();
            assertThat(world.<Boolean>ask(now -> cleanup(world, now.em(), now).begin(owner.requireAccount())))
                    .isFalse();
            assertThat(tablesWith(world, owner)).contains("member", "webhook_event");
        }
    }

    /** What began before an account was closed must not change it afterwards. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void nobodyEnablesTheApiOfAClosedAccount(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller owner = world.member(Role.OWNER);
            close(world, owner);
            world.tell(now ->
                    assertThatThrownBy(() -> now.apiAccesses().enable(owner)).isInstanceOf(NotFound.class));
        }
    }

    private static void close(World world, Caller owner) {
        world.tell(now -> closures(world, now)
                .close(
                        owner,
                        now.accounts().lock(owner.requireAccount()),
                        world.clock().instant().plus(AccountClosing.REOPENABLE)));
    }

    /** An account with something in every table that grows; its API is off again. */
    private static Caller fill(World world) {
        Caller owner = world.member(Role.OWNER);
        UUID account = owner.requireAccount().value();
        world.tell(now -> {
            ApiAccesses.Issued issued = now.apiAccesses().enable(owner);
            now.apiAccesses().disable(owner, issued.enablingId());
            EntityManager em = now.em();
            UUID endpoint = UUID.randomUUID();
            execute(
                    em,
                    "insert into webhook_endpoint (account_id, id, url, types, sign_mac, state, generation, version,"
                            + " created_at, changed_at) values (?1, ?2, 'https://example.com/', '', true, 'OFF', 1, 1,"
                            + " current_timestamp, current_timestamp)",
                    account,
                    endpoint);
            execute(
                    em,
                    "insert into webhook_header (account_id, endpoint_id, name, sealed) values (?1, ?2, 'n', 's')",
                    account,
                    endpoint);
            execute(
                    em,
                    "insert into webhook_hour (account_id, endpoint_id, began_at, succeeded, failed)"
                            + " values (?1, ?2, current_timestamp, 1, 0)",
                    account,
                    endpoint);
            execute(em, "insert into webhook_exception (account_id, target) values (?1, '10.0.0.1')", account);
            IntStream.range(0, EVENTS).forEach(i -> {
                UUID event = UUID.randomUUID();
                UUID delivery = UUID.randomUUID();
                execute(
                        em,
                        "insert into webhook_event (account_id, id, type, document_id, payload, occurred_at, test)"
                                + " values (?1, ?2, 't', 'd', '{}', current_timestamp, false)",
                        account,
                        event);
                execute(
                        em,
                        "insert into webhook_event_key (account_id, event_id, key_hash, body_hash, created_at)"
                                + " values (?1, ?2, cast(?3 as varchar), 'b', current_timestamp)",
                        account,
                        event,
                        event.toString());
                execute(
                        em,
                        "insert into webhook_delivery (account_id, id, endpoint_id, event_id, cause, generation, state,"
                                + " due_at, attempts, created_at) values (?1, ?2, ?3, ?4, 'EVENT', 1, 'CANCELLED',"
                                + " current_timestamp, 1, current_timestamp)",
                        account,
                        delivery,
                        endpoint,
                        event);
            });
            execute(
                    em,
                    "insert into usage_hour (account_id, began_at, outcome, calls)"
                            + " values (?1, current_timestamp, 'allowed', 1)",
                    account);
            for (int day = 0; day < 3; day++) {
                execute(
                        em,
                        "insert into usage_caller (account_id, seen_on, token_id, address, first_seen_at, last_seen_at,"
                                + " last_allowed_at, allowed, would_refuse, refused) values (?1, ?2, ?3, '192.0.2.1',"
                                + " current_timestamp, current_timestamp, current_timestamp, 1, 0, 0)",
                        account,
                        java.time.LocalDate.ofInstant(world.clock().instant(), java.time.ZoneOffset.UTC)
                                .plusDays(30L - day * 14),
                        UUID.randomUUID());
            }
        });
        return owner;
    }

    private static void execute(EntityManager em, String sql, Object... values) {
        var query = em.createNativeQuery(sql);
        for (int i = 0; i < values.length; i++) {
            query.setParameter(i + 1, values[i]);
        }
        query.executeUpdate();
    }

    private static Account account(World world, Caller owner) {
        return world.ask(now -> now.accounts().get(owner.requireAccount()));
    }

    /** As the job does it, each step a transaction of its own. */
    private static Set<AccountId> purge(World world) {
        Set<AccountId> purged = new java.util.LinkedHashSet<>();
        while (true) {
            var due = world.ask(now -> cleanup(world, now.em(), now).findDue());
            if (due.isEmpty()) {
                return purged;
            }
            AccountId account = due.get();
            purged.add(account);
            assertThat(world.<Boolean>ask(now -> cleanup(world, now.em(), now).begin(account)))
                    .isTrue();
            int batches = 0;
            while (world.<Boolean>ask(now -> cleanup(world, now.em(), now).deleteSome(account))) {
                batches++;
            }
            assertThat(batches).as("batches").isGreaterThanOrEqualTo(EVENTS / 200);
            world.tell(now -> cleanup(world, now.em(), now).finish(account));
        }
    }

    private static Closures closures(World world, World.Services now) {
        return new Closures(now.em(), now.accounts(), now.audit()::append, world.clock());
    }

    private static ClosedAccountCleanup cleanup(World world, EntityManager em, World.Services now) {
        return new ClosedAccountCleanup(
                em,
                closures(world, now),
                List.of(
                        new ClosedTeams(em),
                        new ClosedTokens(em),
                        new ClosedUsage(em, UsageSettings.DEFAULT, world.clock()),
                        new ClosedWebhooks(em)),
                world.clock());
    }

    /** All tables that have rows of the account, but for the feed, which is kept for a day. */
    private static Set<String> tablesWith(World world, Caller owner) {
        return world.ask(now -> {
            List<?> tables = now.em()
                    .createNativeQuery("select lower(c.table_name) from information_schema.columns c"
                            + " join information_schema.tables t on t.table_name = c.table_name"
                            + " and t.table_schema = c.table_schema"
                            + " where lower(c.column_name) = 'account_id' and lower(c.table_schema) = 'public'"
                            + " and t.table_type like '%BASE TABLE%'")
                    .getResultList();
            Set<String> found = new TreeSet<>();
            for (Object table : tables) {
                Number rows = (Number) now.em()
                        .createNativeQuery("select count(*) from " + table + " where account_id = ?1")
                        .setParameter(1, owner.requireAccount().value())
                        .getSingleResult();
                if (rows.longValue() > 0 && !table.equals("change_feed")) {
                    found.add(table.toString());
                }
            }
            return found;
        });
    }
}
