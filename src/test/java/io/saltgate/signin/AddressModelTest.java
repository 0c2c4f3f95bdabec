package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.accounts.Account;
import io.saltgate.accounts.Caller;
import io.saltgate.signin.AddressModel.Actor;
import io.saltgate.signin.AddressModel.Link;
import io.saltgate.signin.AddressModel.Person;
import io.saltgate.signin.AddressModel.State;
import io.saltgate.signin.AddressModel.Step;
import io.saltgate.signin.addresses.AddressMails;
import io.saltgate.signin.addresses.AddressToken;
import io.saltgate.signin.recovery.RecoveryToken;
import io.saltgate.signin.sessions.SessionId;
import io.saltgate.signin.sessions.SessionOrigin;
import io.saltgate.signin.sessions.SessionStrength;
import io.saltgate.team.AlreadyMember;
import io.saltgate.team.InvitationMail;
import io.saltgate.team.InvitationToken;
import io.saltgate.team.Role;
import io.saltgate.testing.TestDatabase;
import io.saltgate.testing.World;
import io.saltgate.users.AddressTaken;
import io.saltgate.users.EmailAddress;
import io.saltgate.users.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The states of an address: no order of steps lets someone have another's, or keep another out; and so it is done. */
class AddressModelTest {

    private static final int STEPS = 8;
    private static final int WALKS = 25;

    private static final Pattern LIFE = Pattern.compile(" \\*   (\\w+) +-> (\\w+) +: (.*)");
    private static final Pattern STEP = Pattern.compile("\\b[A-Z][a-z]+\\b");

    @Test
    void noOrderOfStepsLetsAnyoneHaveAnothersAddressOrKeepItsOwnerOut() {
        assertThat(new AddressModel().findViolation(STEPS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void eachRuleIsNeeded(AddressModel.Fault fault) {
        assertThat(new AddressModel(fault).findViolation(STEPS)).isPresent();
    }

    @Test
    void thePackageTellsOfAllThatHappensToAnAddressAndOfNothingElse() throws IOException {
        AddressModel model = new AddressModel();
        model.findViolation(STEPS);
        Set<String> written = new TreeSet<>();
        for (String line : Files.readAllLines(Path.of("src/main/java/io/saltgate/signin/package-info.java"))) {
            Matcher life = LIFE.matcher(line);
            if (life.matches()) {
                STEP.matcher(life.group(3))
                        .results()
                        .forEach(step -> written.add(life.group(1) + " -> " + life.group(2) + " : " + step.group()));
            }
        }
        assertThat(written).isEqualTo(model.lives());
    }

    /** Random orders of steps, each also done by the real services: they agree after each step. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void theServicesDoWhatTheModelDoes(TestDatabase database) {
        AddressModel model = new AddressModel();
        try (World world = new World(database)) {
            for (int seed = 0; seed < WALKS; seed++) {
                Random random = new Random(seed);
                Real real = new Real(world);
                State state = State.initial();
                List<Step> done = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    List<Step> steps = model.steps(state);
                    Step step = steps.get(random.nextInt(steps.size()));
                    State after = model.apply(state, step);
                    if (after.people().size() > AddressModel.MAX_PEOPLE) {
                        continue;
                    }
                    done.add(step);
                    real.apply(state, step);
                    assertThat(real.people()).as("seed %d: %s", seed, done).isEqualTo(expected(after));
                    state = after;
                }
            }
        }
    }

    /** What shows of a person. */
    private record Shown(boolean proved, boolean knownSomewhere, Set<AddressModel.Account> reach) {}

    private static List<Shown> expected(State state) {
        return state.people().stream()
                .map(person -> new Shown(person.proved(), person.knownIn() != null, person.reach()))
                .toList();
    }

    /** The same address and accounts in the database. */
    private static final class Real {

        private final World world;
        private final EmailAddress address =
                EmailAddress.parse(UUID.randomUUID() + "@example.com").orElseThrow();
        private final Map<AddressModel.Account, Caller> inviters = new EnumMap<>(AddressModel.Account.class);
        private final Map<AddressModel.Account, InvitationToken> links = new EnumMap<>(AddressModel.Account.class);
        private final List<UUID> people = new ArrayList<>();
        private final Caller operator;

        Real(World world) {
            this.world = world;
            for (AddressModel.Account account : AddressModel.Account.values()) {
                inviters.put(account, world.member(Role.OWNER));
            }
            operator = world.member(Role.OWNER);
            world.tell(s -> s.users().find(operator.id()).orElseThrow().setOperator(true));
        }

        void apply(State state, Step step) {
            switch (step) {
                case Step.Invite(AddressModel.Account account, Link link) -> invite(account, link);
                case Step.Accept(AddressModel.Account account, Actor by) -> accept(state, account, by);
                case Step.Remove(AddressModel.Account account) ->
                    state.member(account).ifPresent(person -> {
                        UUID user = people.get(state.people().indexOf(person));
                        world.tell(s -> s.team().remove(inviters.get(account), user));
                    });
                case Step.Vouch(int index) -> vouch(state, index);
                case Step.Verify(int index) -> {
                    if (state.people().get(index).holders().contains(Actor.OWNER)
                            && state.people().get(index).knownIn() != null) {
                        follow(people.get(index), address);
                    }
                }
                case Step.Move(int index) -> {
                    if (state.people().get(index).proved()) {
                        follow(
                                people.get(index),
                                EmailAddress.parse(UUID.randomUUID() + "@example.com")
                                        .orElseThrow());
                    }
                }
            }
        }

        private void invite(AddressModel.Account account, Link link) {
            world.switchMail(link == Link.MAILED);
            Optional<InvitationToken> shown;
            try {
                shown = world.ask(s -> s.invitations().invite(inviters.get(account), address, Role.DEVELOPER));
            } catch (AlreadyMember e) {
                return;
            }
            assertThat(shown.isPresent()).isEqualTo(link == Link.SHOWN);
            links.put(
                    account,
                    shown.orElseGet(() -> world.ask(s -> s.invitationMail().listDue()).stream()
                            .flatMap(id -> world.ask(s -> s.invitationMail().claim(id)).stream())
                            .filter(letter -> letter.to().equals(address.value()))
                            .map(InvitationMail.Letter::token)
                            .findFirst()
                            .orElseThrow()));
        }

        private void accept(State state, AddressModel.Account account, Actor by) {
            Link link = state.link(account);
            if (link == null || link == Link.MAILED && by != Actor.OWNER) {
                return;
            }
            InvitationToken token = links.get(account);
            Optional<Person> own =
                    state.proved().filter(person -> person.holders().contains(by));
            try {
                Optional<Joining.Joined> joined = own.isPresent()
                        ? world.ask(s -> s.joining()
                                .join(caller(people.get(state.people().indexOf(own.get()))), token))
                        : world.ask(s -> s.joining().joinAsNew(token, by.name(), "hash of " + by, null));
                if (own.isEmpty()) {
                    joined.ifPresent(who -> people.add(who.user()));
                }
            } catch (AddressTaken | SeatTaken e) {
                // refused
            }
        }

        private void vouch(State state, int index) {
            if (state.people().get(index).moved()) {
                return; // an operator's link is for the other address then
            }
            try {
                RecoveryToken token = world.ask(s -> s.recoveryLinks().create(operator, people.get(index), false));
                world.tell(s -> s.recovery().recover(token, "hash of OWNER", null));
            } catch (AddressTaken e) {
                // refused
            }
        }

        /** A link to the address, followed in a session of the person. */
        private void follow(UUID user, EmailAddress to) {
            SessionId session = world.ask(
                    s -> s.sessions().start(user, SessionStrength.PASSWORD, null, new SessionOrigin(null, null)));
            world.tell(s -> s.ownAddress().request(caller(user), to));
            AddressToken token = world.ask(s -> s.addressMails().listDue()).stream()
                    .flatMap(id -> world.ask(s -> s.addressMails().claim(id)).stream())
                    .filter(letter -> letter.to().equals(to.value()))
                    .map(AddressMails.Letter::token)
                    .findFirst()
                    .orElseThrow();
            SignIn.Browser browser = new SignIn.Browser(session, null, null);
            try {
                world.tell(s -> {
                    if (s.ownAddress().get(caller(user)).proved()) {
                        s.ownAddress().change(caller(user), token, browser);
                    } else {
                        s.ownAddress().prove(caller(user), token, "hash of OWNER", browser);
                    }
                });
            } catch (AddressTaken e) {
                // refused
            }
        }

        private Caller caller(UUID user) {
            return new Caller(
                    Caller.Kind.USER, user, null, Set.of(), world.clock().instant(), null);
        }

        List<Shown> people() {
            return world.ask(s -> people.stream()
                    .map(id ->
                            shown(s.users().find(id).orElseThrow(), s.members().listAccounts(id)))
                    .toList());
        }

        private Shown shown(User user, List<Account> accounts) {
            Set<AddressModel.Account> reach = new HashSet<>();
            for (AddressModel.Account account : AddressModel.Account.values()) {
                if (accounts.stream()
                        .anyMatch(each -> each.id().equals(inviters.get(account).requireAccount()))) {
                    reach.add(account);
                }
            }
            return new Shown(user.hasProved(address.value()), user.accountId() != null, reach);
        }
    }
}
