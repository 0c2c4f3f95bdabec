package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.AccountTerms;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.ExternalId;
import io.saltgate.accounts.ExternalIdTaken;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Slug;
import io.saltgate.accounts.SlugTaken;
import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.gate.GateReader;
import io.saltgate.operator.AccountProvisioning.Change;
import io.saltgate.operator.AccountProvisioning.NewAccount;
import io.saltgate.operator.AccountProvisioning.NewExternalId;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountProvisioningTest {

    private static final UUID KEY = UUID.randomUUID();

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManyWhoWantOneSlugOrOneExternalIdOneGetsIt(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < 10; round++) {
                Slug slug = new Slug("s" + round);
                ExternalId id = new ExternalId("x" + round);

                List<Future<Void>> slugs = AtOnce.run(
                        Collections.nCopies(6, () -> create(world, new NewAccount("One", slug, null, null))));
                List<Future<Void>> ids =
                        AtOnce.run(Collections.nCopies(6, () -> create(world, new NewAccount("One", null, id, null))));

                assertThat(AtOnce.succeeded(slugs)).isEqualTo(1);
                assertThat(AtOnce.failures(slugs))
                        .allSatisfy(failure -> assertThat(failure).isInstanceOf(SlugTaken.class));
                assertThat(AtOnce.succeeded(ids)).isEqualTo(1);
                assertThat(AtOnce.failures(ids))
                        .allSatisfy(failure -> assertThat(failure).isInstanceOf(ExternalIdTaken.class));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofTwoAccountsThatWantOneExternalIdAtOnceOneGetsIt(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            for (int round = 0; round < 20; round++) {
                Caller one = by(create(world, new NewAccount("One", null, null, null)));
                Caller other = by(create(world, new NewAccount("Other", null, null, null)));
                Change change = new Change(
                        Optional.empty(),
                        Optional.of(new NewExternalId(new ExternalId("x" + round))),
                        Optional.empty(),
                        null);

                List<Future<Void>> all =
                        AtOnce.run(List.of(() -> change(world, one, change), () -> change(world, other, change)));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                assertThat(AtOnce.failures(all).getFirst()).isInstanceOf(ExternalIdTaken.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theNameSuggestsASlugThatIsFree(TestDatabase kind) {
        try (World world = new World(kind)) {
            assertThat(create(world, new NewAccount("Zoë & Co", null, null, null))
                            .slug())
                    .isEqualTo("zoe-co");
            assertThat(create(world, new NewAccount("Zoë & Co", null, null, null))
                            .slug())
                    .matches("zoe-co-[a-z0-9]{6}");
            assertThat(create(world, new NewAccount("東京", null, null, null)).slug())
                    .isEqualTo("account");
            String long40 = "x".repeat(40);
            assertThat(create(world, new NewAccount(long40, null, null, null)).slug())
                    .isEqualTo(long40);
            assertThat(create(world, new NewAccount(long40, null, null, null)).slug())
                    .matches("x{33}-[a-z0-9]{6}");
        }
    }

    /** What is closed keeps its slug: whoever has its old address must not come to another's account. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void noSlugIsGivenOutAgain(TestDatabase kind) {
        try (World world = new World(kind)) {
            Account account = create(world, new NewAccount("Acme", new Slug("acme"), null, null));
            close(world, account.id());

            assertThatThrownBy(() -> create(world, new NewAccount("Acme", new Slug("acme"), null, null)))
                    .isInstanceOf(SlugTaken.class);
            assertThatThrownBy(() -> change(world, by(account), suspend(true))).isInstanceOf(NotFound.class);
            assertThat(world.ask(s -> s.provisioning().list(by(account), "", null))
                            .accounts())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theOwnersInvitationIsLikeAnyOther(TestDatabase kind) {
        try (World world = new World(kind)) {
            EmailAddress email = EmailAddress.parse("otto@example.com").orElseThrow();

            AccountProvisioning.Provisioned made =
                    world.ask(s -> s.provisioning().create(key(null), new NewAccount("Acme", null, null, email)));

            assertThat(world.ask(s -> s.joining().find(made.invitation().orElseThrow()))
                            .orElseThrow()
                            .role())
                    .isEqualTo(Role.OWNER.name());
            assertThat(codes(world, made.account().id())).containsExactly("account.created", "member.invited");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void suspensionEndsCallsAndTicksOnceForEachChange(TestDatabase kind) {
        try (World world = new World(kind)) {
            Account account = create(world, new NewAccount("Acme", null, null, null));
            Caller by = by(account);
            String token =
                    world.ask(s -> s.apiAccesses().enable(by, null)).token().reveal();
            GateReader gate = new GateReader(world);
            assertThat(gate.state(token).orElseThrow().suspended()).isFalse();
            long before = tick(world);

            change(world, by, suspend(true));
            assertThat(gate.state(token).orElseThrow().suspended()).isTrue();
            change(world, by, suspend(true));
            assertThat(tick(world)).isEqualTo(before + 1);
            change(
                    world,
                    by,
                    new Change(
                            Optional.of("Acme 2"),
                            Optional.of(new NewExternalId(new ExternalId("7"))),
                            Optional.of(false),
                            null));
            assertThat(gate.state(token).orElseThrow().suspended()).isFalse();
            assertThat(tick(world)).isEqualTo(before + 2);

            change(
                    world,
                    by,
                    new Change(Optional.empty(), Optional.of(new NewExternalId(null)), Optional.empty(), null));
            assertThat(codes(world, account.id()).subList(4, 9))
                    .containsExactly(
                            "account.suspended",
                            "account.renamed",
                            "account.identified",
                            "account.suspension.lifted",
                            "account.identified");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void ofManySuspensionsAtOnceOneIsWritten(TestDatabase kind) throws Exception {
        try (World world = new World(kind)) {
            Account account = create(world, new NewAccount("Acme", null, null, null));

            List<Future<Void>> all =
                    AtOnce.run(Collections.nCopies(8, () -> change(world, by(account), suspend(true))));

            assertThat(AtOnce.failures(all)).isEmpty();
            assertThat(codes(world, account.id())).containsExactly("account.created", "account.suspended");
        }
    }

    /** The key has the secrets from the answer: the team's page must not say that nobody ever copied them. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void whatAKeyIsAnsweredCountsAsCopied(TestDatabase kind) {
        try (World world = new World(kind)) {
            Account account = create(world, new NewAccount("Acme", null, null, null));
            Caller by = by(account);

            world.tell(s -> s.apiAccesses().enable(by, null));
            ApiStatus.Enabled enabled =
                    (ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(by));
            assertThat(enabled.tokenCopied()).isNotNull();
            assertThat(enabled.saltCopied()).isNotNull();
            world.tell(s -> s.apiAccesses().regenerate(by, enabled.tokenId()));

            assertThat(((ApiStatus.Enabled) world.ask(s -> s.apiAccesses().getStatus(by))).tokenCopied())
                    .isNotNull();
            assertThat(codes(world, account.id()))
                    .containsExactly(
                            "account.created",
                            "api.enabled",
                            "token.copied",
                            "salt.copied",
                            "token.regenerated",
                            "token.copied");
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void listsAllPageByPage(TestDatabase kind) {
        try (World world = new World(kind)) {
            IntStream.range(0, 205)
                    .forEach(i -> create(
                            world,
                            new NewAccount(i % 2 == 0 ? "Even" : "Odd", new Slug("a%03d".formatted(i)), null, null)));
            List<String> slugs = new ArrayList<>();
            AccountTerms.Place after = null;
            int pages = 0;
            do {
                AccountTerms.Place from = after;
                AccountProvisioning.Slice slice =
                        world.ask(s -> s.provisioning().list(key(null), "", from));
                slice.accounts().forEach(account -> slugs.add(account.slug()));
                after = slice.next().orElse(null);
                pages++;
            } while (after != null);

            assertThat(pages).isEqualTo(5);
            assertThat(slugs).hasSize(205).doesNotHaveDuplicates();
            AccountProvisioning.Slice odd = world.ask(s -> s.provisioning().list(key(null), "ODD", null));
            assertThat(odd.accounts()).hasSize(50);
            assertThat(world.ask(s -> s.provisioning()
                                    .list(key(null), "odd", odd.next().orElseThrow()))
                            .accounts())
                    .hasSize(50);
        }
    }

    /**
     * By the beginning of any word of name or slug, in any case; and by the whole external id, which then comes
     * first.
     */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void findsByTheBeginningOfAWord(TestDatabase kind) {
        try (World world = new World(kind)) {
            create(world, new NewAccount("Zoë & Co-op (North)", new Slug("zoe"), null, null));
            create(world, new NewAccount("North Wind\\Sail", new Slug("sail-2"), new ExternalId("zoe"), null));
            Account renamed = create(world, new NewAccount("Gone", new Slug("x-9"), null, null));
            change(
                    world,
                    by(renamed),
                    new Change(Optional.of("\ud83d\ude80 Rocket_100%"), Optional.empty(), Optional.empty(), null));

            assertThat(search(world, "NORTH")).containsExactly("sail-2", "zoe");
            assertThat(search(world, "ZOË &")).containsExactly("zoe");
            assertThat(search(world, "op (n")).containsExactly("zoe");
            assertThat(search(world, "zoe")).as("named first, each once").containsExactly("sail-2", "zoe");
            assertThat(search(world, "north wind\\s")).containsExactly("sail-2");
            assertThat(search(world, "2")).containsExactly("sail-2");
            assertThat(search(world, "\ud83d\ude80 r")).containsExactly("x-9");
            assertThat(search(world, "100%")).containsExactly("x-9");
            assertThat(search(world, "gone")).isEmpty();
            assertThat(search(world, "orth")).isEmpty();
            assertThat(search(world, "n%")).isEmpty();
        }
    }

    private static List<String> search(World world, String query) {
        return world.ask(s -> s.provisioning().list(key(null), query, null)).accounts().stream()
                .map(Account::slug)
                .toList();
    }

    private static Account create(World world, NewAccount wanted) {
        return world.ask(s -> s.provisioning().create(key(null), wanted)).account();
    }

    private static void change(World world, Caller by, Change change) {
        world.tell(s -> s.provisioning().change(by, change));
    }

    private static Change suspend(boolean suspended) {
        return new Change(Optional.empty(), Optional.empty(), Optional.of(suspended), null);
    }

    private static Caller by(Account account) {
        return key(account.id());
    }

    private static Caller key(AccountId account) {
        return new Caller(Caller.Kind.OPERATOR_KEY, KEY, account, Set.of(), Instant.EPOCH, "198.51.100.7");
    }

    private static void close(World world, AccountId account) {
        world.tell(s -> s.em().createNativeQuery("update account set status = 'CLOSED' where id = ?1")
                .setParameter(1, account.value())
                .executeUpdate());
    }

    private static long tick(World world) {
        return world.ask(s -> ((Number) s.em().createNativeQuery("select tick from change_clock")
                        .getSingleResult())
                .longValue());
    }

    private static List<String> codes(World world, AccountId account) {
        return world
                .ask(s -> s.em().createNativeQuery("select code from audit_entry where account_id = ?1 order by seq")
                        .setParameter(1, account.value())
                        .getResultList())
                .stream()
                .map(String::valueOf)
                .toList();
    }
}
