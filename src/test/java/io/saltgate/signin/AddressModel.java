package io.saltgate.signin;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One address, its owner, and two accounts whose inviters may be after it: every order of invitations, acceptances,
 * proofs and removals within small bounds. Anyone with a link may use it, as someone new or as the person they are.
 */
final class AddressModel {

    /** Who acts. The owner reads the mails to the address; each inviter sees the links of one account. */
    enum Actor {
        OWNER,
        INVITER_A,
        INVITER_B
    }

    enum Account {
        A(Actor.INVITER_A),
        B(Actor.INVITER_B);

        final Actor inviter;

        Account(Actor inviter) {
            this.inviter = inviter;
        }
    }

    enum Link {
        SHOWN,
        MAILED
    }

    /** A rule left out, or the one from before in its place. */
    enum Fault {
        A_SHOWN_LINK_PROVES,
        AN_UNPROVED_ADDRESS_IS_KNOWN_EVERYWHERE,
        A_PROOF_KEEPS_WHAT_WAS_MADE_BEFORE,
        A_PROOF_TAKES_FROM_ANOTHER,
        A_REMOVED_PERSON_KEEPS_THE_ADDRESS
    }

    /**
     * A person who came under the address.
     *
     * @param holders who has a way to sign in
     * @param proved whether the address is the person's everywhere
     * @param knownIn the only account that knows the address; null for none
     * @param moved whether the person has another address by now
     */
    record Person(Set<Actor> holders, boolean proved, Account knownIn, boolean moved, Set<Account> seats) {

        /** As the package's documentation calls it. */
        String life() {
            return proved || moved ? "proved" : knownIn == null ? "released" : "unproved";
        }

        Set<Account> reach() {
            Set<Account> reach = EnumSet.noneOf(Account.class);
            seats.stream().filter(seat -> proved || moved || seat == knownIn).forEach(reach::add);
            return reach;
        }

        private Person with(Account seat) {
            Set<Account> more = EnumSet.of(seat);
            more.addAll(seats);
            return new Person(holders, proved, knownIn, moved, more);
        }
    }

    sealed interface Step {
        record Invite(Account account, Link link) implements Step {}

        record Accept(Account account, Actor by) implements Step {}

        record Remove(Account account) implements Step {}

        /** An operator gives the owner a link to recover this person. */
        record Vouch(int person) implements Step {}

        /** Someone signed in as the person follows a link that was sent to the address. */
        record Verify(int person) implements Step {}

        /** The person changes to an address of their own, and frees this one. */
        record Move(int person) implements Step {}
    }

    /** @param links the open invitation of each account; null for none */
    record State(List<Person> people, List<Link> links) {

        static State initial() {
            return new State(List.of(), Collections.unmodifiableList(new ArrayList<>(Collections.nCopies(2, null))));
        }

        Link link(Account account) {
            return links.get(account.ordinal());
        }

        Optional<Person> proved() {
            return people.stream().filter(Person::proved).findFirst();
        }

        /** Who is a member under the address, if anybody. */
        Optional<Person> member(Account account) {
            return people.stream()
                    .filter(person -> !person.moved() && person.seats().contains(account))
                    .findFirst();
        }

        State with(Account account, Link link) {
            List<Link> changed = new ArrayList<>(links);
            changed.set(account.ordinal(), link);
            return new State(people, Collections.unmodifiableList(changed));
        }

        State with(int index, Person person) {
            List<Person> changed = new ArrayList<>(people);
            if (index == changed.size()) {
                changed.add(person);
            } else {
                changed.set(index, person);
            }
            return new State(List.copyOf(changed), links);
        }
    }

    static final int MAX_PEOPLE = 3;

    private final Set<Fault> faults;

    /** What has happened to people in a search: the states before and after, and the step. */
    private final Set<String> lives = new TreeSet<>();

    AddressModel(Fault... faults) {
        this.faults = Set.of(faults);
    }

    /** Searches all orders of at most so many steps for a state that breaks the promise, and names what is broken. */
    Optional<String> findViolation(int steps) {
        Deque<State> open = new ArrayDeque<>(List.of(State.initial()));
        Set<State> seen = new HashSet<>(open);
        for (int depth = 0; depth <= steps; depth++) {
            Deque<State> next = new ArrayDeque<>();
            for (State state : open) {
                Optional<String> broken = check(state);
                if (broken.isPresent()) {
                    return broken.map(what -> what + " after " + state);
                }
                for (Step step : steps(state)) {
                    State after = apply(state, step);
                    note(state, step, after);
                    if (after.people().size() <= MAX_PEOPLE && seen.add(after)) {
                        next.add(after);
                    }
                }
            }
            open = next;
        }
        return Optional.empty();
    }

    /** What happened to people's addresses in the last search, as {@code before -> after : step}. */
    Set<String> lives() {
        return lives;
    }

    private void note(State before, Step step, State after) {
        for (int i = 0; i < after.people().size(); i++) {
            boolean isNew = i == before.people().size();
            if (isNew || !person(before, i).equals(person(after, i))) {
                String was = isNew ? "nobody" : before.people().get(i).life();
                lives.add(was + " -> " + after.people().get(i).life() + " : "
                        + step.getClass().getSimpleName());
            }
        }
    }

    /** What the steps of a life change of a person. */
    private static List<Object> person(State state, int index) {
        Person person = state.people().get(index);
        return List.of(person.life(), person.moved());
    }

    List<Step> steps(State state) {
        List<Step> steps = new ArrayList<>();
        for (Account account : Account.values()) {
            for (Link link : Link.values()) {
                steps.add(new Step.Invite(account, link));
            }
            steps.add(new Step.Accept(account, Actor.OWNER));
            steps.add(new Step.Accept(account, account.inviter));
            steps.add(new Step.Remove(account));
        }
        for (int i = 0; i < state.people().size(); i++) {
            steps.add(new Step.Vouch(i));
            steps.add(new Step.Verify(i));
            steps.add(new Step.Move(i));
        }
        return steps;
    }

    /** The state after a step; the same one if the step is refused. */
    State apply(State state, Step step) {
        return switch (step) {
            case Step.Invite(Account account, Link link) ->
                state.member(account).isPresent() ? state : state.with(account, link);
            case Step.Accept accept -> accept(state, accept.account(), accept.by());
            case Step.Remove(Account account) -> remove(state, account);
            case Step.Vouch(int index) -> prove(state, index);
            case Step.Verify(int index) ->
                state.people().get(index).holders().contains(Actor.OWNER)
                                && state.people().get(index).knownIn() != null
                        ? prove(state, index)
                        : state;
            case Step.Move(int index) -> move(state, index);
        };
    }

    private State accept(State state, Account account, Actor by) {
        Link link = state.link(account);
        boolean has = link == Link.SHOWN && (by == Actor.OWNER || by == account.inviter)
                || link == Link.MAILED && by == Actor.OWNER;
        if (!has) {
            return state;
        }
        Optional<Person> known = state.proved();
        if (known.isEmpty() && faults.contains(Fault.AN_UNPROVED_ADDRESS_IS_KNOWN_EVERYWHERE)) {
            known = state.people().stream()
                    .filter(person -> person.knownIn() != null)
                    .findFirst();
        }
        if (known.isPresent()) {
            Person person = known.get();
            return person.holders().contains(by)
                    ? state.with(account, (Link) null)
                            .with(
                                    state.people().indexOf(person),
                                    everywhere(person).with(account))
                    : state;
        }
        boolean kept = state.people().stream().anyMatch(person -> person.knownIn() == account);
        if (kept && link == Link.SHOWN) {
            return state;
        }
        boolean proved = link == Link.MAILED || faults.contains(Fault.A_SHOWN_LINK_PROVES);
        Person person = new Person(EnumSet.of(by), proved, proved ? null : account, false, EnumSet.of(account));
        return state.with(account, (Link) null).with(state.people().size(), person);
    }

    /** With the fault that has an unproved address known everywhere, its person gets about. */
    private Person everywhere(Person person) {
        return person.proved() ? person : new Person(person.holders(), true, null, false, person.seats());
    }

    private State remove(State state, Account account) {
        Optional<Person> member = state.member(account);
        if (member.isEmpty()) {
            return state;
        }
        Person person = member.get();
        Set<Account> seats = EnumSet.noneOf(Account.class);
        person.seats().stream().filter(seat -> seat != account).forEach(seats::add);
        boolean released = person.knownIn() == account && !faults.contains(Fault.A_REMOVED_PERSON_KEEPS_THE_ADDRESS);
        return state.with(
                state.people().indexOf(person),
                new Person(person.holders(), person.proved(), released ? null : person.knownIn(), false, seats));
    }

    private State prove(State state, int index) {
        Person person = state.people().get(index);
        boolean taken = state.proved().isPresent() && !faults.contains(Fault.A_PROOF_TAKES_FROM_ANOTHER);
        if (person.proved() || person.moved() || taken) {
            return state;
        }
        Set<Actor> holders = EnumSet.of(Actor.OWNER);
        if (faults.contains(Fault.A_PROOF_KEEPS_WHAT_WAS_MADE_BEFORE)) {
            holders.addAll(person.holders());
        }
        return state.with(index, new Person(holders, true, null, false, person.seats()));
    }

    private State move(State state, int index) {
        Person person = state.people().get(index);
        return person.proved()
                ? state.with(index, new Person(person.holders(), false, null, true, person.seats()))
                : state;
    }

    private Optional<String> check(State state) {
        if (state.people().stream().filter(Person::proved).count() > 1) {
            return Optional.of("two people have the address");
        }
        for (Person person : state.people()) {
            for (Actor holder : person.holders()) {
                if (holder != Actor.OWNER && person.proved()) {
                    return Optional.of(holder + " has the owner's address");
                }
                if (person.reach().stream().anyMatch(seat -> holder != Actor.OWNER && seat.inviter != holder)) {
                    return Optional.of(holder + " is in another's account");
                }
            }
        }
        for (Account account : Account.values()) {
            for (Link link : Link.values()) {
                if (isKeptOut(state, account, link)) {
                    return Optional.of("the owner is kept out of " + account + " with a link " + link);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether an honest team can't get the owner in: remove who is there, invite, and the owner accepts. */
    private boolean isKeptOut(State state, Account account, Link link) {
        State after = apply(state, new Step.Remove(account));
        after = apply(after, new Step.Invite(account, link));
        after = apply(after, new Step.Accept(account, Actor.OWNER));
        return after.member(account)
                .filter(person -> person.holders().equals(Set.of(Actor.OWNER)))
                .filter(person -> person.reach().contains(account))
                .isEmpty();
    }
}
