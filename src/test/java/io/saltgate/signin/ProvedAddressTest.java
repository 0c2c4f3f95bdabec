package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.signin.addresses.AddressMails;
import io.saltgate.signin.addresses.AddressToken;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.signin.recovery.ResetRequests;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.team.InvitationMail;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Role;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.AddressTaken;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
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
class ProvedAddressTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final String NEXT = "the next password";

    @Parameter
    TestDatabase database;

    private World world;
    private SignInNode node;
    private Caller inviter;
    private String email;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        node = new SignInNode(world);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    @BeforeEach
    void begin() {
        node.letPass(Duration.ofHours(24));
        inviter = world.member(Role.OWNER);
        email = "victim-" + UUID.randomUUID() + "@example.com";
    }

    @AfterEach
    void withoutMail() {
        world.switchMail(false);
    }

    /** C33. */
    @Test
    void anInviterWhoUsesTheLinkHimselfIsNobodyBeyondTheAccount() {
        UUID stolen = joinAsNew(invite(inviter));

        assertThat(user(stolen).isProved()).isFalse();
        assertThat(node.tryAs(email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(signInAt(other(), RIGHT)).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(signInAt(inviter, RIGHT)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        var found1 = world.ask(s -> s.members().listAccounts(stolen));
        assertThat(found1).extracting(Account::id).containsExactly(inviter.requireAccount());

        // The real one joins another account, and the other can't take that seat.
        Caller honest = world.member(Role.OWNER);
        InvitationToken seat = mailed(honest);
        var found2 = world.ask(s -> s.joining().join(caller(stolen), seat));
        assertThat(found2).isEmpty();
        UUID real = joinAsNew(seat, NEXT);
        assertThat(user(real).isProved()).isTrue();
        assertThat(real).isNotEqualTo(stolen);
        assertThat(node.tryAs(email, NEXT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);

        // And the account of the inviter, once that one is removed.
        world.tell(s -> s.team().remove(inviter, stolen));
        assertThat(signInAt(inviter, RIGHT)).isInstanceOf(SignIn.Outcome.Refused.class);
        InvitationToken again = invite(inviter);
        var found3 = world.ask(s -> s.joining().joinAsNew(again, "Thief", "hash of " + RIGHT, ADDRESS));
        assertThat(found3).as("the inviter, once more").isEmpty();
        var found4 = world.ask(s -> s.joining().join(caller(real), again));
        assertThat(found4).isPresent();
    }

    /** C33. */
    @Test
    void whoIsRemovedUnprovedKeepsNobodyOutAndNoSession() {
        UUID first = joinAsNew(invite(inviter));
        SessionId session = ((SignIn.Outcome.SignedIn) signInAt(inviter, RIGHT)).session();
        world.tell(s -> s.team().remove(inviter, first));

        var found5 = world.ask(s -> s.sessions().find(session, Optional.empty(), ADDRESS));
        assertThat(found5).isEmpty();
        UUID second = joinAsNew(invite(inviter), NEXT);
        assertThat(second).isNotEqualTo(first);
        assertThat(signInAt(inviter, RIGHT)).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(signInAt(inviter, NEXT)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void twoAccountsKnowTheSameUnprovedAddressAsTwoPeople() {
        Caller other = world.member(Role.OWNER);
        UUID here = joinAsNew(invite(inviter));
        UUID there = joinAsNew(invite(other), NEXT);

        assertThat(here).isNotEqualTo(there);
        assertThat(signInAt(inviter, NEXT)).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(signInAt(other, NEXT)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aKnownBrowserOfAnUnprovedPersonIsAStrangersToTheOwnerOfTheAddress() {
        joinAsNew(invite(inviter));
        SignIn.Outcome.SignedIn thief = (SignIn.Outcome.SignedIn) signInAt(inviter, RIGHT);
        joinAsNew(mailed(world.member(Role.OWNER)), NEXT);

        assertThat(node.throttle.isKnown(email, null, thief.device())).isFalse();
        assertThat(node.throttle.isKnown(email, slug(inviter), thief.device())).isTrue();
    }

    /** An account's page gives no tries that the page of all doesn't. */
    @Test
    void triesOnAllPagesCountTogether() {
        node.person(email);
        int judged = 0;
        for (int i = 0; i < 60; i++) {
            SignIn.Browser browser = new SignIn.Browser(null, null, "203.0.113." + i);
            String page = i % 3 == 0 ? null : "account-" + i;
            if (node.signIn.withPassword(email, page, SignInNode.WRONG, browser) instanceof SignIn.Outcome.Refused) {
                judged++;
            }
        }
        assertThat(judged).isLessThan(25);
    }

    @Test
    void aLinkByMailIsShownToNobodyAndProvesTheAddress() {
        world.switchMail(true);
        var found6 = world.ask(s -> s.invitations().invite(inviter, address(), Role.ADMIN));
        assertThat(found6).isEmpty();
        UUID id = world.ask(s -> s.invitations().list(inviter)).getFirst().id();
        assertThat(world.ask(s -> s.invitations().renew(inviter, id))
                        .orElseThrow()
                        .token())
                .isEmpty();

        UUID user = joinAsNew(claim().token());

        assertThat(user(user).isProved()).isTrue();
        assertThat(node.tryAs(email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aMailThatIsNotTakenIsTriedAgainWithAnotherLinkAndGivenUp() {
        world.switchMail(true);
        world.tell(s -> s.invitations().invite(inviter, address(), Role.ADMIN));
        InvitationToken before = null;
        boolean again = true;
        int attempts = 0;
        while (again) {
            InvitationMail.Letter letter = claim();
            attempts++;
            InvitationToken last = before;
            if (last != null) {
                var found7 = world.ask(s -> s.joining().find(last));
                assertThat(found7).isEmpty();
            }
            before = letter.token();
            again = world.ask(s -> s.invitationMail().putOff(letter));
            var found8 = world.ask(s -> s.invitationMail().claim(letter.id()));
            assertThat(found8).isEmpty();
            world.clock().turn(Duration.ofHours(1));
            inviter = inviter.provedAt(world.clock().instant());
        }
        assertThat(attempts).isEqualTo(6);
        assertThat(world.ask(s -> s.invitations().list(inviter)).getFirst().delivery())
                .isEqualTo(io.saltgate.team.Invitation.Delivery.FAILED);
    }

    @Test
    void anAccountSendsFiveMailsADayToAnAddress() {
        world.switchMail(true);
        for (int i = 0; i < 5; i++) {
            world.tell(s -> s.invitations().invite(inviter, address(), Role.ADMIN));
            InvitationMail.Letter letter = claim();
            world.tell(s -> s.invitationMail().settle(letter));
        }
        world.tell(s -> s.invitations().invite(inviter, address(), Role.ADMIN));
        assertThat(due()).isEmpty();
    }

    @Test
    void anOperatorsLinkProvesTheAddressAndEndsWhatWasBefore() {
        UUID user = joinAsNew(invite(inviter));
        SignIn.Outcome.SignedIn before = (SignIn.Outcome.SignedIn) signInAt(inviter, RIGHT);
        RecoveryToken link = vouch(user);
        var found9 = world.ask(s -> s.recovery().recover(link, "hash of " + NEXT, ADDRESS));
        assertThat(found9).isTrue();

        assertThat(user(user).isProved()).isTrue();
        var found10 = world.ask(s -> s.sessions().find(before.session(), Optional.empty(), ADDRESS));
        assertThat(found10).isEmpty();
        assertThat(node.throttle.isKnown(email, null, before.device())).isFalse();
        assertThat(node.tryAs(email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(node.tryAs(email, NEXT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.audited("address.proved")).isPositive();
    }

    @Test
    void anAddressThatAnotherHasProvedIsNotTakenByALink() {
        UUID user = joinAsNew(invite(inviter));
        RecoveryToken early = vouch(user);
        UUID owner = joinAsNew(mailed(world.member(Role.OWNER)), NEXT);

        assertThatThrownBy(() -> vouch(user)).isInstanceOf(AddressTaken.class);
        assertThatThrownBy(() -> world.ask(s -> s.recovery().recover(early, "hash of another", ADDRESS)))
                .isInstanceOf(AddressTaken.class);
        assertThat(user(user).isProved()).isFalse();
        assertThat(user(owner).isProved()).isTrue();
        assertThat(signInAt(inviter, RIGHT)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void ofTwoProofsOfOneAddressAtOnceOneWins() throws Exception {
        try (World second = world.anotherNode()) {
            for (int round = 0; round < 8; round++) {
                begin();
                Caller other = world.member(Role.OWNER);
                RecoveryToken here = vouch(joinAsNew(invite(inviter)));
                RecoveryToken there = vouch(joinAsNew(invite(other)));
                List<Future<Void>> all = AtOnce.run(List.of(
                        () -> world.ask(s -> s.recovery().recover(here, "hash of " + RIGHT, ADDRESS)),
                        () -> second.ask(s -> s.recovery().recover(there, "hash of " + NEXT, ADDRESS))));

                assertThat(AtOnce.succeeded(all)).isEqualTo(1);
                String proved = email;
                var found11 = world.ask(
                        s -> s.em().createQuery("select u from User u where u.provedEmail = :email", User.class)
                                .setParameter("email", proved)
                                .getResultList());
                assertThat(found11).hasSize(1);
            }
        }
    }

    @Test
    void anUnprovedPersonVerifiesTheirAddressAndBeginsAnew() {
        UUID user = joinAsNew(invite(inviter));
        SignIn.Outcome.SignedIn other = (SignIn.Outcome.SignedIn) signInAt(inviter, RIGHT);
        SignIn.Browser browser = browser(((SignIn.Outcome.SignedIn) signInAt(inviter, RIGHT)).session());
        AddressToken token = link(user, email);
        SignIn.Outcome.SignedIn after = world.ask(
                        s -> s.ownAddress().prove(caller(user), token, "hash of " + NEXT, browser))
                .orElseThrow();

        assertThat(user(user).isProved()).isTrue();
        assertThat(live(other.session())).isFalse();
        assertThat(live(after.session())).isTrue();
        assertThat(node.tryAs(email, NEXT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        var found12 = world.ask(s -> s.ownAddress().find(caller(user), token));
        assertThat(found12).isEmpty();
    }

    @Test
    void aNewAddressCountsOnceItsLinkWasFollowedAndEndsOtherSessions() {
        UUID user = node.person(email);
        SessionId other = ((SignIn.Outcome.SignedIn) node.tryAs(email, RIGHT, null, ADDRESS)).session();
        SessionId own = ((SignIn.Outcome.SignedIn) node.tryAs(email, RIGHT, null, ADDRESS)).session();
        RecoveryToken reset = reset(email).orElseThrow();
        String next = "next-" + email;
        AddressToken token = link(user, next);
        assertThat(user(user).email()).isEqualTo(email);

        assertThat(change(user, token, own)).isTrue();

        assertThat(user(user).email()).isEqualTo(next);
        assertThat(live(own)).isTrue();
        assertThat(live(other)).isFalse();
        assertThat(change(user, token, own)).as("again").isFalse();
        var found13 = world.ask(s -> s.recovery().recover(reset, "hash", ADDRESS));
        assertThat(found13).isFalse();
        AddressMails.Letter told = addressMail(email);
        assertThat(told.token()).isNull();
        world.tell(s -> s.addressMails().settle(told));
        assertThat(node.tryAs(email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.Refused.class);
        assertThat(node.tryAs(next, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.audited("address.changed")).isPositive();
        node.person(email); // free again
    }

    @Test
    void aLinkIsOnePersonsForHalfAnHourAndOfOneSession() {
        UUID user = node.person(email);
        SessionId own = ((SignIn.Outcome.SignedIn) node.tryAs(email, RIGHT, null, ADDRESS)).session();
        UUID thief = node.person("thief-" + email);
        SessionId thiefs = ((SignIn.Outcome.SignedIn) node.tryAs("thief-" + email, RIGHT, null, ADDRESS)).session();
        AddressToken first = link(user, "first-" + email);
        AddressToken second = link(user, "second-" + email);

        assertThat(change(user, first, own)).as("replaced").isFalse();
        assertThat(change(thief, second, thiefs)).as("another person").isFalse();
        assertThat(change(user, second, thiefs)).as("another's session").isFalse();
        world.clock().turn(Duration.ofMinutes(30));
        assertThat(change(user, second, own)).as("late").isFalse();
        world.ask(s -> s.addressMails().deleteExpired());
        var found14 = world.ask(
                s -> s.em().createQuery("select count(m) from AddressMail m where m.userId = :user", Long.class)
                        .setParameter("user", user)
                        .getSingleResult());
        assertThat(found14).isZero();
    }

    @Test
    void aTakenAddressIsAskedForLikeAnyAndNotGiven() {
        UUID owner = node.person(email);
        UUID user = node.person("other-" + email);
        SessionId own = ((SignIn.Outcome.SignedIn) node.tryAs("other-" + email, RIGHT, null, ADDRESS)).session();
        AddressToken token = link(user, email);

        assertThatThrownBy(() -> change(user, token, own)).isInstanceOf(AddressTaken.class);
        assertThat(user(owner).email()).isEqualTo(email);
        assertThat(user(user).email()).isEqualTo("other-" + email);
    }

    @Test
    void askingForALinkNeedsARecentSignIn() {
        UUID user = node.person(email);
        Caller stale = caller(user).provedAt(world.clock().instant().minus(Duration.ofMinutes(16)));

        assertThatThrownBy(() -> world.tell(s -> s.ownAddress().request(stale, address())))
                .isInstanceOf(RecentSignInRequired.class);
    }

    @Test
    void aPasswordIsResetByMailForAProvedAddressAlone() {
        joinAsNew(invite(inviter));
        assertThat(reset(email)).isEmpty();
        joinAsNew(mailed(world.member(Role.OWNER)), NEXT);
        assertThat(reset(email)).isPresent();
    }

    /** U+212A is another letter than k, in two people's addresses too. */
    @Test
    void onlyAsciiLettersAreFolded() {
        String plain = "k" + email;
        String kelvin = "\u212a" + email;
        UUID one = node.person(plain);
        UUID two = node.person(kelvin);
        assertThat(one).isNotEqualTo(two);
        assertThat(world.ask(s -> s.users()
                                .find(EmailAddress.parse("K" + email.toUpperCase(java.util.Locale.ROOT))
                                        .orElseThrow()))
                        .map(User::id))
                .contains(one);
        assertThatThrownBy(() -> node.person(plain)).isInstanceOf(AddressTaken.class);
    }

    private EmailAddress address() {
        return EmailAddress.parse(email).orElseThrow();
    }

    private Caller other() {
        return world.member(Role.OWNER);
    }

    private InvitationToken invite(Caller by) {
        return world.ask(s -> s.invitations().invite(by, address(), Role.ADMIN)).orElseThrow();
    }

    private InvitationToken mailed(Caller by) {
        world.switchMail(true);
        world.tell(s -> s.invitations().invite(by, address(), Role.ADMIN));
        world.switchMail(false);
        return claim().token();
    }

    private InvitationMail.Letter claim() {
        return due().orElseThrow();
    }

    private Optional<InvitationMail.Letter> due() {
        return world.ask(s -> s.invitationMail().listDue()).stream()
                .flatMap(id -> world.ask(s -> s.invitationMail().claim(id)).stream())
                .filter(letter -> letter.to().equals(email))
                .findFirst();
    }

    private UUID joinAsNew(InvitationToken token) {
        return joinAsNew(token, RIGHT);
    }

    private UUID joinAsNew(InvitationToken token, String password) {
        return world.ask(s -> s.joining().joinAsNew(token, "Meera", "hash of " + password, ADDRESS))
                .orElseThrow()
                .user();
    }

    private RecoveryToken vouch(UUID user) {
        UUID operator = node.operator(UUID.randomUUID() + "@operator.example");
        return world.ask(s -> s.recoveryLinks().create(node.caller(operator, ADDRESS), user, false));
    }

    private Optional<RecoveryToken> reset(String of) {
        EmailAddress asked = EmailAddress.parse(of).orElseThrow();
        world.tell(s -> s.resetRequests().add(asked, ADDRESS));
        ResetRequests.Claimed claimed = world.ask(s -> s.resetRequests().claim()).stream()
                .filter(each -> each.email().equals(of))
                .findFirst()
                .orElseThrow();
        Optional<ResetRequests.Letter> letter = world.ask(s -> s.resetRequests().createLink(claimed));
        world.tell(s -> s.resetRequests().settle(claimed));
        return letter.map(ResetRequests.Letter::token);
    }

    private AddressToken link(UUID user, String to) {
        EmailAddress wanted = EmailAddress.parse(to).orElseThrow();
        world.tell(s -> s.ownAddress().request(caller(user), wanted));
        AddressMails.Letter letter = addressMail(to);
        world.tell(s -> s.addressMails().settle(letter));
        return letter.token();
    }

    private AddressMails.Letter addressMail(String to) {
        return world.ask(s -> s.addressMails().listDue()).stream()
                .flatMap(id -> world.ask(s -> s.addressMails().claim(id)).stream())
                .filter(letter -> letter.to().equals(to))
                .findFirst()
                .orElseThrow();
    }

    private boolean change(UUID user, AddressToken token, SessionId session) {
        return world.ask(s -> s.ownAddress().change(caller(user), token, browser(session)));
    }

    private static SignIn.Browser browser(SessionId session) {
        return new SignIn.Browser(session, null, ADDRESS);
    }

    private boolean live(SessionId session) {
        return world.ask(
                s -> s.sessions().find(session, Optional.empty(), ADDRESS).isPresent());
    }

    private SignIn.Outcome signInAt(Caller of, String password) {
        return node.signIn.withPassword(email, slug(of), password, new SignIn.Browser(null, null, ADDRESS));
    }

    private String slug(Caller of) {
        return world.ask(
                s -> s.accounts().find(of.requireAccount()).orElseThrow().slug());
    }

    private User user(UUID id) {
        return world.ask(s -> s.users().find(id).orElseThrow());
    }

    private Caller caller(UUID user) {
        return node.caller(user, ADDRESS);
    }
}
