package io.saltgate.browser;

import io.saltgate.team.Role;
import io.saltgate.testing.Console;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An owner sets times of the account; an operator erases someone who has left. */
class PolicyStoryIT {

    private final TestAccount account = TestAccount.onShared();

    @Test
    void anOwnerSetsHowOldTokenAndSessionsMayGet() {
        try (Chromium chromium = Chromium.start();
                Person owner = Person.at(account.server(), chromium)) {
            account.signIn().enableApi();
            String general = "/accounts/" + account.slug() + "/settings/general";
            owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).open(general);
            owner.fill("New token every (days)", "ninety").press("Save token policy");
            owner.sees("This isn't a number of days.").screen("general-token-complaint");
            owner.fill("New token every (days)", "90").press("Save token policy");
            owner.sees("Token policy saved.");
            owner.fill("Sign out without activity after (minutes)", "60").press("Save session times");
            owner.sees("Enter a whole number from 5 to 15").screen("general-session-complaint");
            owner.fill("Sign out without activity after (minutes)", "10");
            owner.fill("Sign out in any case after (hours)", "8").press("Save session times");
            owner.sees("Session times saved.").screen("general-policies");

            String api = "/accounts/" + account.slug() + "/settings/api";
            owner.open(api).sees("This token is less than a day old").screen("api-token-young");
            account.execute(
                    "update auth_token set created_at = created_at - interval '95' day where account_id = ?",
                    account.id());
            owner.open(api).sees("This token is 95 days old; your account wants a new one every 90 days.");
            owner.screen("api-token-old");
            owner.open("/profile/notices").sees("Age of the token").screen("notices-age");
        }
    }

    @Test
    void anOperatorErasesSomeoneWhoHasLeft() {
        String email = "left-" + UUID.randomUUID() + "@example.com";
        account.addMember(email, Role.DEVELOPER);
        try (Chromium chromium = Chromium.start();
                Person operator = Person.at(account.server(), chromium)) {
            operator.open("/operator/people")
                    .fill("Email", SaltgateServer.EMAIL)
                    .fill("Password", SaltgateServer.PASSWORD)
                    .press("Sign in");
            operator.fill("Name or email", account.slug()).press("Find people");
            operator.follow("Erase personal data of " + account.ownerEmail());
            operator.sees("They are the only owner.").screen("operator-erasure-refused");
            Console owner = account.signIn();
            String id = account.query("select id from users where email = ?", email);
            owner.postForm(owner.path("/settings/team/members/" + id + "/removal"));

            operator.open("/operator/people").fill("Name or email", email).press("Find people");
            operator.screen("operator-people-erasure").follow("Erase personal data of " + email);
            operator.sees("You can't undo this.").screen("operator-erasure");
            operator.press("Erase personal data").sees("Personal data erased.");
            operator.fill("Name or email", email).press("Find people").sees("No one matches.");
        }
    }
}
