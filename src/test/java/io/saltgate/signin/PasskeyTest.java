package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.saltgate.accounts.Caller;
import io.saltgate.accounts.RecentSignInRequired;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.signin.factors.RecoveryCode;
import io.saltgate.signin.passkeys.OwnPasskey;
import io.saltgate.signin.passkeys.PasskeyOptions;
import io.saltgate.signin.passkeys.RelyingParty;
import io.saltgate.signin.passkeys.StoredPasskeys;
import io.saltgate.signin.passwords.DeviceId;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Role;
import io.saltgate.testing.SoftAuthenticator;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
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
class PasskeyTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final String ORIGIN = "https://console.example.com";
    private static final String RP_ID = "console.example.com";

    @Parameter
    TestDatabase database;

    private World world;
    private SignInNode node;

    @BeforeParameterizedClassInvocation
    void open(TestDatabase database) {
        world = new World(database);
        node = new SignInNode(world);
    }

    @AfterParameterizedClassInvocation
    void close() {
        world.close();
    }

    /** A person with a passkey. */
    private final class Holder {
        final String email;
        final UUID user;
        final SoftAuthenticator key = authenticator();
        final SignIn.Outcome.SignedIn session;
        final List<RecoveryCode> codes;

        Holder(String email) {
            this.email = email;
            node.letPass(Duration.ofHours(1)); // others' tries of this address
            user = node.person(email);
            OwnPasskeys.Addition.Added added = (OwnPasskeys.Addition.Added) add(user, key, browser(signIn(email)));
            session = added.session();
            codes = added.codes();
        }

        Caller caller() {
            return node.caller(user, ADDRESS);
        }

        String kept() {
            return node.signIn.pend((SignIn.Outcome.CodeNeeded) node.tryAs(email, RIGHT, null, ADDRESS));
        }

        SignIn.Outcome signInAlone() {
            return alone(key.get(anyone()));
        }

        SignIn.Outcome afterPassword() {
            String kept = kept();
            return afterPassword(kept, key.get(afterPasswordOptions(kept)));
        }

        String afterPasswordOptions(String kept) {
            return node.passkeySignIn.optionsAfterPassword(kept).orElseThrow().toString();
        }

        SignIn.Outcome afterPassword(String kept, String answer) {
            return node.passkeySignIn.afterPassword(kept, answer, stranger());
        }
    }

    @Test
    void aPasskeyAloneBeginsAStrongSession() {
        Holder meera = new Holder("alone@example.com");
        SignIn.Outcome outcome = meera.signInAlone();
        assertThat(outcome).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(isStrong((SignIn.Outcome.SignedIn) outcome)).isTrue();
        OwnPasskey own = own(meera).getFirst();
        assertThat(own.name()).isEqualTo("Desk");
        assertThat(own.lastUsedAt()).isNotNull();
        assertThat(own.host()).isNull();
    }

    @Test
    void aPasskeyIsTheSecondStepAfterAPassword() {
        Holder meera = new Holder("second@example.com");
        assertThat(node.tryAs(meera.email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        assertThat(meera.afterPassword()).isInstanceOf(SignIn.Outcome.SignedIn.class);
        meera.key.userVerified = false;
        assertThat(meera.afterPassword())
                .as("a touch is enough after a password")
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
        String code = meera.codes.getFirst().reveal();
        assertThat(node.signIn.withCode(meera.kept(), code, stranger()))
                .as("a recovery code in its place")
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.signIn.withCode(meera.kept(), "123456", stranger()))
                .as("a code of an app that there is not")
                .isEqualTo(new SignIn.Outcome.CodeRefused());
    }

    @Test
    void refusesWhatAnAttackerWouldChange() {
        Holder meera = new Holder("attacked@example.com");
        for (Consumer<SoftAuthenticator> change : List.<Consumer<SoftAuthenticator>>of(
                key -> key.origin = "https://console.example.com.evil.example",
                key -> key.origin = "http://console.example.com",
                key -> key.origin = "https://other.example.com",
                key -> key.rpId = "example.com",
                key -> key.rpId = "evil.example",
                key -> key.userVerified = false,
                key -> key.userPresent = false,
                key -> key.signatureBroken = true)) {
            change.accept(meera.key);
            assertThat(meera.signInAlone()).isEqualTo(new SignIn.Outcome.Refused());
            meera.key.origin = ORIGIN;
            meera.key.rpId = RP_ID;
            meera.key.userVerified = true;
            meera.key.userPresent = true;
            meera.key.signatureBroken = false;
            node.letPass(Duration.ofHours(1));
        }
        assertThat(meera.signInAlone()).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.audited("signin.failed")).isGreaterThanOrEqualTo(8);
    }

    @Test
    void anAnswerCountsOnce() {
        Holder meera = new Holder("replayed@example.com");
        String answer = meera.key.get(anyone());
        assertThat(alone(answer)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(alone(answer)).isEqualTo(new SignIn.Outcome.Refused());
        String kept = meera.kept();
        String second = meera.key.get(meera.afterPasswordOptions(kept));
        assertThat(meera.afterPassword(kept, second)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(meera.afterPassword(kept, second)).isEqualTo(new SignIn.Outcome.CodeRefused());
    }

    @Test
    void oneAnswerSentTwiceAtOnceBeginsOneSession() throws Exception {
        Holder meera = new Holder("twice@example.com");
        String answer = meera.key.get(anyone());
        CyclicBarrier start = new CyclicBarrier(2);
        List<SignIn.Outcome> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<SignIn.Outcome>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return alone(answer);
                }));
            }
            for (Future<SignIn.Outcome> each : running) {
                outcomes.add(each.get());
            }
        }
        assertThat(outcomes)
                .filteredOn(SignIn.Outcome.SignedIn.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aChallengeExpiresAndCountsForWhatItWasIssuedForAlone() {
        Holder meera = new Holder("challenge@example.com");
        String old = meera.key.get(anyone());
        world.clock().turn(Duration.ofMinutes(5));
        assertThat(alone(old)).as("expired").isEqualTo(new SignIn.Outcome.Refused());
        String ofAnyone = meera.key.get(anyone());
        String kept = meera.kept();
        assertThat(meera.afterPassword(kept, ofAnyone)).isEqualTo(new SignIn.Outcome.CodeRefused());
        String ofThis = meera.key.get(meera.afterPasswordOptions(kept));
        assertThat(alone(ofThis)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(meera.afterPassword(meera.kept(), ofThis))
                .as("another sign-in of the same person")
                .isEqualTo(new SignIn.Outcome.CodeRefused());
        String confirmation = meera.key.get(confirmation(meera));
        assertThat(alone(confirmation)).isEqualTo(new SignIn.Outcome.Refused());
        String made = anyone().replaceFirst("\"challenge\":\"....", "\"challenge\":\"AAAA");
        assertThat(alone(meera.key.get(made))).as("not ours").isEqualTo(new SignIn.Outcome.Refused());
        assertThat(alone(ofAnyone)).as("it was not used up").isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aCounterThatGoesBackIsRefusedAndRecorded() {
        Holder meera = new Holder("counted@example.com");
        assertThat(meera.signInAlone()).as("a counter that stays at 0").isInstanceOf(SignIn.Outcome.SignedIn.class);
        meera.key.counter = 7;
        assertThat(meera.signInAlone()).isInstanceOf(SignIn.Outcome.SignedIn.class);
        long before = node.audited("passkey.counter.back");
        assertThat(meera.signInAlone()).as("the same again").isEqualTo(new SignIn.Outcome.Refused());
        meera.key.counter = 0;
        assertThat(meera.signInAlone()).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(node.audited("passkey.counter.back")).isEqualTo(before + 2);
        meera.key.counter = 8;
        assertThat(meera.signInAlone()).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aPasskeyIsOnePersonsAlone() {
        Holder meera = new Holder("mine@example.com");
        Holder other = new Holder("theirs@example.com");
        assertThat(alone(other.key.get(anyone(), meera.key.userHandle)))
                .as("someone else's handle")
                .isEqualTo(new SignIn.Outcome.Refused());
        assertThat(alone(other.key.get(anyone(), ""))).as("no handle").isEqualTo(new SignIn.Outcome.Refused());
        String kept = meera.kept();
        assertThat(meera.afterPassword(kept, other.key.get(meera.afterPasswordOptions(kept), "")))
                .isEqualTo(new SignIn.Outcome.CodeRefused());
        assertThat(confirm(meera, other.key.get(confirmation(meera), ""))).isEqualTo(new SignIn.Outcome.Refused());
        SoftAuthenticator copy = new SoftAuthenticator(ORIGIN, RP_ID, meera.key.credentialId());
        assertThat(add(other.user, copy, browser(other.session)))
                .as("another's credential under another key")
                .isEqualTo(new OwnPasskeys.Addition.Refused());
    }

    @Test
    void confirmsWhoIsAtTheBrowser() {
        Holder meera = new Holder("confirms@example.com");
        SignIn.Outcome outcome = confirm(meera, meera.key.get(confirmation(meera)));
        assertThat(outcome).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(isStrong((SignIn.Outcome.SignedIn) outcome)).isTrue();
        meera.key.userVerified = false;
        assertThat(confirm(meera, meera.key.get(confirmation(meera)))).isEqualTo(new SignIn.Outcome.Refused());
    }

    @Test
    void takesHostileTextForWhatItIs() {
        Holder meera = new Holder("hostile@example.com");
        String answer = meera.key.get(anyone());
        String deep = "[".repeat(30_000);
        for (String text : List.of(
                "",
                "null",
                "[]",
                "{}",
                "\0",
                "\ud800",
                deep,
                "{\"id\":" + deep,
                "x".repeat(300_000),
                answer.replaceFirst("\"clientDataJSON\":\"[^\"]*\"", "\"clientDataJSON\":\"\""),
                answer.replaceFirst("\"clientDataJSON\":\"[^\"]*\"", "\"clientDataJSON\":\"e30\""),
                answer.replaceFirst("\"authenticatorData\":\"[^\"]*\"", "\"authenticatorData\":\"AAAA\""),
                answer.replaceFirst("\"signature\":\"[^\"]*\"", "\"signature\":null"),
                answer.replaceFirst("\"rawId\":\"[^\"]*\"", "\"rawId\":\"\""),
                answer.substring(0, answer.length() / 2))) {
            assertThat(alone(text))
                    .as(text.substring(0, Math.min(100, text.length())))
                    .isEqualTo(new SignIn.Outcome.Refused());
            node.letPass(Duration.ofHours(1));
            OwnPasskeys.Addition addition =
                    world.ask(s -> s.ownPasskeys().add(meera.caller(), "handle", text, "Name", browser(meera.session)));
            assertThat(addition).isEqualTo(new OwnPasskeys.Addition.Refused());
        }
        assertThat(alone(answer)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void aNewPasskeyIsJudgedToo() {
        UUID meera = node.person("registers@example.com");
        SignIn.Browser here = browser(signIn("registers@example.com"));
        for (Consumer<SoftAuthenticator> change : List.<Consumer<SoftAuthenticator>>of(
                key -> key.origin = "https://evil.example",
                key -> key.rpId = "example.com",
                key -> key.userVerified = false)) {
            SoftAuthenticator key = authenticator();
            change.accept(key);
            assertThat(add(meera, key, here)).isEqualTo(new OwnPasskeys.Addition.Refused());
        }
        Caller caller = node.caller(meera, ADDRESS);
        PasskeyOptions.Registration offered =
                world.ask(s -> s.ownPasskeys().begin(caller)).orElseThrow();
        String answer = authenticator().create(offered.options().toString());
        assertThat(add(caller, "another handle", answer, here)).isEqualTo(new OwnPasskeys.Addition.Refused());
        UUID other = node.person("registers-other@example.com");
        SignIn.Browser there = browser(signIn("registers-other@example.com"));
        assertThat(add(node.caller(other, ADDRESS), offered.userHandle(), answer, there))
                .as("another person's page")
                .isEqualTo(new OwnPasskeys.Addition.Refused());
        world.clock().turn(Duration.ofMinutes(5));
        assertThat(add(node.caller(meera, ADDRESS), offered.userHandle(), answer, here))
                .as("expired")
                .isEqualTo(new OwnPasskeys.Addition.Refused());
        assertThat(offered.options().toString()).doesNotContain(meera.toString());
        assertThat(Base64.getUrlDecoder().decode(offered.userHandle())).hasSize(32);
    }

    @Test
    void addingOneEndsOtherSessionsAndGivesRecoveryCodesOnce() {
        UUID meera = node.person("adds@example.com");
        SignIn.Outcome.SignedIn elsewhere = signIn("adds@example.com");
        DeviceId known = elsewhere.device();
        OwnPasskeys.Addition.Added first =
                (OwnPasskeys.Addition.Added) add(meera, authenticator(), browser(signIn("adds@example.com")));
        assertThat(first.codes()).hasSize(10);
        assertThat(isAlive(elsewhere)).isFalse();
        assertThat(isAlive(first.session())).isTrue();
        assertThat(world.<Boolean>ask(s -> s.devices().isKnown(known, "adds@example.com", null)))
                .isFalse();
        OwnPasskeys.Addition.Added second =
                (OwnPasskeys.Addition.Added) add(meera, authenticator(), browser(first.session()));
        assertThat(second.codes()).isEmpty();
        assertThat(isAlive(first.session())).isFalse();
        assertThat(hasFactor(meera)).isTrue();
        assertThat(node.audited("passkey.added")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theLastOneTakesTheRecoveryCodesWithIt() {
        Holder meera = new Holder("removes@example.com");
        OwnPasskeys.Addition.Added second =
                (OwnPasskeys.Addition.Added) add(meera.user, authenticator(), browser(meera.session));
        UUID desk = own(meera).getFirst().id();
        SignIn.Outcome.SignedIn after = remove(meera, desk, second.session()).orElseThrow();
        assertThat(isAlive(second.session())).isFalse();
        assertThat(isStrong(after)).isTrue();
        assertThat(meera.signInAlone()).as("the one that was removed").isEqualTo(new SignIn.Outcome.Refused());
        assertThat(node.tryAs(meera.email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        long before = node.audited("factor.removed");
        SignIn.Outcome.SignedIn last =
                remove(meera, own(meera).getFirst().id(), after).orElseThrow();
        assertThat(isStrong(last)).isFalse();
        assertThat(hasFactor(meera.user)).isFalse();
        assertThat(node.audited("factor.removed")).isEqualTo(before + 1);
        assertThat(node.tryAs(meera.email, RIGHT, null, ADDRESS)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(remove(meera, desk, last)).isEmpty();
    }

    @Test
    void onesOwnAloneAndOnlyAfterARecentSignIn() {
        Holder meera = new Holder("own@example.com");
        Holder other = new Holder("not-own@example.com");
        UUID id = own(meera).getFirst().id();
        assertThat(world.<Optional<OwnPasskey>>ask(s -> s.ownPasskeys().find(other.caller(), id)))
                .isEmpty();
        assertThat(world.<Boolean>ask(s -> s.ownPasskeys().rename(other.caller(), id, "Mine")))
                .isFalse();
        assertThat(remove(other, id, other.session)).isEmpty();
        Caller late = meera.caller()
                .provedAt(world.clock().instant().minus(Caller.RECENT).minusSeconds(1));
        assertThatThrownBy(() -> world.ask(s -> s.ownPasskeys().begin(late))).isInstanceOf(RecentSignInRequired.class);
        assertThatThrownBy(() -> add(late, "handle", "{}", browser(meera.session)))
                .isInstanceOf(RecentSignInRequired.class);
        assertThatThrownBy(() -> world.ask(s -> s.ownPasskeys().remove(late, id, browser(meera.session))))
                .isInstanceOf(RecentSignInRequired.class);
        assertThat(world.<Boolean>ask(s -> s.ownPasskeys().rename(late, id, "Phone")))
                .isTrue();
        assertThat(own(meera).getFirst().name()).isEqualTo("Phone");
    }

    @Test
    void thereAreTwentyAtMost() {
        Holder meera = new Holder("many@example.com");
        SignIn.Outcome.SignedIn session = meera.session;
        for (int i = 1; i < StoredPasskeys.MAX; i++) {
            session = ((OwnPasskeys.Addition.Added) add(meera.user, authenticator(), browser(session))).session();
        }
        assertThat(world.<Optional<PasskeyOptions.Registration>>ask(
                        s -> s.ownPasskeys().begin(meera.caller())))
                .isEmpty();
        assertThat(add(meera.caller(), "handle", "{}", browser(session))).isEqualTo(new OwnPasskeys.Addition.Full());
    }

    /** A thief of a session keeps the body of a request back until the victim has ended it. */
    @Test
    void aSessionThatEndedMeanwhileAddsNothing() {
        UUID meera = node.person("held@example.com");
        SignIn.Browser thief = browser(signIn("held@example.com"));
        world.tell(s -> s.sessions().endAll(meera));
        assertThat(add(meera, authenticator(), thief)).isEqualTo(new OwnPasskeys.Addition.Refused());
    }

    @Test
    void aDisabledPersonDoesNotGetIn() {
        Holder meera = new Holder("disabled@example.com");
        world.tell(s -> s.users().find(meera.user).orElseThrow().setDisabled(true));
        assertThat(meera.signInAlone()).isEqualTo(new SignIn.Outcome.Refused());
    }

    /** C33. */
    @Test
    void whoHasNotProvedTheirAddressSignsInOnTheAccountsPageAlone() {
        Caller inviter = world.member(Role.OWNER);
        Unproved thief = new Unproved(inviter, "victim@example.com");

        assertThat(thief.signInOn(null)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(thief.signInOn(slug(world.member(Role.OWNER)))).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(thief.signInOn("no-such-account")).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(thief.signInOn(slug(inviter))).isInstanceOf(SignIn.Outcome.SignedIn.class);

        world.tell(s -> s.team().remove(inviter, thief.user));
        assertThat(thief.signInOn(slug(inviter))).as("removed").isEqualTo(new SignIn.Outcome.Refused());
    }

    /** C33. */
    @Test
    void aProofOfTheAddressEndsThePasskeysFromBefore() {
        Caller inviter = world.member(Role.OWNER);
        Unproved thief = new Unproved(inviter, "proved-later@example.com");
        UUID operator = node.operator("operator-of-passkeys@example.com");
        RecoveryToken link =
                world.ask(s -> s.recoveryLinks().create(node.caller(operator, ADDRESS), thief.user, false));
        world.tell(s -> s.recovery().recover(link, "hash of the next", ADDRESS));

        boolean proved = world.ask(s -> s.users().find(thief.user).orElseThrow().isProved());
        assertThat(proved).isTrue();
        assertThat(isAlive(thief.session)).isFalse();
        assertThat(hasFactor(thief.user)).isFalse();
        assertThat(thief.signInOn(slug(inviter))).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(thief.signInOn(null)).isEqualTo(new SignIn.Outcome.Refused());
        SignIn.Outcome begun = node.tryAs("proved-later@example.com", "the next", null, ADDRESS);
        assertThat(begun).as("without a second factor").isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    /** Someone who used the link that was shown to an inviter, with a passkey. */
    private final class Unproved {
        final UUID user;
        final SoftAuthenticator key = authenticator();
        final SignIn.Outcome.SignedIn session;

        Unproved(Caller inviter, String email) {
            node.letPass(Duration.ofHours(1));
            EmailAddress address = EmailAddress.parse(email).orElseThrow();
            InvitationToken shown = world.ask(s -> s.invitations().invite(inviter, address, Role.ADMIN))
                    .orElseThrow();
            user = world.ask(s -> s.joining().joinAsNew(shown, "Thief", "hash of " + RIGHT, ADDRESS))
                    .orElseThrow()
                    .user();
            SignIn.Outcome signedIn = node.signIn.withPassword(email, slug(inviter), RIGHT, stranger());
            session = ((OwnPasskeys.Addition.Added) add(user, key, browser((SignIn.Outcome.SignedIn) signedIn)))
                    .session();
        }

        SignIn.Outcome signInOn(String account) {
            return node.passkeySignIn.alone(key.get(anyone()), account, stranger());
        }
    }

    private String slug(Caller of) {
        return world.ask(
                s -> s.accounts().find(of.requireAccount()).orElseThrow().slug());
    }

    @Test
    void strangersAreSlowedAndAKnownDeviceIsNot() {
        Holder meera = new Holder("flooded@example.com");
        String flood = "203.0.113.9";
        SignIn.Outcome outcome = new SignIn.Outcome.Refused();
        int tries = 0;
        while (outcome instanceof SignIn.Outcome.Refused && tries++ < 1_000) {
            outcome = node.passkeySignIn.alone("{}", null, new SignIn.Browser(null, null, flood));
        }
        assertThat(outcome).isInstanceOf(SignIn.Outcome.Slowed.class);
        String answer = meera.key.get(anyone());
        assertThat(node.passkeySignIn.alone(answer, null, new SignIn.Browser(null, null, flood)))
                .isInstanceOf(SignIn.Outcome.Slowed.class);
        assertThat(node.passkeySignIn.alone(answer, null, new SignIn.Browser(null, meera.session.device(), flood)))
                .isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void whatNobodyAnswersMakesNoRow() {
        long before = node.rows("spent_challenge");
        for (int i = 0; i < 10; i++) {
            assertThat(anyone()).contains("\"allowCredentials\":[]", "\"userVerification\":\"required\"");
        }
        assertThat(node.rows("spent_challenge")).isEqualTo(before);
        Holder meera = new Holder("rows@example.com");
        world.clock().turn(Duration.ofMinutes(6));
        assertThat(meera.signInAlone()).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(node.rows("spent_challenge")).as("the others are over").isEqualTo(1);
    }

    @Test
    void passkeysOfAnotherHostAreNoticed() {
        Holder meera = new Holder("moved@example.com");
        assertThat(world.<Optional<String>>ask(s -> s.passkeySessions().findOtherHost()))
                .isEmpty();
        world.tell(s -> s.em().createNativeQuery("update passkey set rp_id = 'old.example.com' where user_id = ?1")
                .setParameter(1, meera.user)
                .executeUpdate());
        assertThat(world.<Optional<String>>ask(s -> s.passkeySessions().findOtherHost()))
                .contains("old.example.com");
        assertThat(own(meera).getFirst().host()).isEqualTo("old.example.com");
        assertThat(node.tryAs(meera.email, RIGHT, null, ADDRESS))
                .as("a second factor is still asked for")
                .isInstanceOf(SignIn.Outcome.CodeNeeded.class);
        assertThat(node.passkeySignIn.optionsAfterPassword(meera.kept())).isEmpty();
        world.tell(s -> s.em().createNativeQuery("update passkey set rp_id = '" + RP_ID + "' where user_id = ?1")
                .setParameter(1, meera.user)
                .executeUpdate());
    }

    @Test
    void needsAHostNameAndEncryption() {
        assertThat(obstacle("https://console.example.com")).isEmpty();
        assertThat(obstacle("http://localhost:8080")).isEmpty();
        assertThat(obstacle("http://console.localhost:8080")).isEmpty();
        assertThat(obstacle("http://console.example.com")).contains(RelyingParty.Obstacle.PLAIN_HTTP);
        assertThat(obstacle("http://notlocalhost")).contains(RelyingParty.Obstacle.PLAIN_HTTP);
        assertThat(obstacle("https://192.0.2.1:8443")).contains(RelyingParty.Obstacle.ADDRESS);
        assertThat(obstacle("https://[2001:db8::1]")).contains(RelyingParty.Obstacle.ADDRESS);
    }

    private static Optional<RelyingParty.Obstacle> obstacle(String url) {
        return new RelyingParty(new PublicUrl(url, "")).findObstacle();
    }

    private OwnPasskeys.Addition add(UUID user, SoftAuthenticator key, SignIn.Browser browser) {
        Caller caller = node.caller(user, ADDRESS);
        PasskeyOptions.Registration offered =
                world.ask(s -> s.ownPasskeys().begin(caller)).orElseThrow();
        return add(caller, offered.userHandle(), key.create(offered.options().toString()), browser);
    }

    private OwnPasskeys.Addition add(Caller caller, String handle, String answer, SignIn.Browser browser) {
        return world.ask(s -> s.ownPasskeys().add(caller, handle, answer, "Desk", browser));
    }

    private Optional<SignIn.Outcome.SignedIn> remove(Holder of, UUID id, SignIn.Outcome.SignedIn session) {
        return world.ask(s -> s.ownPasskeys().remove(of.caller(), id, browser(session)));
    }

    private List<OwnPasskey> own(Holder of) {
        return world.ask(s -> s.ownPasskeys().list(of.caller()));
    }

    private String confirmation(Holder of) {
        return world.ask(s -> s.ownPasskeys().findConfirmation(of.caller()))
                .orElseThrow()
                .toString();
    }

    private SignIn.Outcome confirm(Holder of, String answer) {
        return node.passkeySignIn.confirm(of.caller(), answer, stranger());
    }

    private SignIn.Outcome alone(String answer) {
        return node.passkeySignIn.alone(answer, null, stranger());
    }

    private String anyone() {
        return node.passkeySignIn.options().toString();
    }

    private SignIn.Outcome.SignedIn signIn(String email) {
        return (SignIn.Outcome.SignedIn) node.tryAs(email, RIGHT, null, ADDRESS);
    }

    private static SoftAuthenticator authenticator() {
        return new SoftAuthenticator(ORIGIN, RP_ID);
    }

    private static SignIn.Browser browser(SignIn.Outcome.SignedIn signedIn) {
        return new SignIn.Browser(signedIn.session(), signedIn.device(), ADDRESS);
    }

    private static SignIn.Browser stranger() {
        return new SignIn.Browser(null, null, ADDRESS);
    }

    private boolean hasFactor(UUID user) {
        return world.ask(s -> s.users().find(user).orElseThrow().hasSecondFactor());
    }

    private boolean isAlive(SignIn.Outcome.SignedIn signedIn) {
        return world.ask(s -> s.sessions().find(signedIn.session(), Optional.empty(), ADDRESS))
                .isPresent();
    }

    private boolean isStrong(SignIn.Outcome.SignedIn signedIn) {
        return world.ask(s -> s.sessions().find(signedIn.session(), Optional.empty(), ADDRESS))
                .orElseThrow()
                .viewer()
                .twoFactors();
    }
}
