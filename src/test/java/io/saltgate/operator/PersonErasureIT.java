package io.saltgate.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator erases a person's data; what happens to entries is in {@code AuditErasuresTest}. */
@Tag("server")
class PersonErasureIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final TestAccount account = TestAccount.on(server);
    private final String email = "leaves-" + UUID.randomUUID() + "@example.com";

    @Test
    void aPersonInNoAccountIsErasedFromTheTrailsToo() {
        account.addMember(email, Role.DEVELOPER);
        Console member = Console.at(server).on(account.slug()).signIn(email, SaltgateServer.PASSWORD);
        assertThat(member.postForm(member.path("/settings/api/activation")).status())
                .as("recorded as refused")
                .isEqualTo(403);
        String id = account.query("select id from users where email = ?", email);
        String page = "/operator/people/" + id + "/erasure";
        Console operator = server.signIn();
        assertThat(operator.get(page).text()).contains("still belongs to these accounts", "Account " + account.slug());
        assertThat(operator.postForm(page).status()).as("a member").isEqualTo(409);
        assertThat(account.signIn().postForm(page).status()).as("by an owner").isEqualTo(404);
        assertThat(operator.post(page).status()).as("without the form's token").isEqualTo(403);
        Console owner = account.signIn();
        assertThat(owner.postForm(owner.path("/settings/team/members/" + id + "/removal"))
                        .status())
                .isEqualTo(303);
        assertThat(owner.get(owner.path("/settings/audit")).text()).contains(email);

        assertThat(operator.get(page).text()).contains("Erase personal data of " + email, "You can't undo this.");
        Answer done = operator.postForm(page);
        assertThat(done.location()).isEqualTo("/operator/people");
        assertThat(operator.get("/operator/people?q=" + email).text())
                .contains("Personal data erased.", "No one matches.");
        assertThat(operator.get(page).status()).isEqualTo(404);
        assertThat(operator.postForm(page).status()).isEqualTo(404);
        assertThat(member.get("/profile").location()).startsWith("/signin");
        Answer refused = Console.at(server).post("/signin", "email", email, "password", SaltgateServer.PASSWORD);
        assertThat(refused.status()).isEqualTo(422);

        Eventually.await(
                "the job has gone through the trails",
                Duration.ofSeconds(60),
                () -> account.query("select 1 from pending_erasure where user_id = ?", UUID.fromString(id)) == null);
        assertThat(account.query(
                        "select count(*) from audit_entry where actor_id = ? and actor_address is not null",
                        UUID.fromString(id)))
                .isEqualTo("0");
        assertThat(owner.get(owner.path("/settings/audit")).text())
                .contains("Erased person", "Personal data of a person erased from entries")
                .doesNotContain(email);
        assertThat(operator.get("/operator/audit").text()).contains("Personal data of a person erased");
    }

    @Test
    void theOnlyOwnerAndOperatorsAreRefusedWithASentence() {
        Console operator = server.signIn();
        String owner = account.query("select id from users where email = ?", account.ownerEmail());
        Answer obstacles = operator.get("/operator/people/" + owner + "/erasure");
        assertThat(obstacles.text()).contains("They are the only owner.").doesNotContain("You can't undo this.");
        assertThat(obstacles.body()).contains("/operator/accounts/" + account.id() + "\"");
        String self = account.query("select id from users where email = ?", SaltgateServer.EMAIL);
        Answer refused = operator.postForm("/operator/people/" + self + "/erasure");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("Remove them from the operators first.");
    }
}
