package io.saltgate.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings > IP whitelist as people use it: each line is answered for, and nothing happens that was not meant. */
class WhitelistStoryIT {

    private static final String RANGE = "IP address or range";
    private static final String ENDS = "Ends (UTC)";
    private static final String EMPTY = "The list is enforced and empty";

    @AutoClose
    private static Chromium chromium;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void answersForEveryLineBeforeItSavesAny(boolean javaScript) {
        TestAccount account = enabled();
        account.signIn().addToWhitelist("203.0.113.9");
        try (Person owner = javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium)) {
            enter(owner, account);
            owner.fill(RANGE, """
                    198.51.100.7, 198.51.100.7/32
                    192.168.32.0/19
                    192.168.44.237,192.168.1.67/24
                    010.8.8.8
                    2001:db8::/32
                    203.0.113.9""").fill("Label", "Vendor list");
            press(owner, "Add").seesHeading("Review before saving").sees("Nothing has been saved yet.");
            assertThat(owner.row("198.51.100.7")).containsText("Would be saved as 198.51.100.7 (1 address).");
            assertThat(owner.row("192.168.32.0/19"))
                    .containsText("Would be saved as 192.168.32.0/19 (8,192 addresses).");
            assertThat(owner.row("192.168.44.237")).containsText("(1 address). Covered by 192.168.32.0/19");
            assertThat(owner.row("192.168.1.67/24")).containsText("is an address inside of 192.168.1.0/24");
            assertThat(owner.row("192.168.1.67/24")).containsText("Would be saved as 192.168.1.0/24 (256 addresses).");
            assertThat(owner.row("010.8.8.8")).containsText("has a number with a leading zero");
            assertThat(owner.row("010.8.8.8")).not().containsText("Would be saved");
            assertThat(owner.row("2001:db8::/32")).containsText("Would be saved as 2001:db8::/32.");
            assertThat(owner.row("203.0.113.9")).containsText("“203.0.113.9” is in the list already.");
            owner.sees("One line repeats another and is left out.");
            assertThat(entries(account)).isEqualTo(1);
            owner.screen("whitelist-review");

            owner.press("Save these 6 ranges").sees("5 ranges were saved.").sees("One was already present.");
            assertThat(entries(account)).isEqualTo(6);
            assertThat(entry(owner, "192.168.44.237")).containsText("Covered by 192.168.32.0/19");
            assertThat(entry(owner, "192.168.1.0/24")).containsText("Vendor list");
            assertThat(entry(owner, "203.0.113.9")).not().containsText("Vendor list");
            owner.screen("whitelist-saved-many");

            owner.press("Remove 192.168.44.237")
                    .sees("Removed 192.168.44.237 from the whitelist.")
                    .sees("Access remains through 192.168.32.0/19.")
                    .screen("whitelist-remains");
            owner.press("Remove 192.168.32.0/19").sees("Removed 192.168.32.0/19 from the whitelist.");
            assertThat(owner.page().getByText("Access remains")).hasCount(0);
            assertThat(entries(account)).isEqualTo(4);
        }
    }

    @Test
    void savesNothingOfAFormInWhichEveryLineIsWrong() {
        TestAccount account = enabled();
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            String typed = "010.8.8.8 127.0.026.1 10.0.0.08/32 fe80::1%eth0 1111111 23.23.43 10/8 * 10.0.*.* /24";
            press(owner.fill(RANGE, typed), "Add").sees("Nothing has been saved yet.");
            for (String line : typed.split(" ")) {
                assertThat(owner.row(line)).containsText("“" + line + "”");
            }
            assertThat(owner.page().getByText("has a number with a leading zero"))
                    .hasCount(3);
            assertThat(owner.page().getByText("names a network interface after the %"))
                    .hasCount(1);
            assertThat(owner.page().getByText("is neither an IP address nor a range"))
                    .hasCount(6);
            owner.seesNoButton("Save").screen("whitelist-all-wrong");
            assertThat(owner.field(RANGE)).hasValue(typed);
            assertThat(entries(account)).isZero();
        }
    }

    @Test
    void asksBeforeItLetsEverybodyInAndKeepsSayingSo() {
        TestAccount account = enabled();
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            press(owner.fill(RANGE, "0.0.0.0/0"), "Add")
                    .sees("“0.0.0.0/0” covers every address of its kind.")
                    .screen("whitelist-everything-asked");
            assertThat(entries(account)).isZero();

            owner.press("Save this range").sees("Saved as 0.0.0.0/0 (4,294,967,296 addresses).");
            assertThat(entry(owner, "0.0.0.0/0")).containsText("Everyone");
            owner.enforce();
            assertThat(entry(owner, "0.0.0.0/0")).containsText("Everyone");
            owner.screen("whitelist-everything");
        }
    }

    @Test
    void showsUntilWhenAnEntryCountsAndTakesItAwayAfterwards() {
        TestAccount account = enabled();
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            owner.fill(RANGE, "198.51.100.7").fill("Label", "Consultant").fill(ENDS, "2020-01-31T12:00");
            press(owner, "Add").sees("Enter a time in the future").screen("whitelist-end-refused");
            assertThat(owner.field(RANGE)).hasValue("198.51.100.7");
            assertThat(owner.field("Label")).hasValue("Consultant");

            press(owner.fill(ENDS, "2099-01-31T12:00"), "Add").sees("Saved as 198.51.100.7");
            assertThat(entry(owner, "198.51.100.7")).containsText("Ends 31 Jan 2099, 12:00 UTC");
            owner.screen("whitelist-with-end");

            account.expireWhitelist();
            Eventually.await("cleaned up", Duration.ofSeconds(100), () -> entries(account) == 0);
            owner.page().reload();
            owner.sees("No entries yet.");

            // The next clean-up is a minute off: what is over shows as such meanwhile.
            owner.enforce();
            owner.fill(RANGE, "10.0.0.0/8\n10.0.0.1").fill(ENDS, "2099-01-31T12:00");
            press(owner, "Add").sees("2 ranges were saved.");
            assertThat(entry(owner, "10.0.0.1")).containsText("Covered by 10.0.0.0/8");
            assertThat(owner.page().getByText(EMPTY)).hasCount(0);
            account.expireWhitelist();
            owner.page().reload();
            owner.sees(EMPTY);
            assertThat(entry(owner, "10.0.0.1")).containsText("Ended");
            assertThat(entry(owner, "10.0.0.1")).not().containsText("Covered by");
            owner.screen("whitelist-ended");
        }
    }

    @Test
    void saysThatAnEntryWasGoneAlreadyAndRepeatsNothingFalse() {
        TestAccount account = enabled();
        Console colleague = account.signIn();
        colleague.addToWhitelist("198.51.100.7");
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            colleague.removeFromWhitelist("198.51.100.7");
            owner.press("Remove 198.51.100.7")
                    .sees("That entry was gone already.")
                    .screen("whitelist-gone");

            colleague.addToWhitelist("198.51.100.7");
            owner.open(colleague.path("/settings/ip-whitelist?removed=198.51.100.7"));
            assertThat(owner.button("Remove 198.51.100.7")).isVisible();
            assertThat(owner.page().getByText("was removed")).hasCount(0);
            owner.open(colleague.path("/settings/ip-whitelist?added=1&range=192.0.2.1"));
            assertThat(owner.page().getByText("Saved as")).hasCount(0);
        }
    }

    @Test
    void keepsTheListThatIsTurnedOff() {
        TestAccount account = enabled();
        Console console = account.signIn();
        String token = console.authToken();
        console.addToWhitelist("198.51.100.7", "Office");
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            owner.enforce().sees("Refuses calls from unlisted addresses.");
            assertRefused(account.server().verify(token));

            owner.choose("Off").press("Set mode");
            assertThat(owner.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Off")))
                    .isChecked();
            assertThat(entry(owner, "198.51.100.7")).containsText("Office");
            assertThat(account.server().verify(token).status()).isEqualTo(200);
            owner.screen("whitelist-off");

            owner.enforce();
            assertRefused(account.server().verify(token));
        }
    }

    @Test
    void offersTheListBeforeItGoesWithTheApi() throws IOException {
        TestAccount account = enabled();
        Console console = account.signIn();
        console.addToWhitelist("10.0.0.0/8", "Büro, 2. \"Stock\"");
        console.addToWhitelist("2001:db8::/32", "=HYPERLINK(\"x\")");
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            press(owner.fill(RANGE, "198.51.100.7").fill(ENDS, "2099-01-31T12:00"), "Add");
            owner.sees("Saved as 198.51.100.7");
            owner.follow("Settings").press("Disable API").sees("the 3 whitelisted IP addresses");
            owner.screen("whitelist-offered-before-disable");

            Download download = owner.page().waitForDownload(() -> owner.follow("Download the list (CSV)"));

            assertThat(download.suggestedFilename()).isEqualTo("ip-whitelist.csv");
            assertThat(Files.readString(download.path())).isEqualTo("""
                    range,label,expiresAt
                    10.0.0.0/8,"Büro, 2. ""Stock""\",
                    2001:db8::/32,"'=HYPERLINK(""x"")",
                    198.51.100.7,"",2099-01-31T12:00:00Z
                    """.replace("\n", "\r\n"));
            owner.press("Disable API").follow("IP whitelist").sees("Enable the API to manage its whitelist");
            assertThat(entries(account)).isZero();
            owner.follow("Settings > API").press("Enable API").follow("IP whitelist");
            owner.sees("No entries yet.");
            assertThat(owner.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Off")))
                    .isChecked();
        }
    }

    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void importsWhatWasExportedOrMadeByHandAndAsksWhatWouldPass(boolean javaScript) throws IOException {
        TestAccount account = enabled();
        Console console = account.signIn();
        console.addToWhitelist("10.0.0.0/8", "Büro");
        try (Person owner = javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium)) {
            enter(owner, account);
            Download download = owner.page().waitForDownload(() -> owner.follow("Download the list (CSV)"));
            owner.press("Remove 10.0.0.0/8").seesNoButton("Remove 10.0.0.0/8");

            owner.page().getByText("From a CSV file").click();
            owner.screen("whitelist-import");
            owner.field("CSV file").setInputFiles(download.path());
            press(owner, "Import").sees("Saved as 10.0.0.0/8 (16,777,216 addresses).");
            assertThat(entry(owner, "10.0.0.0/8")).containsText("Büro");

            owner.page().getByText("From a CSV file").click();
            owner.field("CSV file").setInputFiles(file("Address;Label\r\n192.168.1.67/24;Lab\r\n010.8.8.8;\r\n"));
            press(owner, "Import").seesHeading("Review before saving").sees("Nothing has been saved yet.");
            assertThat(owner.row("192.168.1.67/24")).containsText("Would be saved as 192.168.1.0/24 (256 addresses).");
            assertThat(owner.row("010.8.8.8")).containsText("has a number with a leading zero");
            owner.screen("whitelist-import-review");
            assertThat(entries(account)).isEqualTo(1);
            press(owner, "Save this range").sees("Saved as 192.168.1.0/24");
            assertThat(entry(owner, "192.168.1.0/24")).containsText("Lab");

            owner.page().getByText("From a CSV file").click();
            owner.field("CSV file").setInputFiles(file("ip\n10.0.0.1\n"));
            press(owner, "Import").sees("The first line must name the columns range, label and expiresAt. It is: ip");
            owner.screen("whitelist-import-refused");

            owner.fill("Address to try", " ::ffff:10.1.2.3 ").press("Check");
            owner.sees("10.1.2.3 passes, as every address does while the list is off."
                    + " If it were enforced, it would pass through 10.0.0.0/8.");
            owner.screen("whitelist-check");
            owner.choose("Report only").press("Set mode");
            owner.fill("Address to try", "2001:DB8:0::1").press("Check");
            owner.sees("2001:db8::1 passes, but is flagged. If the list were enforced, it would be refused");
            owner.enforce();
            owner.fill("Address to try", "10.1.2.3").press("Check").sees("10.1.2.3 passes, through 10.0.0.0/8.");
            owner.fill("Address to try", "198.51.100.7").press("Check");
            owner.sees("198.51.100.7 is refused: no entry matches it.").screen("whitelist-check-refused");
            owner.fill("Address to try", "10.0.0.0/8").press("Check").sees("is a range. Give one address of it.");
            owner.fill("Address to try", "example.com").press("Check").sees("“example.com” is not an IP address.");
            owner.screen("whitelist-check-invalid");
        }
    }

    /** C21, C22, C23, C28: a vendor's list by paste, an entry by its form, several at once, and never all unasked. */
    @ParameterizedTest(name = "with JavaScript: {0}")
    @ValueSource(booleans = {true, false})
    void editsReplacesAndRemovesWithAReviewOfEach(boolean javaScript) {
        TestAccount account = enabled();
        account.signIn().addToWhitelist("203.0.113.9", "Old");
        try (Person owner = javaScript
                ? Person.at(account.server(), chromium)
                : Person.withoutJavaScript(account.server(), chromium)) {
            enter(owner, account);
            owner.fill(RANGE, """
                    # Vendor, as of today
                    203.0.113.0 255.255.255.0
                    8.8.8.8/32 # mine
                    allow 192.0.2.0/24;
                    deny 198.51.100.0/24;
                    203.0.113.9 # New""");
            press(owner, "Add").seesHeading("Review before saving");
            assertThat(owner.row("203.0.113.0 255.255.255.0")).containsText("Would be saved as 203.0.113.0/24");
            assertThat(owner.row("8.8.8.8/32")).containsText("Would be saved as 8.8.8.8 (1 address). Label mine");
            assertThat(owner.row("deny 198.51.100.0/24")).containsText("it denies access");
            assertThat(owner.row("203.0.113.9")).containsText("Label Old → New");
            owner.screen("whitelist-vendor-review");
            owner.press("Save these 4 ranges").sees("3 ranges were saved.").sees("One entry was changed.");
            assertThat(entry(owner, "203.0.113.9")).containsText("New");
            owner.screen("whitelist-vendor-saved");

            owner.follow("Edit 203.0.113.9").screen("whitelist-edit");
            owner.fill(ENDS, "2020-01-31T12:00").press("Save changes").sees("Enter a time in the future");
            owner.fill("Label", "Consultant").fill(ENDS, "2099-01-31T12:00").press("Save changes");
            owner.sees("Saved the label and end of 203.0.113.9.");
            assertThat(entry(owner, "203.0.113.9")).containsText("Consultant");
            assertThat(entry(owner, "203.0.113.9")).containsText("Ends 31 Jan 2099, 12:00 UTC");

            owner.fill(RANGE, "{\"hooks\":[\"192.30.252.0/22\",\"8.8.8.8\"],\"domains\":[\"github.com\"]}");
            owner.press("Replace list with these").sees("1 added, 0 changed, 3 removed, 1 unchanged.");
            owner.screen("whitelist-replace-review");
            press(owner, "Replace list").sees("Removed 3 entries from the whitelist.");
            assertThat(entries(account)).isEqualTo(2);

            owner.enforce().press("Remove selected").sees("Select at least one entry.");
            owner.page().getByLabel("Select 8.8.8.8").check();
            owner.page().getByLabel("Select 192.30.252.0/22").check();
            owner.press("Remove selected").seesHeading("Stop every call?").sees("No calls were allowed");
            owner.screen("whitelist-remove-all-asked");
            assertThat(entries(account)).isEqualTo(2);
            owner.press("Remove selected")
                    .sees("Removed 2 entries from the whitelist.")
                    .sees(EMPTY);
            assertThat(entries(account)).isZero();

            owner.screen("whitelist-removed-undo");
            owner.press("Undo").sees("Restored 2 entries with their labels and ends.");
            assertThat(entries(account)).isEqualTo(2);
            owner.press("Remove 8.8.8.8").sees("Removed 8.8.8.8 from the whitelist.");
            account.execute(
                    "update removed_whitelist_entry set removed_at = removed_at - interval '1' minute"
                            + " where account_id = ?",
                    account.id());
            owner.press("Undo").sees("This removal can no longer be undone").screen("whitelist-undo-late");
            assertThat(entries(account)).isEqualTo(1);
        }
    }

    private static FilePayload file(String text) {
        return new FilePayload("list.csv", "text/csv", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void listsNoAddressThatMayBeAProxys() {
        TestAccount account = enabled();
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            owner.sees("We can't detect your public IP address (we see 127.0.0.1).")
                    .seesNoButton("List my own IP")
                    .screen("whitelist-own-refused");
        }
    }

    @Test
    void listsTheAddressThatAGatewayVouchesFor() {
        try (SaltgateServer server = SaltgateServer.configure()
                        .env("SALTGATE_GATEWAYS", "127.0.0.1")
                        .start();
                Person owner = Person.at(server, chromium)) {
            owner.page().setExtraHTTPHeaders(Map.of("X-Forwarded-For", "203.0.113.7"));
            owner.signIn(SaltgateServer.EMAIL, SaltgateServer.PASSWORD).press("Enable API");
            owner.follow("IP whitelist").sees("203.0.113.7").screen("whitelist-own-offered");
            owner.press("List my own IP")
                    .sees("Saved as 203.0.113.7 (1 address).")
                    .screen("whitelist-own-listed");
            assertThat(owner.button("Remove 203.0.113.7")).isVisible();
            owner.press("List my own IP").sees("“203.0.113.7” is in the list already.");

            String token = server.signIn().authToken();
            owner.enforce().sees("Refuses calls from unlisted addresses.");
            assertThat(server.verify(token, "X-Forwarded-For", "203.0.113.7").status())
                    .isEqualTo(200);
            assertRefused(server.verify(token, "X-Forwarded-For", "203.0.113.8"));

            // A gateway that is not set up to say it.
            owner.page().setExtraHTTPHeaders(Map.of());
            owner.page().reload();
            owner.sees("the proxy doesn't pass it on. Ask your administrator to configure the proxy.")
                    .seesNoButton("List my own IP")
                    .screen("whitelist-own-unknown");
        }
    }

    @Test
    void staysUsableWithAThousandEntries() {
        TestAccount account = enabled();
        Console console = account.signIn();
        console.addAllToWhitelist(IntStream.range(0, 1000)
                .mapToObj(i -> "198.18." + i / 250 + "." + i % 250)
                .collect(Collectors.joining("\n")));
        try (Person owner = Person.at(account.server(), chromium)) {
            enter(owner, account);
            owner.sees("1,000 of 1,000 entries").sees("Page 1 of 40").screen("whitelist-1000");
            owner.follow("Next").sees("Page 2 of 40").screen("whitelist-1000-between");
            press(owner.fill(RANGE, "198.18.0.0/15"), "Add").sees("Saved as 198.18.0.0/15");
            press(owner.fill("Find in the list", "198.18.3.249"), "Find").sees("2 of 1,001 entries");
            owner.press("Remove 198.18.3.249").sees("Access remains through 198.18.0.0/15.");
            owner.sees("1 of 1,000 entries");
            assertThat(entries(account)).isEqualTo(1000);
        }
    }

    private static TestAccount enabled() {
        TestAccount account = TestAccount.onShared();
        account.signIn().enableApi();
        return account;
    }

    private static void enter(Person owner, TestAccount account) {
        owner.signIn(account.ownerEmail(), SaltgateServer.PASSWORD).follow("IP whitelist");
        owner.seesHeading("IP whitelist");
    }

    /** By the whole name. */
    private static Person press(Person owner, String name) {
        owner.page()
                .getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        return owner;
    }

    private static Locator entry(Person owner, String range) {
        return owner.page()
                .getByRole(AriaRole.LISTITEM)
                .filter(new Locator.FilterOptions()
                        .setHas(owner.page()
                                .getByRole(
                                        AriaRole.BUTTON,
                                        new Page.GetByRoleOptions()
                                                .setName("Remove " + range)
                                                .setExact(true))));
    }

    private static int entries(TestAccount account) {
        return Integer.parseInt(
                account.query("select count(*) from whitelist_entry where account_id = ?", account.id()));
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("X-Refusal")).isEqualTo("address.not.whitelisted");
    }
}
