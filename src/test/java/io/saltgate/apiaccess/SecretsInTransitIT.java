package io.saltgate.apiaccess;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Browsers keep addresses and cookies, and tell them to others: no secret is in either. */
class SecretsInTransitIT {

    private static final List<String> PAGES = List.of(
            "/settings/api",
            "/settings/api/token/rotation",
            "/settings/api/deactivation",
            "/settings/ip-whitelist",
            "/settings/team",
            "/settings/audit");

    /** B26, B35 */
    @Test
    void areInTheAnswerToCopyAndInNothingElse() {
        Console owner = TestAccount.onShared().signIn();
        List<Answer> answers = new ArrayList<>();
        List<String> secrets = new ArrayList<>();
        answers.add(owner.postForm(
                owner.path("/settings/api/activation"),
                "change",
                owner.apiPage().field("change")));
        for (int round = 0; round < 2; round++) {
            secrets.add(owner.authToken());
            secrets.add(owner.privateSalt());
            for (String which : List.of("token", "salt")) {
                Answer copied = owner.postForm(owner.path("/settings/api/" + which + "/disclosure"));
                assertThat(copied.body()).contains(secrets.get(which.equals("token") ? secrets.size() - 2 : 1));
                assertThat(copied.header("Cache-Control")).isEqualTo("no-store");
                assertThat(copied.header("Referrer-Policy")).isEqualTo("no-referrer");
                assertNoneIn(copied.headers().toString(), secrets);
            }
            PAGES.forEach(page -> answers.add(owner.get(owner.path(page))));
            answers.add(owner.submitRegenerate(owner.tokenId()));
        }
        answers.add(owner.postForm(owner.path("/settings/api/deactivation"), "enabling", owner.enablingId()));
        PAGES.forEach(page -> answers.add(owner.get(owner.path(page))));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isIn(200, 303, 409);
            assertNoneIn(answer.toString(), secrets);
        });
    }

    private static void assertNoneIn(String text, List<String> secrets) {
        secrets.forEach(secret -> assertThat(text).doesNotContain(secret));
    }
}
