package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.TestAccount;
import jakarta.json.JsonObject;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's calls on an account's team, on a running server. */
class MembersApiIT {

    private final OperatorApi api = OperatorApi.onShared();
    private final TestAccount account = TestAccount.onShared();

    @Test
    void invitesListsAndWithdraws() {
        JsonObject invited = data(invite("dev@example.org", "developer"));

        assertThat(invited.getString("invitationLink")).contains("/invitation/");
        assertThat(invited.getString("role")).isEqualTo("developer");
        JsonObject list = data(api.get(path("")));
        assertThat(list.getJsonArray("members")).hasSize(1);
        JsonObject owner = list.getJsonArray("members").getJsonObject(0);
        assertThat(owner.keySet())
                .containsExactlyInAnyOrder(
                        "id", "email", "name", "role", "secondFactor", "verified", "guest", "joinedAt", "lastSeenAt");
        assertThat(owner.getString("email")).isEqualTo(account.ownerEmail());
        assertThat(list.getJsonArray("invitations").getJsonObject(0).getString("email"))
                .isEqualTo("dev@example.org");
        assertThat(data(invite("dev@example.org", "admin")).getString("id"))
                .as("a later one takes the earlier one's place")
                .isNotEqualTo(invited.getString("id"));

        String id = data(api.get(path("")))
                .getJsonArray("invitations")
                .getJsonObject(0)
                .getString("id");
        data(api.send("DELETE", path("/" + id), null));
        assertThat(data(api.get(path(""))).getJsonArray("invitations")).isEmpty();
        assertThat(api.send("DELETE", path("/" + id), null).status()).isEqualTo(404);
        assertThat(account.query(
                        "select string_agg(code, ' ' order by seq) from audit_entry where account_id = ?",
                        account.id()))
                .isEqualTo("member.invited member.invited invitation.withdrawn");
    }

    @Test
    void doesNotInviteTwiceForOneKey() {
        String body = "{'email':'one@example.org','role':'auditor'}";
        Answer first = api.post(path(""), body, "Idempotency-Key", "k");
        assertThat(first.status()).isEqualTo(201);
        assertThat(code(api.post(path(""), body, "Idempotency-Key", "k"))).isEqualTo("idempotency.answer.gone");
        assertThat(code(api.post(path(""), "{'email':'two@example.org','role':'auditor'}", "Idempotency-Key", "k")))
                .isEqualTo("idempotency.key.reused");
    }

    @Test
    void changesRolesAndRemovesButNotTheLastOwner() {
        account.addMember("dev@" + account.slug() + ".example", Role.DEVELOPER);
        String owner = id(account.ownerEmail());
        String developer = id("dev@" + account.slug() + ".example");

        assertThat(data(api.send("PATCH", path("/" + developer), "{'role':'admin'}"))
                        .getString("role"))
                .isEqualTo("admin");
        assertThat(data(api.send("PATCH", path("/" + developer), "{'role':'admin'}"))
                        .getString("role"))
                .isEqualTo("admin");
        assertThat(code(api.send("PATCH", path("/" + owner), "{'role':'admin'}")))
                .isEqualTo("team.last.owner");
        assertThat(code(api.send("DELETE", path("/" + owner), null))).isEqualTo("team.last.owner");
        assertThat(code(invite(account.ownerEmail(), "owner"))).isEqualTo("account.member.already");

        data(api.send("PATCH", path("/" + developer), "{'role':'owner'}"));
        data(api.send("DELETE", path("/" + owner), null));
        assertThat(data(api.get(path(""))).getJsonArray("members")).hasSize(1);
        assertThat(account.query(
                        "select count(*) from audit_entry where account_id = ? and actor_kind = 'OPERATOR_KEY'",
                        account.id()))
                .isEqualTo("3");
    }

    @Test
    void someoneElsesMemberIsNotFound() {
        TestAccount other = TestAccount.onShared();
        String stranger = other.query("select id from users where email = ?", other.ownerEmail());
        for (String id : new String[] {stranger, UUID.randomUUID().toString(), "x", "%00"}) {
            assertThat(api.send("DELETE", path("/" + id), null).status()).as(id).isIn(400, 404);
            assertThat(api.send("PATCH", path("/" + id), "{'role':'admin'}").status())
                    .as(id)
                    .isIn(400, 404);
        }
        assertThat(other.query("select count(*) from member where account_id = ?", other.id()))
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'email':'x','role':'admin'}",
                "{'email':'a@example.org','role':'OWNER'}",
                "{'email':'a@example.org','role':'god'}",
                "{'email':'a@example.org'}",
                "{'role':'admin'}",
                "{'email':'a\\u0000@example.org','role':'admin'}",
                "{'email':['a@example.org'],'role':'admin'}",
                "{'email':'a@example.org','role':'admin','operator':true}",
                "[]"
            })
    void refusesWhatIsNoInvitation(String body) {
        assertThat(api.post(path(""), body).status()).isEqualTo(422);
        assertThat(account.query("select count(*) from invitation where account_id = ?", account.id()))
                .isEqualTo("0");
    }

    private Answer invite(String email, String role) {
        return api.post(path(""), "{'email':'" + email + "','role':'" + role + "'}");
    }

    private String id(String email) {
        return account.query("select id from users where email = ?", email);
    }

    private String path(String rest) {
        return "/accounts/" + account.slug() + "/members" + rest;
    }
}
