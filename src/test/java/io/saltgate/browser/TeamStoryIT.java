package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.saltgate.team.Role;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings > Team as several people use it at once. Being invited for the first time is in {@link ConsoleStoryIT}. */
class TeamStoryIT {

    private static final String NO_PAGE = "There is no such page";
    private static final String NO_RIGHT = "Your role does not include this";
    private static final String LAST_OWNER = "this is the last owner, and an account needs one";
    private static final String OVER = "This invitation is over";

    @AutoClose
    private static Chromium chromium;

    private TestAccount account;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @BeforeEach
    void makeAccount() {
        account = TestAccount.onShared();
        account.signIn().enableApi();
    }

    @Test
    void aChangedRoleActsOnTheVeryNextRequest() {
        try (Person owner = signIn(account.ownerEmail());
                Person dana = signInAs("dana", Role.DEVELOPER)) {
            dana.open(path("/settings/api")).seesHeading("Auth Token").seesNoButton("Disable API");
            assertThat(dana.button("Pause calls")).isVisible();

            changeRole(owner, "dana", "Admin");
            owner.sees("dana is now Admin.").screen("team-role-changed");
            assertRole(owner, "dana", "Admin");
            dana.press("Pause calls").sees("Every call is refused until you resume.");
            assertThat(dana.button("Disable API")).isVisible();
            dana.press("Regenerate Auth Token").seesHeading("Regenerate the Auth Token?");

            changeRole(owner, "dana", "Auditor");
            assertRole(owner, "dana", "Auditor");
            dana.press("Regenerate Auth Token").seesHeading(NO_RIGHT).screen("team-right-lost");
            dana.open(path("/settings/api"))
                    .seesNoButton("Copy Auth Token")
                    .seesNoButton("Copy Private Salt")
                    .seesNoButton("Resume calls")
                    .seesNoButton("Disable API");

            changeRole(owner, "dana", "Developer");
            dana.open(path("/settings/api")).press("Resume calls").seesNoButton("Resume calls");
            assertThat(dana.button("Copy Auth Token")).isVisible();
            dana.seesNoButton("Disable API");
        }
    }

    @Test
    void theLastOwnerStaysUntilSomeoneElseIsOwner() {
        account.addMember(email("adam"), Role.ADMIN);
        try (Person owner = signIn(account.ownerEmail())) {
            owner.follow("Team").screen("team-as-owner");
            changeRole(owner, "owner", "Admin");
            owner.sees(LAST_OWNER).screen("team-last-owner");
            assertRole(owner, "owner", "Owner");
            owner.follow("Leave").sees("You can't leave yet").seesNoButton("Leave Account");
            owner.screen("team-departure-last").follow("Back to the team");

            edit(owner, "adam");
            owner.screen("team-member");
            owner.choose("Owner").press("Change role");
            assertRole(owner, "adam", "Owner");
            owner.follow("Leave").sees("You lose access to this account immediately.");
            owner.screen("team-departure")
                    .press("Leave Account " + account.slug())
                    .isAt("/accounts");
            owner.sees("You belong to no account.").screen("team-left");
            owner.open(path("/settings/api")).seesHeading(NO_PAGE);
        }
        assertThat(roles()).isEqualTo("OWNER");
    }

    @Test
    void anOwnerHandsOverInOneStepAndLeaves() {
        account.addMember(email("dana"), Role.DEVELOPER);
        try (Person owner = signIn(account.ownerEmail());
                Person dana = signIn(email("dana"))) {
            edit(owner, "dana");
            owner.follow("Hand over ownership").seesHeading("Hand over ownership to dana");
            owner.screen("team-handover").choose("Auditor").press("Hand over ownership");
            owner.sees("dana is now Owner in your place.").screen("team-handed-over");
            assertRole(owner, "owner", "Auditor");
            assertThat(roles()).isEqualTo("AUDITOR OWNER");
            owner.follow("Leave").press("Leave Account " + account.slug()).isAt("/accounts");

            dana.open(path("/settings/api")).press("Regenerate Auth Token").seesHeading("Regenerate the Auth Token?");
        }
    }

    /** The handover asks for the password where the sign-in is old, and goes on by itself. */
    @Test
    void aHandoverAsksForARecentSignIn() {
        account.addMember(email("dana"), Role.DEVELOPER);
        try (Person owner = signIn(account.ownerEmail())) {
            edit(owner, "dana");
            owner.follow("Hand over ownership");
            account.ageProofs("16 minutes");
            owner.press("Hand over ownership").seesHeading("Confirm that it is you");
            owner.fill("Password", SaltgateServer.PASSWORD).press("Confirm");
            owner.sees("dana is now Owner in your place.");
        }
        assertThat(roles()).isEqualTo("ADMIN OWNER");
    }

    @Test
    void everythingWorksByKeyboard() {
        account.addMember(email("dana"), Role.DEVELOPER);
        try (Person owner = signIn(account.ownerEmail())) {
            owner.follow("Team");
            owner.tabTo(editLink(owner, "dana")).page().keyboard().press("Enter");
            owner.seesHeading("Edit dana");
            Locator role = owner.page().getByRole(AriaRole.RADIO).nth(2);
            for (int i = 0; i < 20 && !(boolean) role.evaluate("radio => radio === document.activeElement"); i++) {
                owner.page().keyboard().press("Tab");
            }
            assertThat(role).isFocused();
            assertThat((String) role.evaluate("radio => getComputedStyle(radio.parentElement).outlineStyle"))
                    .isEqualTo("solid");
            owner.page().keyboard().press("ArrowDown");
            owner.tabTo(owner.button("Change role")).page().keyboard().press("Enter");
            owner.sees("dana is now Auditor.");
            // The message has the focus; what follows is reached from it.
            owner.tabTo(editLink(owner, "dana"));
        }
    }

    @Test
    void everythingWorksWithoutJavaScript() {
        account.addMember(email("dana"), Role.DEVELOPER);
        account.addMember(email("rob"), Role.DEVELOPER);
        try (Person owner = Person.withoutJavaScript(account.server(), chromium)
                .signIn(account.ownerEmail(), SaltgateServer.PASSWORD)) {
            changeRole(owner, "dana", "Admin");
            owner.sees("dana is now Admin.");
            edit(owner, "rob");
            owner.follow("Remove rob").press("Remove rob").sees(" was removed from the team");
            invite(owner, "guest@example.com", "Developer");
            owner.press("Create new link for guest@example.com").seesHeading("Invitation link");
            owner.follow("Done")
                    .press("Withdraw invitation of guest@example.com")
                    .sees(" withdrawn. Its link no longer works.");
            edit(owner, "dana");
            owner.follow("Hand over ownership").press("Hand over ownership");
            owner.sees("dana is now Owner in your place.").screen("team-without-script");
        }
        assertThat(roles()).isEqualTo("ADMIN OWNER");
    }

    @Test
    void anOwnerWhoStepsDownKeepsWhatTheNewRoleHas() {
        account.addMember(email("olga"), Role.OWNER);
        try (Person owner = signIn(account.ownerEmail())) {
            changeRole(owner, "owner", "Auditor");
            owner.seesHeading("Members").seesNoButton("Create link");
            assertThat(owner.page().getByText("Edit")).hasCount(0);
            owner.follow("Audit trail");
            assertThat(owner.row("Role changed")).isVisible();
            owner.open(path("/settings/api")).seesNoButton("Pause calls");
        }
    }

    @Test
    void whoeverIsRemovedIsRefusedFromTheNextRequestOn() {
        try (Person owner = signIn(account.ownerEmail());
                Person dana = signInAs("dana", Role.DEVELOPER)) {
            dana.open(path("/settings/api"));
            assertThat(dana.button("Pause calls")).isVisible();

            edit(owner, "dana");
            owner.follow("Remove dana")
                    .sees("loses access to this account immediately, on every device")
                    .sees("The Auth Token belongs to the account and stays.")
                    .press("Remove dana");
            assertThat(owner.row("dana")).hasCount(0);

            dana.press("Pause calls").seesHeading(NO_PAGE).screen("team-removed");
            dana.open("/accounts?all=1").sees("You belong to no account.");
            owner.follow("Settings");
            assertThat(owner.button("Pause calls")).isVisible();
        }
    }

    @Test
    void anAdminHandlesEverybodyButOwners() {
        account.addMember(email("dana"), Role.DEVELOPER);
        try (Person owner = signIn(account.ownerEmail());
                Person adam = signInAs("adam", Role.ADMIN)) {
            adam.follow("Team").screen("team-as-admin");
            assertThat(controls(adam.row("owner"))).hasCount(0);
            assertThat(adam.row("owner")).containsText("Owner");
            assertThat(adam.page().locator("#role option").allTextContents())
                    .containsExactly("Admin", "Developer", "Auditor");
            edit(adam, "dana");
            assertThat(adam.page().getByRole(AriaRole.RADIO)).hasCount(3);
            adam.screen("team-member-as-admin").choose("Auditor").press("Change role");
            assertRole(adam, "dana", "Auditor");

            // What the admin's page shows is overtaken: the form does nothing.
            edit(adam, "dana");
            changeRole(owner, "dana", "Developer");
            assertRole(owner, "dana", "Developer");
            adam.choose("Admin").press("Change role");
            adam.sees("someone else changed the role").screen("team-changed-meanwhile");
            assertThat(adam.page().getByRole(AriaRole.RADIO).nth(1)).isChecked();
            assertRole(adam, "dana", "Developer");

            edit(adam, "dana");
            adam.follow("Remove dana").seesHeading("Remove dana").screen("team-removal-as-admin");
            changeRole(owner, "dana", "Owner");
            assertRole(owner, "dana", "Owner");
            adam.press("Remove dana").seesHeading(NO_RIGHT);
            assertThat(roles()).isEqualTo("ADMIN OWNER OWNER");
        }
    }

    @Test
    void whoMayChangeNothingSeesNoControls() {
        Console owner = account.signIn();
        owner.postForm(owner.path("/settings/team/invitations"), "email", "waiting@example.com", "role", "ADMIN");
        for (Role role : List.of(Role.DEVELOPER, Role.AUDITOR)) {
            String name = role == Role.DEVELOPER ? "dana" : "aud";
            try (Person person = signInAs(name, role)) {
                person.follow("Team").seesHeading("Members");
                assertThat(controls(person.row("(you)"))).hasCount(1);
                assertThat(person.row("(you)")).containsText("Leave");
                // An auditor may export, too.
                assertThat(controls(person.page().getByRole(AriaRole.MAIN))).hasCount(role == Role.AUDITOR ? 2 : 1);
                assertThat(person.page().getByText("waiting@example.com")).hasCount(0);
                person.screen("team-as-" + (role == Role.DEVELOPER ? "developer-of-three" : "auditor"));
            }
        }
    }

    @Test
    void aLinkThatWasWithdrawnReplacedOrTimedOutSaysSo() {
        try (Person owner = signIn(account.ownerEmail());
                Person guest = Person.at(account.server(), chromium)) {
            String withdrawn = invite(owner, "guest@example.com", "Developer");
            guest.page().navigate(withdrawn);
            guest.seesHeading("Join Account " + account.slug())
                    .fill("Your name", "Guest")
                    .fill("Password", SaltgateServer.PASSWORD);
            owner.press("Withdraw invitation of guest@example.com");
            assertThat(owner.row("guest@example.com")).hasCount(0);
            guest.press("Join Account " + account.slug()).seesHeading(OVER).screen("team-invitation-withdrawn");
            guest.page().navigate(withdrawn);
            guest.seesHeading(OVER);

            String replaced = invite(owner, "guest@example.com", "Developer");
            String inTime = invite(owner, "guest@example.com", "Auditor");
            assertThat(owner.page().getByText("guest@example.com")).hasCount(1);
            guest.page().navigate(replaced);
            guest.seesHeading(OVER);
            guest.page().navigate(inTime);
            guest.seesHeading("Join Account " + account.slug()).sees("Auditor");
            account.expireInvitations();
            guest.page().reload();
            guest.seesHeading(OVER).sees("or its seven days have passed");
            guest.page().navigate(account.server().url() + "/invitation/" + "A".repeat(43));
            guest.seesHeading(OVER);

            // The row says so, and gives it a new link.
            owner.follow("Team");
            assertThat(owner.row("guest@example.com")).containsText("Expired");
            String renewed = renew(owner, "guest@example.com");
            assertThat(owner.row("guest@example.com")).containsText("Open");
            guest.page().navigate(inTime);
            guest.seesHeading(OVER);
            guest.page().navigate(renewed);
            guest.fill("Your name", "Guest").fill("Password", SaltgateServer.PASSWORD);
            guest.press("Join Account " + account.slug()).isAt(path("/settings/api"));
            owner.follow("Team");
            Locator invitation = owner.page()
                    .getByRole(AriaRole.TABLE)
                    .nth(1)
                    .getByRole(AriaRole.ROW)
                    .nth(1);
            assertThat(invitation).containsText("Accepted");
            assertThat(controls(invitation)).hasCount(0);
            owner.screen("team-invitation-accepted");
            assertThat(roles()).isEqualTo("AUDITOR OWNER");
        }
    }

    @Test
    void anInvitationIsWithdrawnOnce() {
        account.addMember(email("adam"), Role.ADMIN);
        try (Person owner = signIn(account.ownerEmail());
                Person adam = signIn(email("adam"))) {
            invite(owner, "boss@example.com", "Owner");
            invite(owner, "guest@example.com", "Developer");
            owner.screen("team-invitation-open");
            adam.follow("Team");
            assertThat(controls(adam.row("boss@example.com"))).hasCount(0);
            adam.press("Withdraw invitation of guest@example.com");
            assertThat(adam.row("guest@example.com")).hasCount(0);
            owner.press("Withdraw invitation of guest@example.com")
                    .sees("That invitation is no longer there")
                    .screen("team-invitation-gone");
        }
    }

    @Test
    void aKnownPersonJoinsAsThemselvesAndNobodyElse() {
        TestAccount theirs = TestAccount.onShared();
        try (Person owner = signIn(account.ownerEmail());
                Person other = signInAs("dana", Role.DEVELOPER);
                Person guest = Person.at(account.server(), chromium)) {
            owner.follow("Team").fill("Email", account.ownerEmail()).press("Create link");
            owner.sees("That person is already a member.").screen("team-invite-refused");

            String link = invite(owner, theirs.ownerEmail(), "Auditor");
            other.page().navigate(link);
            other.sees("You are signed in as").seesNoButton("Join").screen("team-invitation-of-another");
            guest.page().navigate(link);
            guest.sees("There is a person of that address here already.").screen("team-invitation-known");
            guest.follow("Sign in").fill("Email", theirs.ownerEmail()).fill("Password", SaltgateServer.PASSWORD);
            guest.press("Sign in").sees("You are signed in as " + theirs.ownerEmail());
            guest.screen("team-invitation-as-oneself")
                    .press("Join Account " + account.slug())
                    .isAt(path("/settings/api"));
            guest.seesHeading("Auth Token").seesNoButton("Copy Auth Token");
            guest.open("/accounts?all=1").sees("Account " + account.slug()).sees("Account " + theirs.slug());
        }
    }

    /** C8: the tries of someone signed in count for that person, not for the address that others share. */
    @Test
    void tellsWhoTriesTooManyInvitationsWhenToTryAgain() {
        TestAccount theirs = TestAccount.onShared();
        try (Person owner = signIn(account.ownerEmail());
                Person guest = signIn(theirs.ownerEmail())) {
            String link = invite(owner, theirs.ownerEmail(), "Auditor");
            Console elsewhere = theirs.signIn();
            for (int i = 0; i < 10; i++) {
                elsewhere.postForm("/invitation/" + "A".repeat(43));
            }
            guest.page().navigate(link);
            guest.press("Join Account " + account.slug())
                    .sees("Too many attempts. Try again in")
                    .screen("team-invitation-slowed");
        }
    }

    private Person signIn(String email) {
        return Person.at(account.server(), chromium).signIn(email, SaltgateServer.PASSWORD);
    }

    private Person signInAs(String name, Role role) {
        account.addMember(email(name), role);
        return signIn(email(name));
    }

    /** Makes a link as the owner, and comes back to the team. */
    private static String invite(Person owner, String email, String role) {
        owner.follow("Team").fill("Email", email).select("Role", role).press("Create link");
        String link = owner.field("Select the value, then press Ctrl+C (on a Mac, Command+C) to copy it.")
                .inputValue();
        owner.follow("Done").seesHeading("Members");
        return link;
    }

    /** Makes a new link for an invitation, and comes back to the team. */
    private static String renew(Person owner, String email) {
        owner.press("Create new link for " + email);
        String link = owner.field("Select the value, then press Ctrl+C (on a Mac, Command+C) to copy it.")
                .inputValue();
        owner.screen("team-invitation-renewed").follow("Done").seesHeading("Members");
        return link;
    }

    private String email(String name) {
        return name + "@" + account.slug() + ".example";
    }

    private String path(String page) {
        return "/accounts/" + account.slug() + page;
    }

    private String roles() {
        return account.query(
                "select string_agg(role, ' ' order by role) from member where account_id = ?", account.id());
    }

    private void assertRole(Person person, String name, String role) {
        person.open(path("/settings/team"));
        assertThat(person.row(name).getByRole(AriaRole.CELL).nth(1)).hasText(role);
    }

    private void changeRole(Person person, String name, String role) {
        edit(person, name);
        person.choose(role).press("Change role");
    }

    /** Opens a member's own page. */
    private void edit(Person person, String name) {
        person.follow("Team");
        editLink(person, name).click();
        person.seesHeading("Edit " + name);
    }

    private Locator editLink(Person person, String name) {
        return person.page()
                .getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions()
                                .setName("Edit " + name + " (" + email(name) + ")")
                                .setExact(true));
    }

    /** All that can be pressed, chosen or followed. */
    private static Locator controls(Locator within) {
        return within.getByRole(AriaRole.BUTTON)
                .or(within.getByRole(AriaRole.COMBOBOX))
                .or(within.getByRole(AriaRole.LINK))
                .or(within.getByRole(AriaRole.TEXTBOX));
    }
}
