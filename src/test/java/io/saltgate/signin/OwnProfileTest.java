package io.saltgate.signin;

import static io.saltgate.signin.SignInNode.RIGHT;
import static io.saltgate.signin.SignInNode.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Caller;
import io.saltgate.signin.passwords.Passwords;
import io.saltgate.signin.sessions.OwnSessions;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.Theme;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
class OwnProfileTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final String NEXT = "the password after that";

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

    @Test
    void listsOwnSessionsWithTheirPlaceAndEndsThem() {
        UUID meera = node.person("list@example.com");
        UUID other = node.person("list-other@example.com");
        SessionId desk = start(meera, "Firefox on Linux", "198.51.100.7");
        world.clock().turn(Duration.ofMinutes(2));
        SessionId phone = start(meera, "Safari on iPhone", "203.0.113.9");
        world.clock().turn(Duration.ofMinutes(2));
        SessionId elsewhere = start(other, "Chrome on Windows", "203.0.113.10");

        List<OwnSessions.OwnSession> sessions = list(meera, desk);
        assertThat(sessions).hasSize(2);
        assertThat(sessions.getFirst().current()).isTrue();
        assertThat(sessions.getFirst().browser()).isEqualTo("Firefox on Linux");
        OwnSessions.OwnSession last = sessions.getLast();
        assertThat(last.browser()).isEqualTo("Safari on iPhone");
        assertThat(last.address()).isEqualTo("203.0.113.9");
        assertThat(last.signedInAt()).isEqualTo(last.lastSeenAt());
        assertThat(last.handle()).isNotEqualTo(phone.hash()).hasSize(43);

        String othersHandle = list(other, elsewhere).getFirst().handle();
        world.tell(s -> s.ownSessions().end(node.caller(meera, ADDRESS), othersHandle));
        assertThat(isLive(elsewhere)).as("another person's session").isTrue();

        world.tell(s -> s.ownSessions().end(node.caller(meera, ADDRESS), last.handle()));
        assertThat(isLive(phone)).isFalse();
        assertThat(isLive(desk)).isTrue();

        start(meera, null, null);
        world.tell(s -> s.ownSessions().endOthers(node.caller(meera, ADDRESS), desk));
        assertThat(list(meera, desk)).hasSize(1);
        assertThat(isLive(elsewhere)).isTrue();
        assertThat(audited("session.ended", meera)).isEqualTo(1);
        assertThat(audited("session.others.ended", meera)).isEqualTo(1);
    }

    @Test
    void showsNoSessionThatIsOver() {
        UUID meera = node.person("over@example.com");
        start(meera, null, null);
        world.clock().turn(Duration.ofMinutes(15));
        SessionId current = start(meera, null, null);
        assertThat(list(meera, current)).hasSize(1);
    }

    @Test
    void aNewPasswordEndsEveryOtherSessionAndForgetsDevices() {
        UUID meera = node.person("change@example.com");
        SignIn.Outcome.SignedIn here = signIn("change@example.com", RIGHT);
        SignIn.Outcome.SignedIn there = signIn("change@example.com", RIGHT);
        SignIn.Browser browser = new SignIn.Browser(here.session(), here.device(), ADDRESS, null);
        Caller caller = node.caller(meera, ADDRESS);

        assertThat(node.signIn.changePassword(caller, new SignIn.Proof(WRONG, null), NEXT, browser))
                .isEqualTo(new SignIn.Outcome.Refused());
        assertThat(isLive(there.session())).isTrue();

        SignIn.Outcome.SignedIn after = (SignIn.Outcome.SignedIn)
                node.signIn.changePassword(caller, new SignIn.Proof(RIGHT, null), NEXT, browser);
        assertThat(isLive(here.session())).isFalse();
        assertThat(isLive(there.session())).isFalse();
        assertThat(isLive(after.session())).isTrue();
        assertThat(node.throttle.isKnown("change@example.com", null, there.device()))
                .isFalse();
        assertThat(node.throttle.isKnown("change@example.com", null, after.device()))
                .isTrue();
        assertThat(node.tryAs("change@example.com", RIGHT, after.device(), ADDRESS))
                .isEqualTo(new SignIn.Outcome.Refused());
        assertThat(signIn("change@example.com", NEXT)).isNotNull();
        assertThat(audited("password.changed", meera)).isEqualTo(1);
    }

    /** What was proved before a change opens no session after it. */
    @Test
    void aPasswordThatWasChangedMeanwhileStartsNoSession() {
        UUID meera = node.person("race@example.com");
        Passwords.Stored proved = world.ask(s -> s.passwords().find(meera)).orElseThrow();
        SignIn.Outcome.SignedIn here = signIn("race@example.com", RIGHT);
        SignIn.Browser browser = new SignIn.Browser(here.session(), here.device(), ADDRESS, null);
        node.signIn.changePassword(node.caller(meera, ADDRESS), new SignIn.Proof(RIGHT, null), NEXT, browser);

        SignIn.Outcome late = world.ask(s -> s.provedSessions().start(proved, null, browser));
        assertThat(late).isEqualTo(new SignIn.Outcome.Refused());
        world.tell(s -> s.passwords().rehash(proved, "hash of " + RIGHT));
        assertThat(signIn("race@example.com", NEXT)).isNotNull();
    }

    @Test
    void aSignInRenewsAHashOfOldParameters() {
        UUID meera = node.person("rehash@example.com");
        world.tell(s -> s.em().createNativeQuery("update password set hash = ?1 where user_id = ?2")
                .setParameter(1, SignInNode.OLD + RIGHT)
                .setParameter(2, meera)
                .executeUpdate());

        assertThat(signIn("rehash@example.com", RIGHT)).isNotNull();
        Optional<Passwords.Stored> stored = world.ask(s -> s.passwords().find(meera));
        assertThat(stored.map(Passwords.Stored::hash)).contains("hash of " + RIGHT);
    }

    @Test
    void aNewNameIsInTheTrailWithTheOldOne() {
        UUID meera = node.person("name@example.com");
        Caller caller = node.caller(meera, ADDRESS);
        world.tell(s -> s.profile().rename(caller, "Meera Raghavan"));
        world.tell(s -> s.profile().rename(caller, "Meera Raghavan"));

        assertThat(world.ask(s -> s.users().find(meera)).map(User::name)).contains("Meera Raghavan");
        assertThat(audited("person.renamed", meera)).isEqualTo(1);
    }

    @Test
    void aThemeIsThePersonsOnEveryPage() {
        UUID meera = node.person("theme@example.com");
        SessionId session = signIn("theme@example.com", RIGHT).session();
        assertThat(theme(session)).isNull();
        world.tell(s -> s.profile().chooseTheme(node.caller(meera, ADDRESS), Theme.DARK));
        world.tell(s -> s.profile().chooseTheme(node.caller(meera, ADDRESS), Theme.DARK));
        assertThat(theme(session)).isEqualTo("dark");
        assertThat(audited("person.theme.changed", meera)).isEqualTo(1);
        world.tell(s -> s.profile().chooseTheme(node.caller(meera, ADDRESS), null));
        assertThat(theme(session)).isNull();
    }

    private @Nullable String theme(SessionId session) {
        return world.ask(s -> s.sessions().find(session, Optional.empty(), ADDRESS))
                .orElseThrow()
                .viewer()
                .theme();
    }

    private SignIn.Outcome.SignedIn signIn(String email, String password) {
        return (SignIn.Outcome.SignedIn) node.tryAs(email, password, null, ADDRESS);
    }

    private SessionId start(UUID user, String browser, String address) {
        return world.ask(
                s -> s.sessions().start(user, SessionStrength.PASSWORD, null, new SessionOrigin(browser, address)));
    }

    private List<OwnSessions.OwnSession> list(UUID user, SessionId current) {
        return world.ask(s -> s.ownSessions().list(node.caller(user, ADDRESS), current));
    }

    private boolean isLive(SessionId id) {
        return world.ask(s -> s.sessions().find(id, Optional.empty(), null)).isPresent();
    }

    private long audited(String code, UUID subject) {
        return world.ask(s -> ((Number)
                        s.em().createNativeQuery("select count(*) from audit_entry where code = ?1 and subject = ?2")
                                .setParameter(1, code)
                                .setParameter(2, subject.toString())
                                .getSingleResult())
                .longValue());
    }
}
