package io.saltgate.notices;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.AccountEvent;
import io.saltgate.accounts.Caller;
import io.saltgate.notices.PersonNoticeQueue.PersonLetter;
import io.saltgate.platform.mail.MailSettings;
import io.saltgate.platform.web.Messages;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail to a person about their own sign-in. */
class PersonNoticesTest {

    private static final MailSettings ON = new MailSettings(
            Optional.of("localhost"), 25, MailSettings.Tls.NONE, Optional.empty(), "", "saltgate@example.com");
    private static final MailSettings OFF =
            new MailSettings(Optional.empty(), 25, MailSettings.Tls.NONE, Optional.empty(), "", "");

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsThePersonOfASignInOnANewBrowser(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller person = world.member(Role.AUDITOR);
            hear(world, OFF, event("signin.device.new", person));
            hear(world, ON, event("signed.in", person));
            hear(world, ON, AccountEvent.of("factor.removed", person, person.id())); // that of an account
            assertThat(claim(world)).isEmpty();

            hear(world, ON, event("signin.device.new", person).with("browser", "Firefox on Linux"));

            PersonLetter letter = claim(world).getFirst();
            assertThat(letter.to())
                    .isEqualTo(world.ask(s ->
                            s.users().find(person.requireUser()).orElseThrow().email()));
            String body = new PersonNoticeText(new PublicUrl("http://localhost", "")).body(letter);
            assertThat(body)
                    .contains(
                            "Firefox on Linux",
                            "198.51.100.7",
                            "/profile",
                            "/profile/activity",
                            "change your password");
            assertThat(claim(world)).as("claimed").isEmpty();
            world.tell(s -> queue(s, world).settle(letter.id()));
            world.clock().turn(Duration.ofHours(2));
            assertThat(claim(world)).as("sent").isEmpty();
        }
    }

    /** The real owner of an address that someone else typed gets no mail about that person. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void tellsAnUnprovedAddressNothing(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller inviter = world.member(Role.OWNER);
            User unproved = world.ask(s -> s.users()
                    .createUnproved(
                            EmailAddress.parse("typed@example.com").orElseThrow(),
                            "Meera",
                            inviter.requireAccount().value()));
            Caller caller = new Caller(Caller.Kind.USER, unproved.id(), null, Set.of(), null, "198.51.100.7");
            hear(world, ON, event("signin.device.new", caller));
            assertThat(claim(world)).isEmpty();
            world.clock().turn(Duration.ofHours(1));
            assertThat(claim(world)).isEmpty();

            world.tell(s -> s.users()
                    .prove(
                            s.users().find(unproved.id()).orElseThrow(),
                            EmailAddress.parse(unproved.email()).orElseThrow()));
            assertThat(claim(world)).as("what was before").isEmpty();
            hear(world, ON, event("address.proved", caller));
            assertThat(claim(world)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void namesNoOperatorsAddress(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller person = world.member(Role.OWNER);
            Caller operator = world.member(Role.OWNER).asOperator();
            hear(
                    world,
                    ON,
                    new AccountEvent(
                            "factor.removed",
                            operator,
                            null,
                            person.requireUser().toString(),
                            Map.of()));
            assertThat(claim(world).getFirst().address()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void fillsNoMailboxAndForgetsAfterADay(TestDatabase kind) {
        try (World world = new World(kind)) {
            Caller person = world.member(Role.OWNER);
            for (int i = 0; i < PersonNotices.MAX_A_DAY + 5; i++) {
                hear(world, ON, event("signin.device.new", person));
            }
            List<PersonLetter> letters = claim(world);
            assertThat(letters).hasSize(PersonNotices.MAX_A_DAY);
            letters.forEach(letter -> world.tell(s -> queue(s, world).settle(letter.id())));
            hear(world, ON, event("signin.device.new", person));
            assertThat(claim(world)).as("what was sent counts").isEmpty();

            world.clock().turn(PersonNotices.KEPT.plusSeconds(1));
            world.tell(s -> queue(s, world).deleteSent());
            int left = world.ask(s -> s.em().createNativeQuery("select id from person_notice")
                    .getResultList()
                    .size());
            assertThat(left).isZero();
            hear(world, ON, event("signin.device.new", person));
            assertThat(claim(world)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void triesForOverADayAndGivesUp(TestDatabase kind) {
        try (World world = new World(kind)) {
            hear(world, ON, event("password.changed", world.member(Role.OWNER)));
            int attempts = 0;
            boolean again = true;
            while (again) {
                PersonLetter letter = claim(world).getFirst();
                again = world.ask(s -> queue(s, world).putOff(letter.id()));
                world.clock().turn(Duration.ofMinutes(1L << attempts++));
            }
            assertThat(attempts).isEqualTo(12);
            world.clock().turn(Duration.ofDays(3));
            assertThat(claim(world)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("told")
    void hasWordsForAllThatIsTold(String code) {
        assertThat(Messages.get(Locale.ENGLISH, "notice.person." + code))
                .isNotBlank()
                .doesNotEndWith(".");
    }

    static Set<String> told() {
        return PersonNotices.TOLD;
    }

    private static AccountEvent event(String code, Caller person) {
        return new AccountEvent(code, person, null, person.requireUser().toString(), Map.of());
    }

    private static void hear(World world, MailSettings settings, AccountEvent event) {
        world.tell(s -> new PersonNotices(s.em(), settings, world.clock()).hear(event));
    }

    private static List<PersonLetter> claim(World world) {
        return world.ask(s -> queue(s, world).claim());
    }

    private static PersonNoticeQueue queue(World.Services s, World world) {
        return new PersonNoticeQueue(s.em(), s.users(), world.clock());
    }
}
