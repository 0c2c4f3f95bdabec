package io.saltgate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list from a file, over HTTP: what is sent once, meant, and not too much is taken, and nothing else. */
class WhitelistImportIT {

    private static final String CSV = "range,label,expiresAt\n10.0.0.0/8,Office,\n2001:db8::1,,2099-01-31T12:00:00Z\n";

    private final TestAccount account = TestAccount.onShared();
    private final SaltgateServer server = account.server();
    private Console owner;
    private String path;

    @BeforeEach
    void enable() {
        owner = account.signIn();
        owner.enableApi();
        path = owner.path("/settings/ip-whitelist/import");
    }

    @Test
    void savesAGoodFileAtOnceAndGivesItBackTheSame() {
        assertThat(importing(CSV).status()).isEqualTo(303);
        assertThat(owner.whitelistPage().text()).contains("2 ranges were saved.");
        String exported = owner.get(owner.path("/settings/ip-whitelist/export")).body();

        Console other = TestAccount.onShared().signIn();
        other.enableApi();
        String elsewhere = other.path("/settings/ip-whitelist");
        assertThat(other.upload(elsewhere + "/import", exported, "_csrf", other.csrf())
                        .status())
                .isEqualTo(303);

        assertThat(other.get(elsewhere + "/export").body())
                .isEqualTo(exported)
                .contains("10.0.0.0/8,\"Office\",")
                .contains("2001:db8::1,\"\",2099-01-31T12:00:00Z");
    }

    @Test
    void savesNothingOfAFileWithSomethingToLookAtBeforeThatIsConfirmed() {
        String before = account.snapshot();
        Answer review = importing("range,label\n10.0.0.1/8,Office\nnonsense,x\n198.51.100.7,\"<b>\"\n");
        assertThat(review.status()).isEqualTo(422);
        assertThat(review.text())
                .contains("Nothing has been saved yet.", "is an address inside of 10.0.0.0/8", "“nonsense” is neither");
        assertThat(account.snapshot()).isEqualTo(before);

        String confirmable = confirmable(review);
        Answer saved = owner.upload(path, null, "_csrf", owner.csrf(), "confirmed", "yes", "csv", confirmable);

        assertThat(saved.status()).isEqualTo(303);
        assertThat(owner.whitelistPage().text()).contains("2 ranges were saved.");
        assertThat(owner.get(owner.path("/settings/ip-whitelist/export")).body())
                .contains("10.0.0.0/8,\"Office\",", "198.51.100.7,\"<b>\",");
    }

    @Test
    void takesNoFormThatWasNotMeant() {
        Console auditor = account.signInAs(Role.AUDITOR);
        String before = account.snapshot();
        assertThat(owner.upload(path, CSV).status()).isEqualTo(403);
        assertThat(owner.upload(path, CSV, "_csrf", "guessed").status()).isEqualTo(403);
        // A token in the query string is not in the form.
        assertThat(owner.upload(path + "?_csrf=" + owner.csrf(), CSV).status()).isEqualTo(403);
        assertThat(Console.at(server).upload(path, CSV, "_csrf", owner.csrf()).location())
                .startsWith("/signin");
        assertThat(auditor.upload(path, CSV, "_csrf", auditor.csrf()).status()).isEqualTo(403);
        // Pages that take no file see a form without fields.
        assertThat(owner.upload(owner.path("/settings/api/deactivation"), null, "_csrf", owner.csrf())
                        .status())
                .isEqualTo(403);
        assertThat(account.snapshot()).isEqualTo(before);
    }

    @Test
    void doesNothingTwice() {
        String nonce = "a".repeat(22);
        assertThat(owner.upload(path, CSV, "_csrf", owner.csrf(), "_nonce", nonce)
                        .status())
                .isEqualTo(303);
        assertThat(owner.upload(path, CSV, "_csrf", owner.csrf(), "_nonce", nonce)
                        .status())
                .isEqualTo(409);
        assertThat(importing(CSV).status()).isEqualTo(303);
        assertThat(owner.whitelistPage().text()).contains("2 were already present.");
    }

    @Test
    void refusesWhatIsTooMuchOrNoFormByItsKind() {
        String before = account.snapshot();
        String csrf = owner.csrf();
        // The answer does not wait for what was announced.
        assertThat(
                        Http.statusLine(
                                server.port(),
                                "POST " + path + " HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\nCookie: "
                                        + owner.cookie()
                                        + "\r\nContent-Type: multipart/form-data; boundary=limit\r\nContent-Length: 1073741824\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(importing("range\n" + "10.0.0.1\n".repeat(600_000)).status()).isEqualTo(413);
        String[] parts = new String[60];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = "_csrf";
        }
        assertThat(owner.upload(path, CSV, parts).status()).isEqualTo(413);
        assertThat(malformed("multipart/form-data", "--limit\r\nrubbish")).isEqualTo(400);
        assertThat(malformed("multipart/form-data; boundary=limit", "--limit\r\nContent-Disposition: form-data; nam"))
                .isEqualTo(400);
        // Nothing in it is a part, so there is no token either.
        assertThat(malformed("multipart/form-data; boundary=other", "--limit\r\nrubbish"))
                .isEqualTo(403);
        assertComplaint("", "The file has no entry in it.");
        assertComplaint("PK\u0003\u0004", "a spreadsheet or a zip archive");
        assertComplaint("range\n10.0.0.1\u0000", "line 2 has a NUL");
        assertComplaint("range\n" + "1".repeat(1_000_000), "Line 2 is much longer");
        assertComplaint("address;name\n10.0.0.1;x", "The first line must name the columns", "address, name");
        assertComplaint("range,label\n10.0.0.1,\"x", "double quotes");
        assertThat(owner.upload(path, null, "_csrf", csrf).text()).contains("The file has no entry in it.");
        assertThat(account.snapshot()).isEqualTo(before);
    }

    @Test
    void takesTenThousandEntriesAndNotOneMore() {
        String token = owner.authToken();
        Answer full = importing(IntStream.range(0, 10_000)
                .mapToObj(i -> "10." + i / 2500 + "." + i / 250 % 10 + "." + i % 250)
                .collect(Collectors.joining("\n", "range\n127.0.0.1\n", "")));
        assertThat(full.status()).isEqualTo(422);
        assertThat(full.text()).contains("a list can have up to 10,000 entries");
        assertThat(importing(IntStream.range(0, 9_999)
                                .mapToObj(i -> "10." + i / 2500 + "." + i / 250 % 10 + "." + i % 250)
                                .collect(Collectors.joining("\n", "range\n127.0.0.1\n", "")))
                        .status())
                .isEqualTo(303);
        owner.setMode("ENFORCED");
        assertThat(server.verify(token).status()).isEqualTo(200);
        owner.removeFromWhitelist("10.0.0.0");
        assertThat(importing("range\n10.9.9.9").status()).isEqualTo(303);
        assertThat(importing("range\n10.9.9.8").status()).isEqualTo(422);
    }

    private Answer importing(String csv) {
        return owner.upload(path, csv, "_csrf", owner.csrf());
    }

    private int malformed(String type, String body) {
        return owner.send("POST", path, body, "Content-Type", type, "Origin", server.url())
                .status();
    }

    /** What stands in the hidden field that the confirming button sends. */
    private static String confirmable(Answer review) {
        Matcher field = Pattern.compile("<textarea name=\"csv\" hidden>([^<]*)</textarea>")
                .matcher(review.body());
        assertThat(field.find()).as(review.toString()).isTrue();
        return field.group(1).replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    }

    private void assertComplaint(String csv, String... words) {
        Answer answer = importing(csv);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
        assertThat(answer.text()).contains(words);
    }
}
