package io.saltgate.consolelinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.AccountId;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.NotFound;
import io.saltgate.accounts.Permission;
import io.saltgate.accounts.RightMissing;
import io.saltgate.accounts.Slug;
import io.saltgate.operator.OperatorKeys;
import io.saltgate.operator.OperatorScope;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.team.LastOwnerCannotLeave;
import io.saltgate.team.Members;
import io.saltgate.team.Role;
import io.saltgate.team.RoleComesByLink;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleLinksTest {

    private static final SessionOrigin BROWSER = new SessionOrigin("Firefox on Linux", "198.51.100.7");
    private static final String ALEX = "alex@example.com";

    @Parameter
    TestDatabase database;

    private World world;
    private World other;
    private UUID key;
    private Caller owner;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        other = world.anotherNode();
    }

    @AfterParameterizedClassInvocation
    void close() {
        other.close();
        world.close();
    }

    @BeforeEach
    void begin() {
        owner = world.member(Role.OWNER);
        key = newKey();
    }

    private UUID newKey() {
        OperatorKeys.NewKey wanted = new OperatorKeys.NewKey(
                "product " + UUID.randomUUID(), Set.of(OperatorScope.SESSIONS), List.of(), null);
        Caller operator = new Caller(
                Caller.Kind.OPERATOR,
                owner.requireUser(),
                null,
                Set.of(Permission.OPERATE),
                world.clock().instant(),
                null);
        return world.ask(s -> s.operatorKeys().make(operator, wanted).key().id());
    }

    @Test
    void leadsAGuestIntoTheAccountAlone() {
        SessionId session = comeIn(Role.ADMIN);

        ConsoleSessions.SignedIn inside = find(session, slug(owner)).orElseThrow();
        assertThat(inside.caller().kind()).isEqualTo(Caller.Kind.MEMBER);
        assertThat(inside.caller().account()).isEqualTo(owner.account());
        Set<String> expected = new HashSet<>(Role.ADMIN.permissions());
        expected.add(Permission.BE_GUEST);
        assertThat(inside.caller().permissions())
                .isEqualTo(expected)
                .doesNotContain(Permission.BE_SIGNED_IN, Permission.OPERATE, Permission.OWN_ACCOUNT);
        assertThat(inside.viewer().operator()).isFalse();
        assertThat(find(session, slug(world.member(Role.OWNER))))
                .as("another account")
                .isEmpty();
        assertThat(find(session, new Slug("no-such-account"))).isEmpty();
        Caller outside = world.ask(s -> s.sessions().find(session, Optional.empty(), null))
                .orElseThrow()
                .caller();
        assertThat(outside.permissions()).as("outside of any account").containsExactly(Permission.BE_GUEST);

        User guest = user(inside.caller().requireUser());
        assertThat(guest.email()).isEqualTo(ALEX);
        assertThat(guest.name()).isEqualTo("alex");
        assertThat(guest.isProved()).isFalse();
        assertThat(guest.isKnownIn(owner.requireAccount().value())).isFalse();
    }

    @Test
    void countsAsARecentSignInForAQuarterOfAnHour() {
        SessionId session = comeIn(Role.ADMIN);
        assertThat(caller(session).isRecentlyProved(world.clock().instant())).isTrue();
        world.clock().turn(Duration.ofMinutes(14));
        caller(session);
        world.clock().turn(Duration.ofMinutes(2));
        assertThat(caller(session).isRecentlyProved(world.clock().instant())).isFalse();
    }

    @Test
    void worksOnceAndKeepsThePageKnowingTheWayBack() {
        ConsoleLinkToken link = issue(ALEX, Role.AUDITOR, "https://app.example/back");
        assertThat(look(link).open()).isTrue();
        assertThat(look(link).open()).as("looking uses nothing up").isTrue();
        assertThat(redeem(world, link)).isPresent();
        assertThat(redeem(world, link)).as("replayed").isEmpty();
        assertThat(redeem(other, link)).as("on another node").isEmpty();
        assertThat(look(link).open()).isFalse();
        assertThat(look(link).returnUrl()).isEqualTo("https://app.example/back");
    }

    @Test
    void expiresAfterTwoMinutes() {
        ConsoleLinkToken last = issue(ALEX, Role.AUDITOR, null);
        ConsoleLinkToken late = issue(ALEX, Role.AUDITOR, null);
        world.clock().turn(Duration.ofSeconds(105));
        assertThat(redeem(world, last)).isPresent();
        world.clock().turn(Duration.ofSeconds(15));
        assertThat(look(late).open()).isFalse();
        assertThat(redeem(world, late)).isEmpty();

        world.clock().turn(Duration.ofHours(23));
        world.ask(s -> s.consoleLinkCleanup().deleteOld());
        assertThat(seek(s -> s.redemption().find(late))).isPresent();
        world.clock().turn(Duration.ofHours(1));
        world.ask(s -> s.consoleLinkCleanup().deleteOld());
        assertThat(seek(s -> s.redemption().find(late))).isEmpty();
    }

    @Test
    void ofTwentyAtOnceOnTwoNodesOneWins() throws Exception {
        ConsoleLinkToken link = issue(ALEX, Role.DEVELOPER, null);
        List<SessionId> sessions = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> tries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            World node = i % 2 == 0 ? world : other;
            tries.add(() -> redeem(node, link).ifPresent(redeemed -> sessions.add(redeemed.session())));
        }
        assertThat(AtOnce.failures(AtOnce.run(tries))).isEmpty();
        assertThat(sessions).hasSize(1);
        assertThat(count("select count(*) from console_session where account_id = ?1"))
                .isOne();
        assertThat(count("select count(*) from audit_entry where account_id = ?1 and code = 'console.link.replayed'"))
                .as("that someone else had the link is recorded, once")
                .isOne();
        assertThat(count("select count(*) from audit_entry where account_id = ?1 and code = 'console.link.redeemed'"))
                .isOne();
    }

    @Test
    void twoFirstLinksOfOneAddressAtOnceAreOneGuest() throws Exception {
        ConsoleLinkToken one = issue(ALEX, Role.DEVELOPER, null);
        ConsoleLinkToken two = issue(ALEX, Role.DEVELOPER, null);
        assertThat(AtOnce.failures(AtOnce.run(List.of(
                        () -> assertThat(redeem(world, one)).isPresent(),
                        () -> assertThat(redeem(other, two)).isPresent()))))
                .isEmpty();
        assertThat(count("select count(*) from guest where account_id = ?1")).isOne();
        assertThat(count("select count(*) from member where account_id = ?1")).isEqualTo(2);
    }

    @Test
    void storesAKeyedHashOfTheSecretAlone() {
        ConsoleLinkToken link = issue(ALEX, Role.DEVELOPER, null);
        assertThat(world.count(
                        "select count(*) from console_link where account_id = ?1 and token_hash = '"
                                + link.hash(world.ring().current()) + "'",
                        owner))
                .isOne();
        assertThat(link.hash(world.ring().current())).doesNotContain(link.reveal());
        assertThat(link.toString() + new ConsoleLinks.Issued(link, world.clock().instant()))
                .doesNotContain(link.reveal());
        try (World stranger = new World(TestDatabase.H2)) {
            assertThat(link.hash(stranger.ring().current()))
                    .isNotEqualTo(link.hash(world.ring().current()));
        }
    }

    @Test
    void recordsWhoIssuedAndWhoCameIn() {
        comeIn(Role.ADMIN);
        List<?> rows = world.ask(s -> s.em().createNativeQuery(
                        "select code, actor_kind, subject, parameters, actor_address from audit_entry"
                                + " where account_id = ?1 and code like 'console.link%' order by seq")
                .setParameter(1, owner.requireAccount().value())
                .getResultList());
        assertThat(rows).hasSize(2);
        Object[] issued = (Object[]) rows.getFirst();
        assertThat(issued[0]).isEqualTo("console.link.issued");
        assertThat(issued[1]).isEqualTo("OPERATOR_KEY");
        assertThat(issued[2]).isEqualTo(ALEX);
        assertThat(issued[3].toString()).contains("ADMIN", "product ");
        assertThat(issued[4]).isEqualTo("203.0.113.9");
        Object[] redeemed = (Object[]) rows.getLast();
        assertThat(redeemed[0]).isEqualTo("console.link.redeemed");
        assertThat(redeemed[1]).isEqualTo("USER");
        assertThat(redeemed[2]).isEqualTo(ALEX);
        assertThat(redeemed[3].toString()).contains("ADMIN", "product ");
        assertThat(redeemed[4]).isEqualTo("198.51.100.7");
    }

    @Test
    void recordsOnceThatAUsedLinkCameAgain() throws Exception {
        ConsoleLinkToken link = issue(ALEX, Role.ADMIN, null);
        assertThat(redeem(world, link)).isPresent();
        List<Runnable> tries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            World node = i % 2 == 0 ? world : other;
            tries.add(() -> redeem(node, link));
        }
        assertThat(AtOnce.failures(AtOnce.run(tries))).isEmpty();
        Object[] replayed = (Object[])
                world.ask(s -> s.em().createNativeQuery("select actor_kind, subject, actor_address from audit_entry"
                                + " where account_id = ?1 and code = 'console.link.replayed'")
                        .setParameter(1, owner.requireAccount().value())
                        .getSingleResult());
        assertThat(replayed).containsExactly("NOBODY", ALEX, "198.51.100.7");

        ConsoleLinkToken late = issue(ALEX, Role.ADMIN, null);
        world.clock().turn(Duration.ofMinutes(3));
        assertThat(redeem(world, late)).isEmpty();
        assertThat(count("select count(*) from audit_entry where account_id = ?1 and code = 'console.link.replayed'"))
                .as("a link that nobody used in time is no replay")
                .isOne();
    }

    @Test
    void neverJoinsAGuestToAnyoneOfTheSameAddress() {
        User proved = world.ask(s -> s.users().find(owner.requireUser()).orElseThrow());
        SessionId asOwner = ask(issue(proved.email(), Role.AUDITOR, null));
        UUID guest = caller(asOwner).requireUser();
        assertThat(guest).isNotEqualTo(proved.id());
        assertThat(caller(asOwner).may(Permission.OWN_ACCOUNT)).isFalse();

        Caller elsewhere = world.member(Role.OWNER);
        UUID second = find(ask(issue(elsewhere, key, proved.email(), Role.AUDITOR, null)), slug(elsewhere))
                .orElseThrow()
                .caller()
                .requireUser();
        assertThat(second).as("of another account").isNotEqualTo(guest).isNotEqualTo(proved.id());

        // An invitation of the guest's address is another person's seat, not the guest's.
        comeIn(Role.ADMIN);
        EmailAddress alex = EmailAddress.parse(ALEX).orElseThrow();
        world.tell(s -> s.invitations().invite(owner, alex, Role.DEVELOPER));
        assertThat(is(s -> s.members().hasMember(owner.requireAccount(), alex))).isFalse();
        assertThat(seek(s -> s.users().find(alex))).isEmpty();
        User invited = world.ask(s ->
                s.users().createUnproved(alex, "Alex", owner.requireAccount().value()));
        assertThat(caller(comeIn(Role.ADMIN)).requireUser()).isNotEqualTo(invited.id());
    }

    @Test
    void aGuestHasNoCredentialsAndGetsNone() {
        UUID guest = caller(comeIn(Role.OWNER)).requireUser();
        Caller operator = operator();
        assertThatThrownBy(() -> world.tell(s -> s.recoveryLinks().create(operator, guest, false)))
                .isInstanceOf(NotFound.class);
        assertThat(seek(s -> s.passwords().find(guest))).isEmpty();
        assertThat(is(s -> s.users().signsInOn(guest, slug(owner).value()))).isFalse();
        assertThatThrownBy(() -> world.tell(s -> s.users()
                        .prove(
                                s.users().find(guest).orElseThrow(),
                                EmailAddress.parse(ALEX).orElseThrow())))
                .isInstanceOf(IllegalStateException.class);
        SessionId usual = world.ask(s -> s.sessions().start(guest, SessionStrength.PASSWORD, null, BROWSER));
        assertThat(find(usual, slug(owner))).as("a session that no link began").isEmpty();
    }

    @Test
    void aDisabledGuestNeitherStaysNorComesIn() {
        SessionId session = comeIn(Role.ADMIN);
        UUID guest = caller(session).requireUser();
        Caller operator = operator();
        world.tell(s -> s.personAccess().disable(operator, guest));
        assertThat(find(session, slug(owner))).isEmpty();
        assertThat(redeem(world, issue(ALEX, Role.ADMIN, null))).isEmpty();
    }

    @Test
    void whoIsRemovedIsOutAtOnceAndOldLinksAreToo() {
        SessionId session = comeIn(Role.DEVELOPER);
        UUID guest = caller(session).requireUser();
        ConsoleLinkToken waiting = issue(ALEX, Role.DEVELOPER, null);
        world.tell(s -> s.team().remove(owner, guest));

        assertThat(find(session, slug(owner))).isEmpty();
        assertThat(seek(s -> s.sessions().find(session, Optional.empty(), null)))
                .isEmpty();
        assertThat(redeem(world, waiting)).as("issued before").isEmpty();
        assertThat(caller(ask(issue(ALEX, Role.DEVELOPER, null))).requireUser())
                .as("the product's word of afterwards")
                .isEqualTo(guest);
    }

    @Test
    void aLinkOfAnotherRoleEndsTheSessionsOfTheOld() {
        SessionId before = comeIn(Role.ADMIN);
        SessionId same = comeIn(Role.ADMIN);
        assertThat(find(before, slug(owner))).as("another tab or browser").isPresent();
        SessionId after = comeIn(Role.AUDITOR);
        assertThat(find(before, slug(owner))).isEmpty();
        assertThat(find(same, slug(owner))).isEmpty();
        assertThat(caller(after).may(Permission.CHANGE_TEAM)).isFalse();
        assertThat(count("select count(*) from audit_entry where account_id = ?1 and code = 'member.role.changed'"
                        + " and actor_kind = 'OPERATOR_KEY'"))
                .isOne();
    }

    @Test
    void aRoleThatWasLoweredBesideTheProductHoldsInTheSessionToo() {
        SessionId session = comeIn(Role.OWNER);
        UUID guest = caller(session).requireUser();
        world.tell(s -> s.em().createNativeQuery("update member set role = 'DEVELOPER' where user_id = ?1")
                .setParameter(1, guest)
                .executeUpdate());
        assertThat(caller(session).may(Permission.OWN_ACCOUNT)).isFalse();
        assertThat(caller(session).may(Permission.CHANGE_TEAM)).isFalse();
    }

    @Test
    void nobodyChangesAGuestsRoleHereAndAGuestIsNoLastOwner() {
        Caller guest = caller(comeIn(Role.OWNER));
        UUID id = guest.requireUser();
        assertThatThrownBy(() -> world.tell(s -> s.team().changeRole(owner, id, Role.ADMIN, Role.OWNER)))
                .isInstanceOf(RoleComesByLink.class);
        assertThatThrownBy(() -> world.tell(s -> s.team().leave(owner))).isInstanceOf(LastOwnerCannotLeave.class);
        assertThatThrownBy(() -> world.tell(s -> s.team().remove(guest, owner.requireUser())))
                .as("the guest removes the last owner with credentials")
                .isInstanceOf(LastOwnerCannotLeave.class);
        assertThatThrownBy(() ->
                        world.tell(s -> s.team().changeRole(guest, owner.requireUser(), Role.AUDITOR, Role.OWNER)))
                .isInstanceOf(LastOwnerCannotLeave.class);
        assertThat(is(s -> s.team().isLastOwner(owner))).isTrue();
        assertThat(is(s -> s.team().isLastOwner(guest))).isFalse();
        Caller developer = world.colleague(owner, Role.DEVELOPER);
        assertThatThrownBy(() ->
                        world.tell(s -> s.team().handOver(guest, developer.requireUser(), Role.DEVELOPER, Role.ADMIN)))
                .isInstanceOf(RoleComesByLink.class);
        Caller second = caller(ask(issue("kim@example.com", Role.ADMIN, null)));
        assertThatThrownBy(
                        () -> world.tell(s -> s.team().handOver(owner, second.requireUser(), Role.ADMIN, Role.ADMIN)))
                .as("ownership handed to someone without credentials")
                .isInstanceOf(RoleComesByLink.class);
        Members.View row = world.ask(s -> s.team().get(owner, id));
        assertThat(row.guest()).isTrue();
        assertThat(row.proved()).isFalse();
        world.tell(s -> s.team().leave(guest));
        assertThat(seek(s -> s.team().find(owner, id))).isEmpty();
    }

    @Test
    void invitesNobodyBeyondTheRole() {
        EmailAddress friend = EmailAddress.parse("friend@example.com").orElseThrow();
        Caller admin = caller(comeIn(Role.ADMIN));
        assertThatThrownBy(() -> world.tell(s -> s.invitations().invite(admin, friend, Role.OWNER)))
                .isInstanceOf(RightMissing.class);
        world.tell(s -> s.invitations().invite(admin, friend, Role.ADMIN));
        comeIn(Role.DEVELOPER);
        assertThat(count("select count(*) from invitation where account_id = ?1"))
                .as("what the guest may no longer give is withdrawn")
                .isZero();
    }

    @Test
    void aKeyThatWasRevokedMeanwhileLeadsNobodyIn() {
        ConsoleLinkToken link = issue(ALEX, Role.ADMIN, null);
        Caller operator = operator();
        world.tell(s -> s.operatorKeys().revoke(operator, key));
        assertThat(look(link).open()).isFalse();
        assertThat(redeem(world, link)).isEmpty();
        assertThatThrownBy(() -> issue(ALEX, Role.ADMIN, null)).isInstanceOf(NotFound.class);
    }

    @Test
    void suspendedClosedAndStricterAccountsAreRefused() {
        ConsoleLinkToken link = issue(ALEX, Role.ADMIN, null);
        setAccount("status = 'SUSPENDED'");
        assertThatThrownBy(() -> issue(ALEX, Role.ADMIN, null)).isInstanceOf(AccountSuspended.class);
        assertThat(redeem(world, link)).isEmpty();
        setAccount("status = 'CLOSED'");
        assertThatThrownBy(() -> issue(ALEX, Role.ADMIN, null)).isInstanceOf(NotFound.class);
        assertThat(redeem(world, link)).isEmpty();
        setAccount("status = 'ACTIVE'");
        SessionId session = ask(link);
        setAccount("second_factor = true");
        assertThatThrownBy(() -> issue(ALEX, Role.ADMIN, null)).isInstanceOf(AccountNeedsSecondFactor.class);
        assertThat(find(session, slug(owner))).isEmpty();
    }

    @Test
    void aBrowsersOwnSessionEndsWithTheNextAndNoOther() {
        SessionId mine =
                world.ask(s -> s.sessions().start(owner.requireUser(), SessionStrength.PASSWORD, null, BROWSER));
        SessionId elsewhere =
                world.ask(s -> s.sessions().start(owner.requireUser(), SessionStrength.PASSWORD, null, BROWSER));
        ConsoleLinkToken link = issue(ALEX, Role.ADMIN, null);
        world.ask(s -> s.redemption().redeem(link, mine, BROWSER));
        assertThat(find(mine, slug(owner))).isEmpty();
        assertThat(find(elsewhere, slug(owner))).isPresent();
    }

    @Test
    void takesTheNameThatTheProductSays() {
        UUID guest = caller(ask(issue(ALEX, Role.ADMIN, null, "Alex Doe"))).requireUser();
        assertThat(user(guest).name()).isEqualTo("Alex Doe");
        comeIn(Role.ADMIN);
        assertThat(user(guest).name()).as("without one").isEqualTo("Alex Doe");
        ask(issue(ALEX, Role.ADMIN, null, "Alex Roe"));
        assertThat(user(guest).name()).isEqualTo("Alex Roe");
    }

    private boolean is(Predicate<World.Services> question) {
        return world.ask(question::test);
    }

    private Optional<?> seek(Function<World.Services, Optional<?>> question) {
        return world.ask(question);
    }

    private SessionId comeIn(Role role) {
        return ask(issue(ALEX, role, null));
    }

    private SessionId ask(ConsoleLinkToken link) {
        return redeem(world, link).orElseThrow().session();
    }

    private ConsoleLinkToken issue(String email, Role role, String returnUrl) {
        return issue(owner, key, email, role, returnUrl);
    }

    private ConsoleLinkToken issue(String email, Role role, String returnUrl, String name) {
        return issue(owner, key, email, role, returnUrl, name);
    }

    private ConsoleLinkToken issue(Caller account, UUID by, String email, Role role, String returnUrl) {
        return issue(account, by, email, role, returnUrl, null);
    }

    private ConsoleLinkToken issue(Caller account, UUID by, String email, Role role, String returnUrl, String name) {
        AccountId id = account.requireAccount();
        Caller caller = new Caller(
                Caller.Kind.OPERATOR_KEY,
                by,
                id,
                OperatorScope.SESSIONS.permissions(),
                world.clock().instant(),
                "203.0.113.9");
        ConsoleLinks.NewLink wanted = new ConsoleLinks.NewLink(
                EmailAddress.parse(email).orElseThrow(),
                name,
                role,
                returnUrl == null ? null : new ReturnUrl(returnUrl),
                ConsoleTheme.DARK);
        return world.ask(s -> s.consoleLinks().issue(caller, wanted)).token();
    }

    private static Optional<ConsoleLinkRedemption.Redeemed> redeem(World node, ConsoleLinkToken link) {
        return node.ask(s -> s.redemption().redeem(link, null, BROWSER));
    }

    private ConsoleLinkRedemption.Offer look(ConsoleLinkToken link) {
        return world.ask(s -> s.redemption().find(link)).orElseThrow();
    }

    private Optional<ConsoleSessions.SignedIn> find(SessionId session, Slug slug) {
        return world.ask(s -> s.sessions().find(session, Optional.of(slug), BROWSER.address()));
    }

    private Caller caller(SessionId session) {
        return find(session, slug(owner)).orElseThrow().caller();
    }

    private Slug slug(Caller of) {
        return world.ask(s -> new Slug(s.accounts().get(of.requireAccount()).slug()));
    }

    private User user(UUID id) {
        return world.ask(s -> s.users().find(id).orElseThrow());
    }

    private Caller operator() {
        UUID id = world.ask(s -> s.users()
                .create(EmailAddress.parse(UUID.randomUUID() + "@example.com").orElseThrow(), "Operator", true)
                .id());
        return new Caller(
                Caller.Kind.USER,
                id,
                null,
                Set.of(Permission.OPERATE, Permission.BE_SIGNED_IN),
                world.clock().instant(),
                null);
    }

    private void setAccount(String what) {
        world.tell(s -> s.em().createNativeQuery("update account set " + what + " where id = ?1")
                .setParameter(1, owner.requireAccount().value())
                .executeUpdate());
    }

    private long count(String sql) {
        return world.count(sql, owner);
    }
}
