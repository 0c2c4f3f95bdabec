package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.audit.AuditVerifier.Fault;
import io.saltgate.audit.AuditVerifier.Finding;
import io.saltgate.audit.AuditVerifier.Head;
import io.saltgate.audit.AuditVerifier.Result;
import io.saltgate.signin.firstrun.FirstRun;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever can write SQL but has no key ring is found out, whatever they write. */
class AuditVerifierTest {

    private static final UUID SYSTEM = AuditChain.SYSTEM;

    /** What to make of each column of an entry. */
    private static final Map<String, String> CHANGES = Map.ofEntries(
            Map.entry("chain_id", "'01234567-89ab-7def-8123-456789abcdef'"),
            Map.entry("seq", "seq + 1000"),
            Map.entry("account_id", "'01234567-89ab-7def-8123-456789abcdef'"),
            Map.entry("happened_at", "happened_at + interval '0.000001' second"),
            Map.entry("code", "code || 'x'"),
            Map.entry("actor_kind", "'OPERATOR'"),
            Map.entry("actor_id", "'01234567-89ab-7def-8123-456789abcdef'"),
            Map.entry("actor_address", "'203.0.113.99'"),
            Map.entry("subject", "coalesce(subject, '') || 'x'"),
            Map.entry("parameters", "parameters || ' '"),
            Map.entry("salt", "'!' || substring(salt from 2)"),
            Map.entry("digest", "'!' || substring(digest from 2)"),
            Map.entry("erased", "'!'"),
            Map.entry("previous_hash", "'!' || substring(previous_hash from 2)"),
            Map.entry("hash", "'!' || substring(hash from 2)"),
            Map.entry("key_id", "'zzzzzzzz'"));

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aFreshDatabaseIsIntact(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Result result = new Tampering(world).verify(Map.of(), new ArrayList<>(), new ArrayList<>());

            assertThat(result).isEqualTo(new Result(0, 1, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void aTrailOfManyAccountsAndEntriesIsIntact(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            for (int i = 0; i < 4; i++) {
                announce(world, world.member(Role.OWNER), 120);
            }
            List<Finding> findings = new ArrayList<>();
            List<Head> heads = new ArrayList<>();

            Result result = new Tampering(world).verify(Map.of(), findings, heads);

            assertThat(findings).isEmpty();
            assertThat(result).isEqualTo(new Result(2 + 4 * 121, 6, 0));
            assertThat(heads).hasSize(6).extracting(Head::seq).contains(1L, 121L);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAChangeOfAnyColumnOfAnyEntry(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            UUID account = announce(world, world.member(Role.OWNER), 3);
            Tampering tampering = new Tampering(world);
            List<Object[]> columns = tampering.query("select lower(column_name) from information_schema.columns"
                    + " where lower(table_name) = 'audit_entry'");
            assertThat(columns).extracting(column -> (String) column[0]).containsAll(CHANGES.keySet());
            assertThat(columns).hasSameSizeAs(CHANGES.keySet());
            for (UUID chain : List.of(account, SYSTEM)) {
                for (long seq = 1; seq <= (chain.equals(SYSTEM) ? 1 : 4); seq++) {
                    for (String column : CHANGES.keySet()) {
                        try (AutoCloseable undone = tampering.undo()) {
                            change(tampering, chain, seq, column);
                            assertThat(tampering.findings())
                                    .as(column + " of " + seq)
                                    .extracting(Finding::chain, Finding::seq)
                                    .containsExactly(tuple(chain, seq));
                        }
                    }
                }
            }
            assertThat(tampering.findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAChangeOfAnyColumnOfAChainsEnd(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            UUID chain = announce(world, world.member(Role.OWNER), 3);
            Map<String, String> found = Map.of(
                    "last_seq = last_seq + 1", "MISSING 5",
                    "last_seq = last_seq - 1", "HEAD_MOVED 4",
                    "last_seq = 0", "HEAD_MOVED 1",
                    "last_hash = '!' || substring(last_hash from 2)", "HEAD_MOVED 4",
                    "last_hash = ''", "HEAD_MOVED 4",
                    "seal = null", "HEAD_MOVED 4",
                    "seal = ''", "HEAD_MOVED 4",
                    "seal = '!' || substring(seal from 2)", "HEAD_MOVED 4",
                    "seal = 'zzzzzzzz' || substring(seal from 9)", "HEAD_MOVED 4",
                    "seal = substring(seal from 1 for 51) || '!'", "HEAD_MOVED 4");
            Tampering tampering = new Tampering(world);
            for (Map.Entry<String, String> change : found.entrySet()) {
                try (AutoCloseable undone = tampering.undo()) {
                    tampering.execute("update audit_chain set " + change.getKey() + " where id = ?", chain);
                    assertThat(tampering.finding(chain)).as(change.getKey()).isEqualTo(change.getValue());
                }
            }
            tampering.execute("update audit_chain set id = ? where id = ?", UUID.randomUUID(), chain);

            assertThat(tampering.findings()).contains(new Finding(chain, slug(world, chain), 1, Fault.CHAIN_MISSING));
        }
    }

    private interface Attack {
        void run(Tampering tampering) throws Exception;
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAndNamesEveryAttack(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            UUID chain = announce(world, world.member(Role.OWNER), 9);
            UUID other = announce(world, world.member(Role.OWNER), 5);
            String delete = "delete from audit_entry where chain_id = ? and seq = ?";
            Map<String, Attack> attacks = Map.ofEntries(
                    Map.entry("MISSING 1", t -> t.execute(delete, chain, 1)),
                    Map.entry("MISSING 5", t -> t.execute(delete, chain, 5)),
                    Map.entry("MISSING 10", t -> t.execute(delete, chain, 10)),
                    Map.entry(
                            "MISSING 4",
                            t -> { // and the gap closed
                                t.execute(delete, chain, 4);
                                t.renumber(chain, 5, -1);
                            }),
                    Map.entry(
                            "MISSING 3",
                            t -> { // the same, with the end moved to the last one that is left
                                t.execute(delete, chain, 3);
                                t.renumber(chain, 4, -1);
                                t.execute("update audit_chain set last_seq = 9 where id = ?", chain);
                            }),
                    Map.entry("REORDERED 2", t -> t.swap(chain, 2, 7)),
                    Map.entry("REORDERED 6", t -> t.swap(chain, 6, 7)),
                    Map.entry("REORDERED 1", t -> t.swap(chain, 1, 2)),
                    Map.entry("REORDERED 9", t -> t.swap(chain, 9, 10)),
                    Map.entry(
                            "REORDERED 8",
                            t -> t.execute("update audit_entry set seq = 99 where chain_id = ? and seq = 8", chain)),
                    Map.entry("INSERTED 3", t -> {
                        t.renumber(chain, 3, 1);
                        t.insertCopy(chain, 2, 3);
                    }),
                    Map.entry("INSERTED 11", t -> t.insertCopy(chain, 10, 11)),
                    Map.entry("INSERTED 0", t -> t.insertCopy(chain, 10, 0)),
                    Map.entry("HEAD_MOVED 7", t -> cutTail(t, chain, 7)),
                    Map.entry("HEAD_MOVED 1", t -> cutTail(t, chain, 1)),
                    Map.entry(
                            "HEAD_MOVED 6",
                            t -> { // with another chain's seal
                                cutTail(t, chain, 6);
                                t.execute(
                                        "update audit_chain set seal = (select seal from audit_chain where id = ?) where id = ?",
                                        other,
                                        chain);
                            }),
                    Map.entry(
                            "HEAD_MOVED 5",
                            t -> { // with none, as the system chain once had
                                cutTail(t, chain, 5);
                                t.execute("update audit_chain set seal = null where id = ?", chain);
                            }),
                    Map.entry("CHAIN_MISSING 1", t -> deleteChain(t, chain)));
            for (Map.Entry<String, Attack> attack : attacks.entrySet()) {
                Tampering tampering = new Tampering(world);
                try (AutoCloseable undone = tampering.undo()) {
                    attack.getValue().run(tampering);
                    assertThat(tampering.finding(chain)).isEqualTo(attack.getKey());
                }
            }
            assertThat(new Tampering(world).findings()).isEmpty();
        }
    }

    /** Also behind the last of what is read at a time. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsASecondRowOfANumberWhereverItStands(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            UUID chain = announce(world, world.member(Role.OWNER), 7);
            Tampering tampering = new Tampering(world);
            tampering.dropConstraints("PRIMARY KEY");
            for (long seq = 1; seq <= 2 * Tampering.PAGE_SIZE + 2; seq++) {
                try (AutoCloseable undone = tampering.undo()) {
                    tampering.insertCopy(chain, seq, seq);
                    assertThat(tampering.finding(chain)).isEqualTo("INSERTED " + seq);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsAnEntryThatWasMovedToAnotherChain(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            UUID chain = announce(world, world.member(Role.OWNER), 5);
            UUID other = announce(world, world.member(Role.OWNER), 2);
            Tampering tampering = new Tampering(world);
            tampering.execute(
                    "update audit_entry set chain_id = ?, seq = 4 where chain_id = ? and seq = 3", other, chain);

            assertThat(tampering.findings())
                    .containsExactlyInAnyOrder(
                            new Finding(chain, slug(world, chain), 3, Fault.MISSING),
                            new Finding(other, slug(world, other), 4, Fault.INSERTED));
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsChainsThatWereSwappedAndAChainWhoseAccountIsGone(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            UUID chain = announce(world, world.member(Role.OWNER), 5);
            UUID other = announce(world, world.member(Role.OWNER), 5);
            UUID spare = UUID.randomUUID();
            Tampering tampering = new Tampering(world);
            try (AutoCloseable undone = tampering.undo()) {
                for (UUID[] move : new UUID[][] {{chain, spare}, {other, chain}, {spare, other}}) {
                    tampering.execute("update audit_entry set chain_id = ? where chain_id = ?", move[1], move[0]);
                    tampering.execute("update audit_chain set id = ? where id = ?", move[1], move[0]);
                }
                assertThat(tampering.findings())
                        .hasSize(2)
                        .allSatisfy(finding -> assertThat(finding.seq()).isEqualTo(1));
            }
            tampering.execute("delete from member where account_id = ?", chain);
            tampering.execute("delete from account where id = ?", chain);
            assertThat(tampering.findings()).containsExactly(new Finding(chain, null, 6, Fault.ACCOUNT_MISSING));
        }
    }

    /** The server's own key must not bless what somebody else did. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatIsWrittenAfterwardsHealsNothing(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            Caller owner = world.member(Role.OWNER);
            UUID chain = announce(world, owner, 5);
            List<Attack> attacks = List.of(
                    t -> cutTail(t, chain, 3),
                    t -> cutTail(t, chain, 0),
                    t -> {
                        cutTail(t, chain, 0);
                        t.execute("update audit_chain set seal = null where id = ?", chain);
                    },
                    t -> deleteChain(t, chain),
                    t -> t.execute("delete from audit_entry where chain_id = ? and seq = 6", chain));
            for (Attack attack : attacks) {
                Tampering tampering = new Tampering(world);
                try (AutoCloseable undone = tampering.undo()) {
                    attack.run(tampering);
                    assertThat(tampering.findings()).hasSize(1);
                    announce(world, owner, 3);
                    assertThat(tampering.findings())
                            .hasSize(1)
                            .first()
                            .satisfies(finding -> assertThat(finding.chain()).isEqualTo(chain));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theSystemChainCantBeEmptiedEither(TestDatabase kind) throws Exception {
        List<Attack> attacks = List.of(
                t -> {
                    cutTail(t, SYSTEM, 0);
                    t.execute("update audit_chain set seal = null where id = ?", SYSTEM);
                },
                t -> cutTail(t, SYSTEM, 0),
                t -> deleteChain(t, SYSTEM));
        for (Attack attack : attacks) {
            try (World world = setUp(kind)) {
                Tampering tampering = new Tampering(world);
                attack.run(tampering);
                assertThat(tampering.findings()).hasSize(1);
                world.member(Role.OWNER); // an account's chain begins, and must not seal the system's anew
                world.tell(s -> s.audit().append(of("signin.failed")));
                world.tell(s -> s.audit().append(of("signin.failed")));
                assertThat(tampering.findings())
                        .hasSize(1)
                        .first()
                        .satisfies(finding -> assertThat(finding.chain()).isEqualTo(SYSTEM));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void accountsBeforeAnySystemEntryLeaveTheSystemChainWhole(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            world.member(Role.OWNER);
            assertThat(new Tampering(world).findings()).isEmpty();

            world.tell(s -> s.audit().append(of("signin.failed")));

            assertThat(new Tampering(world).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void notedHeadsProveThatNothingBeforeThemWasRewritten(TestDatabase kind) throws Exception {
        try (World world = setUp(kind)) {
            Caller owner = world.member(Role.OWNER);
            UUID chain = announce(world, owner, 5);
            Tampering tampering = new Tampering(world);
            List<Head> heads = new ArrayList<>();
            AutoCloseable back = tampering.undo();
            announce(world, owner, 2);
            tampering.verify(Map.of(), new ArrayList<>(), heads);
            Map<UUID, Head> noted = heads.stream().collect(Collectors.toMap(Head::chain, head -> head));
            announce(world, owner, 1);
            assertThat(tampering.findings(noted)).isEmpty();

            back.close(); // as from a backup, seals and all
            assertThat(tampering.findings()).isEmpty();
            assertThat(tampering.findings(noted))
                    .containsExactly(new Finding(chain, slug(world, chain), 7, Fault.MISSING));

            announce(world, owner, 4); // and grown again since
            assertThat(tampering.findings()).isEmpty();
            assertThat(tampering.findings(noted))
                    .containsExactly(new Finding(chain, slug(world, chain), 8, Fault.CHANGED));

            deleteChain(tampering, chain);
            tampering.execute("delete from member where account_id = ?", chain);
            tampering.execute("delete from account where id = ?", chain);
            assertThat(tampering.findings()).isEmpty();
            assertThat(tampering.findings(noted))
                    .extracting(Finding::chain, Finding::fault)
                    .containsExactly(tuple(chain, Fault.CHAIN_MISSING));
        }
    }

    /** One snapshot of all chains would keep the database from cleaning up until the last is read. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void readsEachChainInASnapshotOfItsOwn(TestDatabase kind) throws Exception {
        try (World world = setUp(kind);
                Connection connection = world.database().dataSource().getConnection()) {
            Caller owner = world.member(Role.OWNER);
            UUID chain = announce(world, owner, 5);
            List<Head> heads = new ArrayList<>();

            Result result = new AuditVerifier(connection, world.ring(), Map.of(), Tampering.PAGE_SIZE)
                    .verify(finding -> assertThat(finding).isNull(), head -> {
                        if (head.chain().equals(SYSTEM)) {
                            announce(world, owner, 5);
                        }
                        heads.add(head);
                    });

            assertThat(result).isEqualTo(new Result(2 + 11, 3, 0));
            assertThat(heads)
                    .filteredOn(head -> head.chain().equals(chain))
                    .extracting(Head::seq)
                    .containsExactly(11L);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void manyAtOnceKeepTheChain(TestDatabase kind) throws Exception {
        try (World world = setUp(kind);
                ExecutorService pool = Executors.newFixedThreadPool(8)) {
            Caller owner = world.member(Role.OWNER);
            List<Callable<UUID>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(() -> announce(world, owner, 20));
            }
            for (Future<UUID> writer : pool.invokeAll(writers)) {
                writer.get();
            }

            Result result = new Tampering(world).verify(Map.of(), new ArrayList<>(), new ArrayList<>());

            assertThat(result).isEqualTo(new Result(2 + 1 + 160, 3, 0));
        }
    }

    private static void change(Tampering tampering, UUID chain, long seq, String column) throws Exception {
        tampering.execute(
                "update audit_entry set " + column + " = " + CHANGES.get(column) + " where chain_id = ? and seq = ?",
                chain,
                seq);
    }

    /** The rest deleted and the end moved back to an entry that stands. */
    private static void cutTail(Tampering tampering, UUID chain, long last) throws Exception {
        tampering.execute("delete from audit_entry where chain_id = ? and seq > ?", chain, last);
        tampering.execute(
                "update audit_chain set last_seq = ?, last_hash = coalesce((select hash from audit_entry where"
                        + " chain_id = ? and seq = ?), '') where id = ?",
                last,
                chain,
                last,
                chain);
    }

    private static void deleteChain(Tampering tampering, UUID chain) throws Exception {
        tampering.execute("delete from audit_entry where chain_id = ?", chain);
        tampering.execute("delete from audit_chain where id = ?", chain);
    }

    /** An operator with an account: two chains of one entry each. */
    private static World setUp(TestDatabase kind) {
        World world = new World(kind);
        world.tell(s -> s.firstRun()
                .bootstrap(new FirstRun.FirstPerson(
                        EmailAddress.parse("meera@acme.example").orElseThrow(), "Meera R.", "$argon2id$...", "Acme")));
        return world;
    }

    private static UUID announce(World world, Caller owner, int times) {
        for (int i = 0; i < times; i++) {
            int number = i;
            world.tell(s -> s.audit()
                    .append(AccountEvent.of("thing.done", owner, "₹ " + number).with("quote", "\"'\\\u0001😊")));
        }
        return owner.requireAccount().value();
    }

    private static AccountEvent of(String code) {
        return new AccountEvent(code, Caller.nobody(null), null, null, Map.of());
    }

    private static String slug(World world, UUID account) {
        return world.ask(s -> (String) s.em().createNativeQuery("select slug from account where id = ?1")
                .setParameter(1, account)
                .getSingleResult());
    }
}
