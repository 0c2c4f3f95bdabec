package io.saltgate;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.operator.OperatorScope;
import io.saltgate.operator.StoredKeys;
import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The running server gives each role what the table of {@link RightsMatrixTest} gives it, and others nothing. */
@Tag("server")
class RightsMatrixIT {

    @ParameterizedTest
    @EnumSource(Role.class)
    void aMemberMayWhatTheRoleMayAndNothingElse(Role role) {
        Console console = TestAccount.onShared().signInAs(role);
        for (String route : leavingLast()) {
            Set<Role> allowed = RightsMatrixTest.ROUTES.get(route);
            Answer answer = send(console, route);
            if (allowed.contains(role)) {
                assertThat(answer.status()).as("%s by %s", route, role).isNotIn(401, 403, 405, 500);
            } else {
                assertThat(answer.status()).as("%s by %s", route, role).isEqualTo(403);
            }
        }
    }

    @Test
    void aMemberOfAnotherAccountFindsNothing() {
        TestAccount account = TestAccount.onShared();
        Console stranger = TestAccount.onShared().signIn().on(account.slug());
        for (String route : leavingLast()) {
            assertThat(send(stranger, route).status()).as(route).isEqualTo(404);
        }
    }

    /** The first owner is the operator too, which gives no right on another account. */
    @Test
    void theOperatorFindsNothingEither() {
        TestAccount account = TestAccount.onShared();
        Console operator = SaltgateServer.shared().signIn().on(account.slug());
        for (String route : leavingLast()) {
            assertThat(send(operator, route).status()).as(route).isEqualTo(404);
        }
    }

    @Test
    void nobodyIsSentToSignIn() {
        TestAccount account = TestAccount.onShared();
        Console nobody = Console.at(SaltgateServer.shared()).on(account.slug());
        for (String route : leavingLast()) {
            Answer answer = route.startsWith("GET ")
                    ? nobody.get(nobody.path(path(route)))
                    : nobody.post(nobody.path(path(route)));
            assertThat(answer.status()).as(route).isEqualTo(303);
            assertThat(answer.location()).as(route).startsWith("/signin");
        }
    }

    @ParameterizedTest
    @EnumSource(OperatorScope.class)
    void anOperatorKeyMayWhatItsScopeSaysAndNothingElse(OperatorScope scope) {
        SaltgateServer server = SaltgateServer.shared();
        OperatorApi api = new OperatorApi(server, StoredKeys.make(server, scope));
        TestAccount account = TestAccount.onShared();
        closingLast().forEach(call -> {
            OperatorScope needed = RightsMatrixTest.CALLS.get(call);
            Answer answer = call(api, call, account.slug());
            if (needed == scope) {
                assertThat(answer.status()).as("%s by %s", call, scope).isNotIn(401, 403, 405, 500);
            } else {
                assertThat(answer.status()).as("%s by %s", call, scope).isEqualTo(403);
                assertThat(OperatorApi.code(answer)).isEqualTo("scope.missing");
            }
        });
        long refused = RightsMatrixTest.CALLS.values().stream()
                .filter(needed -> needed != scope)
                .count();
        assertThat(account.query(
                        "select count(*) from audit_entry where code = 'right.refused' and actor_kind = 'OPERATOR_KEY'"
                                + " and actor_id = (select id from operator_key where hint = ?)",
                        api.key().substring(api.key().length() - 4)))
                .as("each refusal is in the trail, of the account or the system")
                .isEqualTo(Long.toString(refused));
    }

    @Test
    void aKeyThatIsOverOrNobodyMayNothing() {
        SaltgateServer server = SaltgateServer.shared();
        OperatorApi over = new OperatorApi(server, StoredKeys.make(server, OperatorScope.values()));
        assertThat(over.get("/accounts?q=none").status()).isEqualTo(200);
        StoredKeys.expire(server, over.key());
        OperatorApi nobody = new OperatorApi(server, "no-such-key");
        TestAccount account = TestAccount.onShared();
        RightsMatrixTest.CALLS.keySet().forEach(call -> {
            assertThat(call(over, call, account.slug()).status()).as(call).isEqualTo(401);
            assertThat(call(nobody, call, account.slug()).status()).as(call).isEqualTo(401);
            assertThat(call(nobody, call, "no-such-account").status()).as(call).isEqualTo(401);
        });
    }

    /** With a body that asks for nothing: what is judged is who may call. */
    private static Answer call(OperatorApi api, String call, String slug) {
        String[] words = call.split(" ");
        String path = words[1].replace("{slug}", slug)
                .replace("{closed}", slug)
                .replace("{id}", UUID.randomUUID().toString());
        return api.send(words[0], path, words[0].startsWith("P") ? "{}" : null);
    }

    /** Without what they act on, the forms change nothing but the two that need nothing: enabling, and leaving. */
    private static Answer send(Console console, String route) {
        String path = console.path(path(route));
        return route.startsWith("GET ") ? console.get(path) : console.postForm(path);
    }

    private static String path(String route) {
        return route.substring(route.indexOf(' ') + 1)
                .replace("{number}", "1")
                .replace("{id}", UUID.randomUUID().toString());
    }

    private static List<String> closingLast() {
        return RightsMatrixTest.CALLS.keySet().stream()
                .sorted(Comparator.comparing((String call) -> call.equals("DELETE /accounts/{slug}")))
                .toList();
    }

    private static List<String> leavingLast() {
        return RightsMatrixTest.ROUTES.keySet().stream()
                .sorted(Comparator.comparing((String route) -> route.equals("POST /settings/team/departure")))
                .toList();
    }
}
