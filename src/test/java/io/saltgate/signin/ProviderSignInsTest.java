package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.accounts.Slug;
import io.saltgate.signin.SingleSignOn.Outcome;
import io.saltgate.signin.SingleSignOn.Reason;
import io.saltgate.signin.factors.Enrolments;
import io.saltgate.signin.factors.SecondFactors;
import io.saltgate.signin.factors.TotpSecret;
import io.saltgate.signin.oidc.ExternalIdentities;
import io.saltgate.signin.oidc.GroupRole;
import io.saltgate.signin.oidc.IdToken;
import io.saltgate.signin.oidc.LogoutToken;
import io.saltgate.signin.oidc.OidcSettings;
import io.saltgate.signin.oidc.TestIssuer;
import io.saltgate.signin.passwords.StoredPasswords;
import io.saltgate.signin.sessions.ConsoleSessions;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.team.GroupMemberships;
import io.saltgate.team.Member;
import io.saltgate.team.Role;
import io.saltgate.team.Seats;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.codec.binary.Base32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a genuine token signs in, with which rights, and until when. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderSignInsTest {

    private static final String ADDRESS = "198.51.100.7";
    private static final SignIn.Browser BROWSER = new SignIn.Browser(null, null, ADDRESS);

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

    /** What the provider says of somebody; each test has its own subject and address. */
    private final class Claims {
        final String subject = UUID.randomUUID().toString();
        String email = subject + "@example.com";
        boolean verified = true;
        Set<String> groups = Set.of();
        Set<String> methods = Set.of();

        @Nullable
        Instant authenticatedAt = world.clock().instant();

        @Nullable
        String sid = "sid-" + subject;

        IdToken token() {
            JWTClaimsSet claims =
                    TestIssuer.idClaims(world.clock().instant(), "nonce").build();
            return new IdToken(
                    claims.getIssuer(),
                    subject,
                    email,
                    verified,
                    "Meera R.",
                    groups,
                    methods,
                    null,
                    authenticatedAt,
                    sid,
                    "text");
        }
    }

    private ProviderSignIns signIns(World.Services s, OidcSettings settings) {
        StoredPasswords stored = new StoredPasswords(s.em(), world.clock());
        return new ProviderSignIns(
                settings,
                new ExternalIdentities(s.em(), world.clock()),
                s.users(),
                stored,
                factors(s),
                s.sessions(),
                s.devices(),
                s.accounts(),
                new GroupMemberships(
                        s.em(),
                        s.accounts(),
                        s.members(),
                        new Seats(s.em(), s.accounts(), s.members(), s.audit()::append, world.mail(), world.clock()),
                        s.audit()::append),
                s.audit()::append,
                world.ring());
    }

    private SecondFactors factors(World.Services s) {
        return new SecondFactors(
                s.em(), s.users(), s.audit()::append, world.passkeys(s.em()), world.ring(), world.clock());
    }

    private Outcome start(Claims claims) {
        return start(claims, null, TestIssuer.settings());
    }

    private Outcome start(Claims claims, @Nullable String code, OidcSettings settings) {
        return world.ask(s -> signIns(s, settings).start(claims.token(), code, null, BROWSER));
    }

    private SessionId signIn(Claims claims) {
        return ((Outcome.SignedIn) start(claims)).session().session();
    }

    private Caller caller(SessionId session) {
        return find(session).orElseThrow().caller();
    }

    private Optional<ConsoleSessions.SignedIn> find(SessionId session) {
        return world.ask(s -> s.sessions().find(session, Optional.empty(), ADDRESS));
    }

    @Test
    void aProvedAddressOfATrustedDomainMakesAPersonOnce() {
        Claims claims = new Claims();
        UUID person = caller(signIn(claims)).requireUser();
        claims.email = "another-" + claims.email; // the subject is who it is, whatever the address becomes
        assertThat(caller(signIn(claims)).requireUser()).isEqualTo(person);
        User user = world.ask(s -> s.users().find(person).orElseThrow());
        assertThat(user.email()).isEqualTo(claims.subject + "@example.com");
        assertThat(user.name()).isEqualTo("Meera R.");
    }

    @Test
    void anAddressThatIsNotProvedMakesNobodyAndIsNobody() {
        Claims claims = new Claims();
        UUID victim = node.person(claims.email);
        claims.verified = false;
        assertThat(start(claims)).isEqualTo(new Outcome.Refused(Reason.ADDRESS_UNPROVED));
        Claims nobody = new Claims();
        nobody.verified = false;
        assertThat(start(nobody)).isEqualTo(new Outcome.Refused(Reason.ADDRESS_UNPROVED));
        assertThat(identities(victim)).isZero();
    }

    @Test
    void aDomainThatIsNotTrustedIsRefused() {
        Claims claims = new Claims();
        claims.email = claims.subject + "@elsewhere.example";
        assertThat(start(claims)).isEqualTo(new Outcome.Refused(Reason.DOMAIN_UNTRUSTED));
        claims.email = "not an address";
        assertThat(start(claims)).isEqualTo(new Outcome.Refused(Reason.DOMAIN_UNTRUSTED));
    }

    @Test
    void aPersonWithAPasswordLinksByProvingIt() {
        Claims claims = new Claims();
        UUID person = node.person(claims.email);
        assertThat(start(claims)).isEqualTo(new Outcome.LinkNeeded());
        assertThat(identities(person)).isZero();

        SignIn.Outcome.SignedIn own =
                (SignIn.Outcome.SignedIn) node.tryAs(claims.email, SignInNode.RIGHT, null, ADDRESS);
        Outcome linked = world.ask(s -> signIns(s, TestIssuer.settings()).link(claims.token(), own, BROWSER));
        SessionId session = ((Outcome.SignedIn) linked).session().session();
        assertThat(caller(session).requireUser()).isEqualTo(person);
        assertThat(find(own.session())).isEmpty();
        assertThat(caller(signIn(claims)).requireUser()).isEqualTo(person);
    }

    @Test
    void nobodyLinksAnothersAddressWithOnesOwnPassword() {
        Claims claims = new Claims();
        UUID victim = node.person(claims.email);
        node.person("attacker-" + claims.email);
        SignIn.Outcome.SignedIn attacker =
                (SignIn.Outcome.SignedIn) node.tryAs("attacker-" + claims.email, SignInNode.RIGHT, null, ADDRESS);
        assertThat(world.<Outcome>ask(s -> signIns(s, TestIssuer.settings()).link(claims.token(), attacker, BROWSER)))
                .isEqualTo(new Outcome.Refused(Reason.OTHER_PERSON));
        assertThat(identities(victim)).isZero();
    }

    @Test
    void aPersonWithoutAPasswordIsLinkedAtOnceButNeverToTwoSubjectsOfAnIssuer() {
        Claims leaver = new Claims();
        UUID person = world.ask(s -> s.users()
                .create(EmailAddress.parse(leaver.email).orElseThrow(), "Invited", false)
                .id());
        assertThat(caller(signIn(leaver)).requireUser()).isEqualTo(person);
        Claims newcomer = new Claims();
        newcomer.email = leaver.email;
        assertThat(start(newcomer)).isEqualTo(new Outcome.Refused(Reason.ADDRESS_TAKEN));
    }

    @Test
    void whoIsDisabledStaysOut() {
        Claims claims = new Claims();
        UUID person = caller(signIn(claims)).requireUser();
        world.tell(s -> s.users().find(person).orElseThrow().setDisabled(true));
        assertThat(start(claims)).isEqualTo(new Outcome.Refused(Reason.DISABLED));
    }

    @Test
    void onesOwnSecondFactorIsAskedForUnlessTheProviderDid() {
        Claims claims = new Claims();
        UUID person = caller(signIn(claims)).requireUser();
        Enrolments enrolments = new Enrolments(world.ring(), world.clock());
        TotpSecret secret = enrolments
                .open(person, enrolments.begin(person, claims.email).kept())
                .orElseThrow();
        world.tell(s -> assertThat(factors(s).add(person, secret, code(secret))).isTrue());
        assertThat(start(claims)).isEqualTo(new Outcome.CodeNeeded(person, claims.email));
        assertThat(start(claims, "000000", TestIssuer.settings())).isEqualTo(new Outcome.CodeRefused(person));
        world.clock().turn(Duration.ofSeconds(30));
        Outcome.SignedIn byCode = (Outcome.SignedIn) start(claims, code(secret), TestIssuer.settings());
        assertThat(find(byCode.session().session()).orElseThrow().viewer().twoFactors())
                .isTrue();
        claims.methods = Set.of("pwd", "mfa");
        assertThat(find(signIn(claims)).orElseThrow().viewer().twoFactors()).isTrue();
    }

    @Test
    void oneFactorIsNotTwo() {
        assertThat(find(signIn(new Claims())).orElseThrow().viewer().twoFactors())
                .isFalse();
        Claims claims = new Claims();
        claims.methods = Set.of("pwd");
        assertThat(find(signIn(claims)).orElseThrow().viewer().twoFactors()).isFalse();
    }

    @Test
    void confirmingAsSomebodyElseIsRefused() {
        Claims one = new Claims();
        Claims other = new Claims();
        UUID person = caller(signIn(one)).requireUser();
        signIn(other);
        assertThat(world.<Outcome>ask(
                        s -> signIns(s, TestIssuer.settings()).start(other.token(), null, person, BROWSER)))
                .isEqualTo(new Outcome.Refused(Reason.OTHER_PERSON));
        assertThat(world.<Outcome>ask(
                        s -> signIns(s, TestIssuer.settings()).start(new Claims().token(), null, person, BROWSER)))
                .isEqualTo(new Outcome.Refused(Reason.OTHER_PERSON));
    }

    @Test
    void aSignInCountsAsRecentFromWhenThePersonProvedIt() {
        Claims claims = new Claims();
        claims.authenticatedAt = world.clock().instant().minus(Duration.ofHours(3));
        assertThat(caller(signIn(claims)).isRecentlyProved(world.clock().instant()))
                .isFalse();
        claims.authenticatedAt = null;
        assertThat(caller(signIn(claims)).isRecentlyProved(world.clock().instant()))
                .isFalse();
        claims.authenticatedAt = world.clock().instant();
        assertThat(caller(signIn(claims)).isRecentlyProved(world.clock().instant()))
                .isTrue();
    }

    @Test
    void aSessionEndsAfterEightHoursAlsoIfThePasswordWasConfirmedMeanwhile() {
        Claims claims = new Claims();
        SessionId first = signIn(claims);
        UUID person = caller(first).requireUser();
        SessionId confirmed = world.ask(
                s -> s.sessions().start(person, SessionStrength.PASSWORD, first, new SessionOrigin(null, ADDRESS)));
        assertThat(find(first)).isEmpty();
        for (int i = 0; i < 47; i++) {
            world.clock().turn(Duration.ofMinutes(10));
            assertThat(find(confirmed)).isPresent();
        }
        world.clock().turn(Duration.ofMinutes(10));
        assertThat(find(confirmed)).isEmpty();
    }

    @Test
    void theProviderEndsOneSessionOrAllOfAPerson() {
        Claims claims = new Claims();
        SessionId one = signIn(claims);
        claims.sid = "another";
        SessionId other = signIn(claims);
        SessionId others = signIn(new Claims());
        assertThat(end(claims.subject, "another", "jti-" + one.hash())).isTrue();
        assertThat(find(other)).isEmpty();
        assertThat(find(one)).isPresent();
        assertThat(end(claims.subject, null, "jti-2-" + one.hash())).isTrue();
        assertThat(find(one)).isEmpty();
        assertThat(find(others)).isPresent();
    }

    @Test
    void aSessionThatTookThePlaceOfAProvidersEndsWithIt() {
        Claims claims = new Claims();
        SessionId first = signIn(claims);
        UUID person = caller(first).requireUser();
        SessionId confirmed = world.ask(s -> {
            s.sessions().endAll(person); // as where the password was changed
            return s.sessions().start(person, SessionStrength.PASSWORD, first, new SessionOrigin(null, ADDRESS));
        });
        assertThat(find(confirmed)).isPresent();
        end(null, claims.sid, "jti-" + first.hash());
        assertThat(find(confirmed)).isEmpty();
        String address = world.ask(s -> String.valueOf(s.em().createNativeQuery(
                        "select actor_address from audit_entry where code = 'session.ended.by.provider'"
                                + " and subject = ?1")
                .setParameter(1, person.toString())
                .getSingleResult()));
        assertThat(address).isEqualTo(ADDRESS);
    }

    @Test
    void aLogoutTokenCountsOnceAndAnUnknownSessionIsNoError() {
        assertThat(end("unknown", "unknown", "jti-of-nobody")).isTrue();
        assertThat(end("unknown", "unknown", "jti-of-nobody")).isFalse();
    }

    private boolean end(@Nullable String subject, @Nullable String sid, String id) {
        Instant end = world.clock().instant().plusSeconds(120);
        return world.ask(s -> signIns(s, TestIssuer.settings())
                .end(new LogoutToken(TestIssuer.ISSUER, subject, sid, id, end), end, ADDRESS));
    }

    @Test
    void groupsGiveRaiseLowerAndTakeRoles() {
        Account account = account();
        Claims claims = new Claims();
        OidcSettings settings = groupsOf(account);
        UUID person = person(claims, settings);
        assertThat(role(account, person)).isEmpty();
        assertThat(roleWith(claims, settings, account, person, "readers")).contains(Role.AUDITOR);
        assertThat(roleWith(claims, settings, account, person, "readers", "admins"))
                .contains(Role.ADMIN);
        assertThat(roleWith(claims, settings, account, person, "readers")).contains(Role.AUDITOR);
        assertThat(roleWith(claims, settings, account, person, "something else"))
                .isEmpty();
        assertThat(codes(account))
                .containsSubsequence(
                        "member.joined.by.group",
                        "member.role.changed.by.group",
                        "member.role.changed.by.group",
                        "member.removed.by.group");
    }

    @Test
    void whatPeopleMadeByHandStays() {
        Account account = account();
        Claims claims = new Claims();
        OidcSettings settings = groupsOf(account);
        UUID person = person(claims, settings);
        world.tell(s -> s.members().add(account.id(), person, Role.DEVELOPER));
        assertThat(roleWith(claims, settings, account, person, "admins")).contains(Role.DEVELOPER);
        assertThat(roleWith(claims, settings, account, person)).contains(Role.DEVELOPER);
    }

    @Test
    void theLastOwnerStaysOne() {
        Account account =
                world.ask(s -> s.accounts().create(Caller.system(), new Slug("a" + UUID.randomUUID()), "Acme", null));
        Claims claims = new Claims();
        OidcSettings settings = groupsOf(account);
        UUID person = person(claims, settings);
        assertThat(roleWith(claims, settings, account, person, "owners")).contains(Role.OWNER);
        assertThat(roleWith(claims, settings, account, person, "readers")).contains(Role.OWNER);
        assertThat(roleWith(claims, settings, account, person)).contains(Role.OWNER);
        assertThat(codes(account)).contains("member.kept.as.last.owner");
        UUID another = world.ask(s -> s.users()
                .create(EmailAddress.parse("o-" + claims.email).orElseThrow(), "Owner", false)
                .id());
        world.tell(s -> s.members().add(account.id(), another, Role.OWNER));
        assertThat(roleWith(claims, settings, account, person, "readers")).contains(Role.AUDITOR);
    }

    private Account account() {
        Caller owner = world.member(Role.OWNER);
        return world.ask(s -> s.accounts().get(owner.requireAccount()));
    }

    private static OidcSettings groupsOf(Account account) {
        OidcSettings base = TestIssuer.settings();
        Slug slug = new Slug(account.slug());
        return new OidcSettings(
                base.issuer(),
                base.clientId(),
                base.clientSecret(),
                base.name(),
                base.scopes(),
                base.trustedDomains(),
                base.groupsClaim(),
                List.of(
                        new GroupRole("admins", slug, Role.ADMIN),
                        new GroupRole("owners", slug, Role.OWNER),
                        new GroupRole("readers", slug, Role.AUDITOR),
                        new GroupRole("readers", new Slug("no-such-account"), Role.AUDITOR)),
                base.mfaAmr(),
                base.mfaAcr());
    }

    private UUID person(Claims claims, OidcSettings settings) {
        return caller(((Outcome.SignedIn) start(claims, null, settings))
                        .session()
                        .session())
                .requireUser();
    }

    private Optional<Role> roleWith(
            Claims claims, OidcSettings settings, Account account, UUID person, String... groups) {
        claims.groups = Set.of(groups);
        assertThat(start(claims, null, settings)).isInstanceOf(Outcome.SignedIn.class);
        return role(account, person);
    }

    private Optional<Role> role(Account account, UUID person) {
        return world.ask(s -> s.members().find(account.id(), person).map(Member::role));
    }

    @SuppressWarnings("unchecked")
    private List<String> codes(Account account) {
        return world.ask(
                s -> s.em().createNativeQuery("select code from audit_entry where account_id = ?1 order by seq")
                        .setParameter(1, account.id().value())
                        .getResultList());
    }

    private long identities(UUID person) {
        return world.ask(
                s -> ((Number) s.em().createNativeQuery("select count(*) from external_identity where user_id = ?1")
                                .setParameter(1, person)
                                .getSingleResult())
                        .longValue());
    }

    private String code(TotpSecret secret) {
        try {
            return new TimeBasedOneTimePasswordGenerator()
                    .generateOneTimePasswordString(
                            new SecretKeySpec(new Base32().decode(secret.reveal()), "HmacSHA1"),
                            world.clock().instant());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
