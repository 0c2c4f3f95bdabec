package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whitelist's forms over HTTP: what stops every call is asked first, what is edited is what was seen. */
class WhitelistPagesIT {

    private final TestAccount account = TestAccount.onShared();
    private final SaltgateServer server = account.server();
    private Console owner;
    private String page;

    @BeforeEach
    void enable() {
        owner = account.signIn();
        owner.enableApi();
        page = owner.path("/settings/ip-whitelist");
    }

    /** C28: enforcing an empty list is asked once, and the answer is bound to the list. */
    @Test
    void asksBeforeAnEmptyListIsEnforced() {
        String token = owner.authToken();
        String version = owner.whitelistPage().field("version");

        Answer asked = owner.postForm(page + "/mode", "mode", "ENFORCED", "version", version);

        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.text()).contains("Stop every call?", "The list is empty.", "No calls were allowed");
        assertThat(asked.body()).contains(">Set mode</button>");
        assertThat(server.verify(token).status()).isEqualTo(200);
        Answer confirmed = owner.postForm(
                page + "/mode", "mode", "ENFORCED", "version", asked.field("version"), "confirmed", "yes");
        assertThat(confirmed.status()).isEqualTo(303);
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
        Answer stale = owner.postForm(page + "/mode", "mode", "OFF", "version", version, "confirmed", "yes");
        assertThat(stale.status()).isEqualTo(409);
    }

    /** C28: so is enforcing one that no caller is on, and the figures say what would stop. */
    @Test
    void asksBeforeAListWithoutAnyCallerIsEnforced() {
        String token = owner.authToken();
        owner.addToWhitelist("198.51.100.7");
        for (int i = 0; i < 3; i++) {
            assertThat(server.verify(token).status()).isEqualTo(200);
        }
        Eventually.await(
                "the calls are counted",
                Duration.ofSeconds(30),
                () -> owner.whitelistPage().text().contains("refused 3 calls from one address"));
        String version = owner.whitelistPage().field("version");
        Answer asked = owner.postForm(page + "/mode", "mode", "ENFORCED", "version", version);
        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.text()).contains("this would have stopped 3 calls from one address");
        assertThat(server.verify(token).status()).isEqualTo(200);

        owner.addToWhitelist("127.0.0.1");
        assertThat(owner.postForm(
                                page + "/mode",
                                "mode",
                                "ENFORCED",
                                "version",
                                owner.whitelistPage().field("version"))
                        .status())
                .as("a list that a caller is on is enforced unasked")
                .isEqualTo(303);
    }

    /** C28: removing the last entry of an enforced list is asked; removing another isn't. */
    @Test
    void asksBeforeTheLastEntryOfAnEnforcedListIsRemoved() {
        String token = owner.authToken();
        owner.addToWhitelist("127.0.0.1");
        owner.addToWhitelist("198.51.100.7");
        owner.setMode("ENFORCED");
        assertThat(removal("198.51.100.7").status()).isEqualTo(303);
        String path = page + "/entries/" + owner.entryId("127.0.0.1") + "/removal";

        Answer asked = owner.postForm(path);

        assertThat(asked.status()).isEqualTo(422);
        assertThat(asked.text()).contains("127.0.0.1 is the last entry of an enforced whitelist.");
        assertThat(asked.body()).contains(">Remove 127.0.0.1</button>");
        assertThat(server.verify(token).status()).isEqualTo(200);
        owner.addToWhitelist("198.51.100.8");
        assertThat(owner.postForm(path, "confirmed", "yes", "version", asked.field("version"))
                        .status())
                .as("the list is another by now")
                .isEqualTo(409);
        assertThat(removal("198.51.100.8").status()).isEqualTo(303);
        asked = owner.postForm(path);
        assertThat(owner.postForm(path, "confirmed", "yes", "version", asked.field("version"))
                        .status())
                .isEqualTo(303);
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
    }

    /** C21: what reads as a range or is commented out is not saved as two addresses. */
    @Test
    void savesNothingThatReadsLikeSomethingElse() {
        String before = account.snapshot();
        Answer mask = owner.postForm(page + "/entries", "range", "203.0.113.0 255.255.255.0");
        assertThat(mask.status()).isEqualTo(422);
        assertThat(mask.text()).contains("Would be saved as 203.0.113.0/24 (256 addresses).");
        assertThat(account.snapshot()).isEqualTo(before);
        assertThat(confirm(mask).status()).isEqualTo(303);
        assertThat(export()).contains("203.0.113.0/24,").doesNotContain("255.255.255.0");

        assertThat(owner.postForm(page + "/entries", "range", "198.51.100.7\r\n;10.0.0.0/8")
                        .status())
                .isEqualTo(303);
        assertThat(export()).contains("198.51.100.7,").doesNotContain("10.0.0.0");
        assertThat(owner.postForm(page + "/entries", "range", "deny 10.0.0.0/8;")
                        .text())
                .contains("it denies access");
        assertThat(owner.postForm(page + "/entries", "range", "10.0.0.1\u200b").text())
                .contains("10.0.0.1⟨U+200B⟩", "invisible character");
        assertThat(export()).doesNotContain("10.0.0");
    }

    /** C23: an edited file shows what would change, and changes it once that is confirmed. */
    @Test
    void importsEditedLabelsAndEndsOnceTheyAreConfirmed() {
        owner.addToWhitelist("10.0.0.0/8", "old");
        owner.addToWhitelist("192.0.2.1", "stays");
        String edited = export().replace("\"old\",", "\"new\",2027-12-31");

        Answer review = owner.upload(page + "/import", edited, "_csrf", owner.csrf());

        assertThat(review.status()).isEqualTo(422);
        assertThat(review.text()).contains("Label old → new", "Ends never → 31 Dec 2027, 23:59 UTC");
        assertThat(export()).contains("\"old\"");
        Console colleague = account.signInAs(Role.ADMIN);
        colleague.addToWhitelist("192.0.2.2");
        Answer stale = confirm(review);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text()).contains("the list changed after you opened the page", "Label old → new");
        assertThat(confirm(stale).status()).isEqualTo(303);
        assertThat(owner.whitelistPage().text()).contains("One entry was changed.");
        assertThat(export())
                .contains("10.0.0.0/8,\"new\",2027-12-31T23:59:59Z", "192.0.2.1,\"stays\",", "192.0.2.2,\"\",");

        // Without those columns a file says nothing of them.
        Answer plain = owner.upload(page + "/import", "range\n10.0.0.0/8\n", "_csrf", owner.csrf());
        assertThat(plain.status()).isEqualTo(303);
        assertThat(export()).contains("10.0.0.0/8,\"new\",2027-12-31T23:59:59Z");
    }

    /** C23: by the entry's own form, bound to what it showed of the entry. */
    @Test
    void editsAnEntryByItsForm() {
        owner.addToWhitelist("10.0.0.0/8", "old");
        owner.addToWhitelist("192.0.2.1");
        String path = page + "/entries/" + owner.entryId("10.0.0.0/8");
        Answer form = owner.get(path);
        assertThat(form.field("label")).isEqualTo("old");
        owner.removeFromWhitelist("192.0.2.1"); // holds nobody up

        assertThat(owner.postForm(
                                path, "seen-label", "old", "seen-expires", "", "label", "x".repeat(101), "expires", "x")
                        .text())
                .contains("100 characters at most", "Write it as 2027-12-31");
        assertThat(owner.postForm(
                                path,
                                "seen-label",
                                "old",
                                "seen-expires",
                                "",
                                "label",
                                "new",
                                "expires",
                                "2099-01-31T12:00")
                        .status())
                .isEqualTo(303);
        assertThat(export()).contains("10.0.0.0/8,\"new\",2099-01-31T12:00:00Z");
        Answer late = owner.postForm(path, "seen-label", "old", "seen-expires", "", "label", "late", "expires", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text())
                .as("C31")
                .contains("Field Saved now You typed Label new late Ends (UTC) 2099-01-31 12:00 –");
        assertThat(late.field("label")).isEqualTo("late");
        assertThat(owner.postForm(
                                path,
                                "seen-label",
                                late.field("seen-label"),
                                "seen-expires",
                                late.field("seen-expires"),
                                "label",
                                "late",
                                "expires",
                                "")
                        .status())
                .as("decided again")
                .isEqualTo(303);
        assertThat(export()).contains("10.0.0.0/8,\"late\",");
        assertThat(owner.get(page + "/entries/" + "0".repeat(8) + "-0000-0000-0000-000000000000")
                        .status())
                .isEqualTo(404);
    }

    /** Several go by one form, and a whole list is replaced only as it was shown. */
    @Test
    void removesSelectedEntriesAndReplacesTheList() {
        owner.addAllToWhitelist("10.0.0.1\n10.0.0.2\n10.0.0.3");
        String one = owner.entryId("10.0.0.1");
        String two = owner.entryId("10.0.0.2");
        assertThat(owner.postForm(page + "/removals").status()).isEqualTo(422);
        assertThat(owner.postForm(page + "/removals", "entry", one, "entry", two)
                        .status())
                .isEqualTo(303);
        String removed = owner.whitelistPage().body();
        assertThat(removed).contains("Removed 2 entries from the whitelist.");
        assertThat(owner.postForm(page + "/removals", "entry", one).status()).isEqualTo(404);

        String removal = removed.replaceFirst("(?s).*name=\"removal\" value=\"([0-9a-f-]{36})\".*", "$1");
        owner.addToWhitelist("10.0.0.2");
        assertThat(owner.postForm(page + "/removals/reversal", "removal", removal))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(409))
                .satisfies(answer -> assertThat(answer.text()).contains("10.0.0.2 is on the whitelist again"));
        owner.postForm(page + "/entries/" + owner.entryId("10.0.0.2") + "/removal");
        assertThat(owner.postForm(page + "/removals/reversal", "removal", removal)
                        .status())
                .isEqualTo(303);
        assertThat(owner.whitelistPage().text()).contains("Restored 2 entries with their labels and ends.");
        for (String bad : new String[] {removal, "", "x\u0000", one}) {
            assertThat(owner.postForm(page + "/removals/reversal", "removal", bad)
                            .status())
                    .isIn(404, 409);
        }
        owner.postForm(page + "/removals", "entry", owner.entryId("10.0.0.1"), "entry", owner.entryId("10.0.0.2"));

        Answer review = owner.postForm(page + "/entries", "range", "192.0.2.1\n192.0.2.2", "replace", "yes");
        assertThat(review.text()).contains("2 added, 0 changed, 1 removed, 0 unchanged.", "10.0.0.3");
        assertThat(export()).contains("10.0.0.3");
        assertThat(confirm(review).status()).isEqualTo(303);
        assertThat(export()).contains("192.0.2.1,", "192.0.2.2,").doesNotContain("10.0.0");
        Answer nothing = owner.postForm(page + "/entries", "range", "nonsense", "replace", "yes");
        assertThat(nothing.status()).isEqualTo(422);
        assertThat(nothing.body()).doesNotContain("name=\"confirmed\"");
    }

    private Answer removal(String range) {
        return owner.postForm(page + "/entries/" + owner.entryId(range) + "/removal");
    }

    private String export() {
        return owner.get(page + "/export").body();
    }

    /** Presses the button of a review, with all that its form carries. */
    private Answer confirm(Answer review) {
        String csv = field(review, "<textarea name=\"csv\" hidden>([^<]*)</textarea>")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&lt;", "<");
        String form = review.body().substring(review.body().indexOf("/import\""));
        String version = Pattern.compile("name=\"version\" value=\"([0-9]+)\"")
                .matcher(form.substring(0, form.indexOf("</form>")))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
        String replace = form.substring(0, form.indexOf("</form>")).contains("name=\"replace\"") ? "yes" : "";
        return owner.upload(
                page + "/import",
                null,
                "_csrf",
                owner.csrf(),
                "confirmed",
                "yes",
                "version",
                version,
                "replace",
                replace,
                "csv",
                csv);
    }

    private static String field(Answer answer, String pattern) {
        Matcher field = Pattern.compile(pattern).matcher(answer.body());
        assertThat(field.find()).as(answer.toString()).isTrue();
        return field.group(1);
    }
}
