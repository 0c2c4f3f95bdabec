package io.saltgate.api;

import static io.saltgate.testing.OperatorApi.code;
import static io.saltgate.testing.OperatorApi.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.AtOnce;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.OperatorApi;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operator's calls on a running server, as docs/api.md says them. */
@Tag("server")
class OperatorApiIT {

    private final SaltgateServer server = SaltgateServer.shared();
    private final OperatorApi api = OperatorApi.onShared();

    @Test
    void goesFromNothingToAnAllowedCallAndBack() {
        String slug = newAccount();

        JsonObject issued = data(post(slug, "/api/activation", null));
        String token = issued.getString("authToken");
        assertThat(issued.keySet()).containsExactlyInAnyOrder("authToken", "privateSalt");
        assertThat(issued.getString("privateSalt")).hasSize(43);
        assertThat(server.verify(token).status()).isEqualTo(200);

        assertThat(data(post(slug, "/api/pause", null)).getString("state")).isEqualTo("paused");
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("api.paused");
        assertThat(data(post(slug, "/api/resumption", "{}")).getString("state")).isEqualTo("on");

        String next =
                data(post(slug, "/api/token/rotation", "{'keepOldFor':'PT0S'}")).getString("authToken");
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("token.unknown");
        assertThat(server.verify(next).status()).isEqualTo(200);

        assertThat(data(post(slug, "/api/deactivation", null)).getString("state"))
                .isEqualTo("off");
        assertThat(server.verify(next).header("X-Refusal")).isEqualTo("token.unknown");
        assertThat(data(post(slug, "/api/activation", null)).getString("privateSalt"))
                .isNotEqualTo(issued.getString("privateSalt"));
    }

    /** On the embedded database, and on the older server too. */
    @ParameterizedTest
    @MethodSource(SaltgateServer.SERVERS)
    void doesTheSameEverywhere(SaltgateServer.Payara payara) throws Exception {
        try (SaltgateServer embedded = SaltgateServer.configure()
                .payara(payara)
                .env("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY)
                .start()) {
            OperatorApi there = new OperatorApi(embedded, SaltgateServer.OPERATOR_KEY);
            assertThat(data(there.post("/accounts", "{'name':'Acme'}")).getString("slug"))
                    .matches("acme-[a-z0-9]{6}");
            data(there.post("/accounts", "{'name':'Acme','slug':'other','externalId':'7'}"));
            assertThat(code(there.post("/accounts", "{'name':'Acme','slug':'other'}")))
                    .isEqualTo("slug.taken");
            String token =
                    data(there.post("/accounts/other/api/activation", null)).getString("authToken");
            assertThat(embedded.verify(token).header("X-External-Id")).isEqualTo("7");
            data(there.post("/accounts/other/ip-whitelist", "{'entries':['10.0.0.0/8']}"));
            data(there.send("PUT", "/accounts/other/ip-whitelist/mode", "{'mode':'enforced'}"));
            assertThat(embedded.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
            data(there.send("PATCH", "/accounts/other", "{'suspended':true}"));
            assertThat(embedded.verify(token).header("X-Refusal")).isEqualTo("account.suspended");
            Answer keyed = there.post("/accounts", "{'name':'Keyed'}", "Idempotency-Key", "k");
            assertThat(there.post("/accounts/", "{'name':'Keyed'}", "Idempotency-Key", "k")
                            .body())
                    .isEqualTo(keyed.body());
            assertThat(keyed.header("X-Request-Id")).hasSize(22);
            assertThat(code(there.post("/accounts", "{'name':'Other'}", "Idempotency-Key", "k")))
                    .isEqualTo("idempotency.key.reused");
            assertThat(rotateAtOnce(there, "/accounts/other/api/token/rotation"))
                    .as("rotations that were answered")
                    .hasSize(1)
                    .allSatisfy(
                            answer -> assertThat(embedded.verify(data(answer).getString("authToken"))
                                            .header("X-Refusal"))
                                    .isEqualTo("account.suspended"));
            for (Answer refused : List.of(
                    there.get("/nothing"),
                    there.get("/application.wadl"),
                    there.send("OPTIONS", "/accounts", null),
                    there.send("DELETE", "/accounts", null),
                    there.post("/accounts", "{"),
                    there.post("/accounts", "{'colour':1}"),
                    there.get("/accounts/%2e%2e"),
                    new OperatorApi(embedded, "no-such-key").get("/accounts"))) {
                assertThat(refused.status()).isBetween(400, 422);
                assertThat(code(refused)).isNotBlank();
            }
        }
    }

    /** C18: one is answered with a token, which lives; the others are refused. Then rotations go on. */
    @Test
    void ofTwentyRotationsAtOnceOneIsAnsweredAndItsTokenLives() throws Exception {
        String slug = newAccount();
        String old = data(post(slug, "/api/activation", null)).getString("authToken");
        for (int round = 0; round < 3; round++) {
            List<Answer> answered = rotateAtOnce(api, path(slug, "/api/token/rotation"));

            assertThat(answered).hasSize(1);
            assertThat(server.verify(old).status()).isEqualTo(401);
            old = data(answered.getFirst()).getString("authToken");
            assertThat(server.verify(old).status()).isEqualTo(200);
        }
    }

    /** Twenty at once: those that were not refused because another one happened. */
    private static List<Answer> rotateAtOnce(OperatorApi api, String path) throws Exception {
        List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
        AtOnce.run(Collections.nCopies(20, () -> answers.add(api.post(path, null))));
        assertThat(answers).extracting(Answer::status).hasSize(20).containsOnly(200, 409);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .allSatisfy(answer -> assertThat(code(answer)).isEqualTo("api.changed"));
        return answers.stream().filter(answer -> answer.status() == 200).toList();
    }

    /** C18: bound to a token, by the id that the answer with it had. */
    @Test
    void aRotationReplacesTheTokenThatItNamesAlone() {
        String slug = newAccount();
        assertThat(code(post(slug, "/api/token/rotation", "{'replaces':'" + UUID.randomUUID() + "'}")))
                .isEqualTo("api.off");
        String first = post(slug, "/api/activation", null).header("X-Token-Id");
        String replaces = "{'replaces':'" + first + "'}";

        Answer rotated = post(slug, "/api/token/rotation", replaces);

        String token = data(rotated).getString("authToken");
        String second = rotated.header("X-Token-Id");
        assertThat(second).isNotEqualTo(first);
        assertThat(server.verify(token).header("X-Token-Id")).isEqualTo(second);
        Answer stale = post(slug, "/api/token/rotation", replaces);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(code(stale)).isEqualTo("api.changed");
        assertThat(server.verify(token).status()).isEqualTo(200);
        for (String none : List.of("", "x", first + "0")) {
            assertThat(code(post(slug, "/api/token/rotation", "{'replaces':'" + none + "'}")))
                    .isEqualTo("replaces.invalid");
        }
        data(post(slug, "/api/token/rotation", "{'replaces':'" + second + "','keepOldFor':'PT1H'}"));
        assertThat(server.verify(token).status()).isEqualTo(200);
    }

    /** Nothing is done twice, and the answer says what is so already. */
    @Test
    void refusesWhatIsSoAlready() {
        String slug = newAccount();
        for (String call : List.of("pause", "resumption", "deactivation", "token/rotation")) {
            Answer answer = post(slug, "/api/" + call, null);
            assertThat(answer.status()).as(call).isEqualTo(409);
            assertThat(code(answer)).as(call).isEqualTo("api.off");
        }
        String token = data(post(slug, "/api/activation", null)).getString("authToken");
        assertThat(code(post(slug, "/api/activation", null))).isEqualTo("api.on");
        assertThat(code(post(slug, "/api/resumption", null))).isEqualTo("api.on");
        data(post(slug, "/api/pause", null));
        assertThat(code(post(slug, "/api/pause", null))).isEqualTo("api.paused");
        assertThat(code(post(slug, "/api/activation", null))).isEqualTo("api.paused");
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("api.paused");
    }

    @Test
    void keepsTheOldTokenForAsLongAsAskedAndNoOlderOne() {
        String slug = newAccount();
        String first = data(post(slug, "/api/activation", null)).getString("authToken");
        String second =
                data(post(slug, "/api/token/rotation", "{'keepOldFor':'P30D'}")).getString("authToken");
        assertThat(server.verify(first).status()).isEqualTo(200);
        assertThat(server.verify(second).status()).isEqualTo(200);

        String third =
                data(post(slug, "/api/token/rotation", "{'keepOldFor':'PT2S'}")).getString("authToken");
        assertThat(server.verify(first).header("X-Refusal")).isEqualTo("token.unknown");
        assertThat(server.verify(second).status()).isEqualTo(200);
        assertThat(server.verify(third).status()).isEqualTo(200);
        Eventually.await(
                "the end of the overlap",
                Duration.ofSeconds(10),
                () -> server.verify(second).status() == 401);
        assertThat(server.verify(third).status()).isEqualTo(200);
    }

    @Test
    void refusesAnOverlapThatIsNoneOrTooLong() {
        String slug = newAccount();
        String token = data(post(slug, "/api/activation", null)).getString("authToken");

        for (String wrong : List.of("soon", "", "P1M", "-PT1H", "PT-1S", "7", "P7D ")) {
            Answer answer = post(slug, "/api/token/rotation", "{'keepOldFor':'" + wrong + "'}");
            assertThat(answer.status()).as(wrong).isEqualTo(422);
            assertThat(code(answer)).as(wrong).isEqualTo("keep.old.for.invalid");
        }
        for (String tooLong : List.of("P31D", "PT720H0.000000001S", "P99999999999D")) {
            assertThat(code(post(slug, "/api/token/rotation", "{'keepOldFor':'" + tooLong + "'}")))
                    .as(tooLong)
                    .isEqualTo("keep.old.for.too.long");
        }
        assertThat(code(post(slug, "/api/token/rotation", "{'keepOldFor':3600}")))
                .isEqualTo("field.type.wrong");
        assertThat(server.verify(token).status()).isEqualTo(200);
    }

    @Test
    void makesFindsAndChangesAccounts() {
        String unique = unique();
        JsonObject made = data(api.post("/accounts", "{'name':'Acme & Söhne " + unique + "'}"));
        assertThat(made.getString("slug")).isEqualTo("acme-sohne-" + unique);
        assertThat(made.isNull("externalId")).isTrue();
        assertThat(made.getBoolean("suspended")).isFalse();
        assertThat(made.getString("createdAt")).endsWith("Z");
        assertThat(made).doesNotContainKey("invitationLink");

        String path = "/accounts/" + made.getString("slug");
        assertThat(data(api.get(path))).isEqualTo(made);
        JsonObject changed = data(api.send("PATCH", path, "{'name':'Other','externalId':'customer/" + unique + "'}"));
        assertThat(changed.getString("name")).isEqualTo("Other");
        assertThat(changed.getString("slug")).isEqualTo(made.getString("slug"));
        assertThat(data(api.get("/accounts?q=customer/" + unique)).getJsonArray("accounts"))
                .containsExactly(changed);
        assertThat(data(api.get("/accounts/?q=" + unique.toUpperCase(Locale.ROOT)))
                        .getJsonArray("accounts"))
                .containsExactly(changed);
        assertThat(data(api.send("PATCH", path, "{'externalId':null}")).isNull("externalId"))
                .isTrue();
        assertThat(data(api.send("PATCH", path, "{}")).getString("name")).isEqualTo("Other");
    }

    @Test
    void tellsWhereTheNewAccountIs() {
        String slug = "n" + unique();
        Answer made = api.post("/accounts", "{'name':'New','slug':'" + slug + "'}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo(server.url() + "/api/v1/accounts/" + slug);
    }

    @Test
    void givesNoSlugAndNoExternalIdTwice() {
        String unique = unique();
        String body = "{'name':'One','slug':'s" + unique + "','externalId':'x" + unique + "'}";
        data(api.post("/accounts", body));

        assertThat(api.post("/accounts", body).status()).isEqualTo(409);
        assertThat(code(api.post("/accounts", body))).isEqualTo("slug.taken");
        assertThat(code(api.post("/accounts", "{'name':'Two','externalId':'x" + unique + "'}")))
                .isEqualTo("external.id.taken");
        String other = newAccount();
        assertThat(code(api.send("PATCH", "/accounts/" + other, "{'externalId':'x" + unique + "'}")))
                .isEqualTo("external.id.taken");
        String second =
                data(api.post("/accounts", "{'name':'S" + unique + "'}")).getString("slug");
        assertThat(second).matches("s" + unique + "-[a-z0-9]{6}");
    }

    @Test
    void ofManyWhoWantOneSlugAtOnceOneGetsIt() throws Exception {
        String body = "{'name':'One','slug':'r" + unique() + "'}";
        List<Integer> statuses = Collections.synchronizedList(new ArrayList<>());

        AtOnce.run(Collections.nCopies(
                8, () -> statuses.add(api.post("/accounts", body).status())));

        assertThat(statuses).hasSize(8).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void ofManyOfOneNameAtOnceEachGetsASlugOfItsOwn() throws Exception {
        String body = "{'name':'m" + unique() + "'}";
        List<String> slugs = Collections.synchronizedList(new ArrayList<>());

        AtOnce.run(Collections.nCopies(
                8, () -> slugs.add(data(api.post("/accounts", body)).getString("slug"))));

        assertThat(slugs).hasSize(8).doesNotHaveDuplicates();
    }

    @Test
    void listsPageByPage() {
        String unique = unique();
        for (int i = 0; i < 53; i++) {
            data(api.post("/accounts", "{'name':'Many','slug':'p%s-%03d'}".formatted(unique, i)));
        }
        JsonObject first = data(api.get("/accounts?q=p" + unique));
        JsonObject second = data(api.get("/accounts?q=p" + unique + "&cursor=" + first.getString("nextCursor")));

        List<String> slugs = new ArrayList<>();
        first.getJsonArray("accounts")
                .forEach(account -> slugs.add(account.asJsonObject().getString("slug")));
        assertThat(slugs).hasSize(50);
        second.getJsonArray("accounts")
                .forEach(account -> slugs.add(account.asJsonObject().getString("slug")));
        assertThat(slugs).hasSize(53).doesNotHaveDuplicates().isSorted();
        assertThat(second.isNull("nextCursor")).isTrue();
        for (String cursor : List.of("x", "%00", "YQ==", "Li4v", "%F0%9F", "a".repeat(5000))) {
            assertThat(code(api.get("/accounts?cursor=" + cursor))).as(cursor).isEqualTo("cursor.invalid");
        }
    }

    /** The characters that mean something to a search are looked for as themselves. */
    @Test
    void findsWhatWasTypedAndNotWhatItWouldMatch() {
        String unique = unique();
        data(api.post("/accounts", "{'name':'100% _" + unique + "!'}"));
        data(api.post("/accounts", "{'name':'100x y" + unique + "z'}"));

        assertThat(data(api.get("/accounts?q=100%25%20_" + unique + "!")).getJsonArray("accounts"))
                .hasSize(1);
        assertThat(data(api.get("/accounts?q=%25%25" + unique)).getJsonArray("accounts"))
                .isEmpty();
    }

    /** The link is the one that the console makes: it works once, and its seat is the owner's. */
    @Test
    void invitesTheOwner() {
        String slug = "o" + unique();
        String email = slug + "@example.com";
        Answer made = api.post("/accounts", "{'name':'Owned','slug':'" + slug + "','ownerEmail':'" + email + "'}");
        String link = data(made).getString("invitationLink");
        assertThat(link).matches(Pattern.quote(server.url()) + "/invitation/[0-9A-Za-z]{43}");

        String path = link.substring(server.url().length());
        Console guest = Console.at(server);
        assertThat(guest.get(path).text()).contains(email, "Owned");
        Answer joined = guest.post(path, "name", "Otto", "password", SaltgateServer.PASSWORD);
        assertThat(joined.status()).isEqualTo(303);
        Console owner = Console.at(server).on(slug);
        String[] typed = {"email", email, "password", SaltgateServer.PASSWORD, "account", ""};
        assertThat(owner.post("/signin", typed).status())
                .as("an address that nobody proved, on the page of all")
                .isEqualTo(422);
        typed[5] = slug;
        assertThat(owner.post("/signin", typed).status()).isEqualTo(303);
        assertThat(owner.get(owner.path("/settings/team")).text()).contains("Otto", "Owner", "Not verified");
        assertThat(owner.get(owner.path("/settings/audit")).text()).contains("Invited", "Operator", "Account created");
    }

    @Test
    void suspendsAndOnlyTheOperatorLiftsIt() {
        TestAccount account = TestAccount.onShared();
        Console owner = account.signIn();
        owner.enableApi();
        String token = owner.authToken();
        String path = "/accounts/" + account.slug();

        assertThat(data(api.send("PATCH", path, "{'suspended':true}")).getBoolean("suspended"))
                .isTrue();
        assertThat(server.verify(token).status()).isEqualTo(403);
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("account.suspended");
        Answer who = Http.get(server.address() + "/api/v1/account", "X-Auth-Token", token);
        assertThat(who.status()).isEqualTo(403);
        assertThat(code(who)).isEqualTo("account.suspended");

        owner.pause();
        owner.resume();
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("account.suspended");
        data(api.send("PATCH", path, "{'suspended':true}"));

        for (String wrong :
                List.of("'suspended':true,'suspensionReason':' '", "'suspended':false,'suspensionReason':'x'")) {
            assertThat(code(api.send("PATCH", path, "{" + wrong + "}"))).isEqualTo("suspension.reason.invalid");
        }
        assertThat(data(api.send("PATCH", path, "{'suspensionReason':'Overdue'}"))
                        .getString("suspensionReason"))
                .isEqualTo("Overdue");
        assertThat(data(api.send("PATCH", path, "{'suspended':true,'suspensionReason':' Not paid '}"))
                        .getString("suspensionReason"))
                .isEqualTo("Not paid");
        data(api.send("PATCH", path, "{'suspended':true}"));
        assertThat(owner.get(owner.path("")).text())
                .contains("This account is suspended", "Reason: Not paid", "Overview Suspended")
                .doesNotContain("Nothing needs your attention.", "Overview API enabled");

        assertThat(data(api.send("PATCH", path, "{'suspended':false}")).isNull("suspensionReason"))
                .isTrue();
        assertThat(data(api.send("PATCH", path, "{'suspensionReason':'Overdue'}"))
                        .isNull("suspensionReason"))
                .as("of an account that isn't suspended")
                .isTrue();
        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(account.query(
                        "select string_agg(code, ' ' order by seq) from audit_entry where account_id = ?"
                                + " and actor_kind = 'OPERATOR_KEY'",
                        account.id()))
                .as("what is so already is not written again; two more reasons are")
                .isEqualTo("account.suspended account.suspension.reason.changed account.suspension.reason.changed"
                        + " account.suspension.lifted");
    }

    @Test
    void tellsTheGateTheNewExternalIdAtOnce() {
        String slug = newAccount();
        String token = data(post(slug, "/api/activation", null)).getString("authToken");
        assertThat(server.verify(token).header("X-External-Id")).isEqualTo("-");

        data(api.send("PATCH", "/accounts/" + slug, "{'externalId':'e" + slug + "'}"));

        assertThat(server.verify(token).header("X-External-Id")).isEqualTo("e" + slug);
    }

    @Test
    void listsWhoMayCall() {
        String slug = newAccount();
        String token = data(post(slug, "/api/activation", null)).getString("authToken");

        JsonObject added = data(
                post(
                        slug,
                        "/ip-whitelist",
                        "{'entries':['10.0.0.0/8',{'address':'2001:DB8::1','label':' office ',"
                                + "'expiresAt':'2098-01-31T12:00:00Z'},'10.1.0.0/16','10.0.0.0/8',{'address':'::ffff:192.0.2.1'}]}"));
        assertThat(added.getJsonArray("entries").getValuesAs(JsonObject.class))
                .extracting(entry -> entry.getString("address") + " " + entry.getString("result") + " "
                        + entry.getOrDefault("coveredBy", null))
                .containsExactly(
                        "10.0.0.0/8 added null",
                        "2001:db8::1 added null",
                        "10.1.0.0/16 added \"10.0.0.0/8\"",
                        "10.0.0.0/8 alreadyPresent null",
                        "192.0.2.1 added null");
        assertThat(data(api.send("PUT", path(slug, "/ip-whitelist/mode"), "{'mode':'reportOnly'}"))
                        .getString("mode"))
                .isEqualTo("reportOnly");
        assertThat(server.verify(token).header("X-Would-Refuse")).isEqualTo("address.not.whitelisted");
        data(api.send("PUT", path(slug, "/ip-whitelist/mode"), "{'mode':'enforced'}"));
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");

        JsonObject list = data(api.get(path(slug, "/ip-whitelist")));
        assertThat(list.getString("mode")).isEqualTo("enforced");
        JsonObject office = list.getJsonArray("entries").getJsonObject(1);
        assertThat(office.getString("label")).isEqualTo("office");
        assertThat(office.getString("expiresAt")).isEqualTo("2098-01-31T12:00:00Z");
        assertThat(office.getString("id"))
                .isEqualTo(added.getJsonArray("entries").getJsonObject(1).getString("id"));

        String narrow = added.getJsonArray("entries").getJsonObject(2).getString("id");
        JsonObject removed = data(api.send("DELETE", path(slug, "/ip-whitelist/" + narrow), null));
        assertThat(removed.getString("remainsThrough")).isEqualTo("10.0.0.0/8");
        assertThat(api.send("DELETE", path(slug, "/ip-whitelist/" + narrow), null)
                        .status())
                .isEqualTo(404);
    }

    /** What the check says is what the gate then does. */
    @Test
    void saysWhetherAnAddressWouldPass() {
        String slug = newAccount();
        JsonObject off = check(slug, "198.51.100.7");
        assertThat(off.getString("mode")).isEqualTo("off");
        assertThat(off.getBoolean("passes")).isTrue();
        String token = data(post(slug, "/api/activation", null)).getString("authToken");
        data(api.send("PUT", path(slug, "/ip-whitelist/mode"), "{'mode':'enforced'}"));
        assertThat(check(slug, "127.0.0.1").getBoolean("passes")).isFalse();
        assertThat(server.verify(token).status()).isEqualTo(403);

        data(post(slug, "/ip-whitelist", "{'entries':['127.0.0.0/8']}"));

        JsonObject listed = check(slug, "::ffff:127.0.0.1");
        assertThat(listed.getString("address")).isEqualTo("127.0.0.1");
        assertThat(listed.getBoolean("listed")).isTrue();
        assertThat(listed.getJsonArray("through").getString(0)).isEqualTo("127.0.0.0/8");
        assertThat(listed.getBoolean("passes")).isTrue();
        assertThat(server.verify(token).status()).isEqualTo(200);
    }

    /** Each bad entry is named with its code; then none of the call is saved. */
    @Test
    void refusesAddressesThatAreNone() {
        String slug = newAccount();
        data(post(slug, "/api/activation", null));

        Answer answer = post(
                slug,
                "/ip-whitelist",
                "{'entries':['10.0.0.0/8','10.0.0.1/8','010.8.8.8','fe80::1%eth0','','example.com',"
                        + "{'address':'10.0.0.2','expiresAt':'2001-01-01T00:00:00Z'},"
                        + "{'address':'10.0.0.3','expiresAt':'tomorrow'},{'address':'10.0.0.4','label':'a\\nb'}]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(code(answer)).isEqualTo("whitelist.range.host.bits");
        assertThat(answer.body())
                .contains(
                        "10.0.0.1/8",
                        "10.0.0.0/8",
                        "whitelist.range.leading.zero",
                        "010.8.8.8",
                        "whitelist.range.zone",
                        "whitelist.range.empty",
                        "whitelist.range.invalid",
                        "example.com",
                        "entries[6].expiresAt",
                        "whitelist.expires.invalid",
                        "tomorrow",
                        "whitelist.label.invalid");
        assertThat(data(api.get(path(slug, "/ip-whitelist"))).getJsonArray("entries"))
                .isEmpty();
        for (String typed : List.of("10.0.0.0/8", " 10.0.0.1", "", "localhost", "010.0.0.1", "::1%lo")) {
            assertThat(post(slug, "/ip-whitelist/check", "{'address':'" + typed + "'}")
                            .status())
                    .as(typed)
                    .isEqualTo(422);
        }
    }

    @Test
    void hasNoWhitelistWhileTheApiIsOff() {
        String slug = newAccount();

        JsonObject list = data(api.get(path(slug, "/ip-whitelist")));
        assertThat(list.getString("mode")).isEqualTo("off");
        assertThat(list.getJsonArray("entries")).isEmpty();
        assertThat(code(post(slug, "/ip-whitelist", "{'entries':['10.0.0.0/8']}")))
                .isEqualTo("api.off");
        assertThat(code(api.send("PUT", path(slug, "/ip-whitelist/mode"), "{'mode':'enforced'}")))
                .isEqualTo("api.off");
        assertThat(code(api.send("DELETE", path(slug, "/ip-whitelist/" + UUID.randomUUID()), null)))
                .isEqualTo("api.off");
    }

    /** One account's path gives nothing of another's, and the answer is that of what is nowhere. */
    @Test
    void anotherAccountsEntryIsNotThere() {
        String one = newAccount();
        String other = newAccount();
        data(post(one, "/api/activation", null));
        data(post(other, "/api/activation", null));
        String id = data(post(one, "/ip-whitelist", "{'entries':['10.0.0.0/8']}"))
                .getJsonArray("entries")
                .getJsonObject(0)
                .getString("id");

        Answer foreign = api.send("DELETE", path(other, "/ip-whitelist/" + id), null);
        Answer nowhere = api.send("DELETE", path(other, "/ip-whitelist/" + UUID.randomUUID()), null);

        assertThat(foreign.status()).isEqualTo(404);
        assertThat(foreign.body()).isEqualTo(nowhere.body());
        assertThat(data(api.get(path(one, "/ip-whitelist"))).getJsonArray("entries"))
                .hasSize(1);
    }

    @Test
    void closedAndUnknownAccountsAreTheSameNothing() {
        TestAccount closed = TestAccount.onShared();
        closed.setStatus("CLOSED");

        Answer unknown = api.get("/accounts/no-such-account");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(code(unknown)).isEqualTo("not.found");
        for (Answer answer : List.of(
                api.get("/accounts/" + closed.slug()),
                api.send("PATCH", "/accounts/" + closed.slug(), "{'suspended':true}"),
                post(closed.slug(), "/api/activation", null),
                api.get("/accounts/NOT-A-SLUG"),
                api.get("/nothing"))) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(unknown.body());
        }
        assertThat(data(api.get("/accounts?q=" + closed.slug())).getJsonArray("accounts"))
                .isEmpty();
        assertThat(api.post("/accounts", "{'name':'Again','slug':'" + closed.slug() + "'}")
                        .status())
                .as("no slug is given out again")
                .isEqualTo(409);
    }

    /** The trail names the key, and says that the secrets left with the answer. */
    @Test
    void writesDownWhichKeyDidWhat() {
        String slug = newAccount();
        data(post(slug, "/api/activation", null));
        data(post(slug, "/api/token/rotation", null));
        TestAccount any = TestAccount.onShared();
        String of = " from audit_entry e join account a on a.id = e.account_id where a.slug = ?";

        assertThat(any.query("select string_agg(e.code, ' ' order by e.seq)" + of, slug))
                .isEqualTo("account.created api.enabled token.copied salt.copied token.regenerated token.copied");
        assertThat(any.query("select count(distinct e.actor_id) || e.actor_kind" + of + " group by e.actor_kind", slug))
                .isEqualTo("1OPERATOR_KEY");
        assertThat(any.query("select count(*) " + of + " and e.actor_id is null", slug))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer no-such-operator-key-0123456789",
                "Bearer " + SaltgateServer.OPERATOR_KEY + "x",
                "Bearer " + SaltgateServer.OPERATOR_KEY + " x",
                "Bearer " + SaltgateServer.OPERATOR_KEY + "," + SaltgateServer.OPERATOR_KEY,
                "Bearer\t" + SaltgateServer.OPERATOR_KEY,
                "Basic " + SaltgateServer.OPERATOR_KEY,
                SaltgateServer.OPERATOR_KEY
            })
    void nobodyElseIsTold(String authorization) {
        String slug = newAccount();
        String body = null;
        for (String call : List.of(
                "GET /accounts",
                "POST /accounts",
                "PATCH /accounts/" + slug,
                "POST /accounts/" + slug + "/api/activation",
                "POST /accounts/no-such-account/api/activation",
                "DELETE /accounts/" + slug + "/ip-whitelist/" + UUID.randomUUID())) {
            String[] words = call.split(" ");
            // With a GET or DELETE the server itself refuses a body.
            String sent = words[0].startsWith("P") ? "{broken" : null;
            Answer answer = authorization.isEmpty()
                    ? Http.send(words[0], server.address() + "/api/v1" + words[1], sent)
                    : Http.send(
                            words[0], server.address() + "/api/v1" + words[1], sent, "Authorization", authorization);
            assertThat(answer.status()).as(call).isEqualTo(401);
            assertThat(code(answer)).isEqualTo("key.unknown");
            assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
            body = body == null ? answer.body() : body;
            assertThat(answer.body()).as("the same words to all").isEqualTo(body);
        }
        assertThat(code(post(slug, "/api/pause", null))).as("nothing was done").isEqualTo("api.off");
    }

    @Test
    void takesOneKeyInAnySpellingOfItsScheme() {
        String address = server.address() + "/api/v1/accounts?q=none";
        String key = SaltgateServer.OPERATOR_KEY;

        assertThat(Http.get(address, "Authorization", "bearer " + key).status()).isEqualTo(200);
        assertThat(Http.get(address, "Authorization", "BEARER  " + key).status())
                .isEqualTo(200);
        assertThat(Http.get(address, "Authorization", "Bearer " + key, "Authorization", "Bearer " + key)
                        .status())
                .as("two of them")
                .isEqualTo(401);
    }

    /** Neither a browser's session nor an account's token opens the operator's calls; and no key opens a page. */
    @Test
    void cookiesAndAccountTokensOpenNothing() {
        Console operator = server.signIn();
        assertThat(operator.get("/api/v1/accounts").status()).isEqualTo(401);
        TestAccount account = TestAccount.onShared();
        Console owner = account.signIn();
        owner.enableApi();
        String token = owner.authToken();
        String path = server.address() + "/api/v1/accounts/" + account.slug();

        assertThat(Http.get(path, "X-Auth-Token", token).status()).isEqualTo(401);
        assertThat(Http.get(path, "Authorization", "Bearer " + token).status()).isEqualTo(401);
        assertThat(Http.send("POST", path + "/api/pause", null, "Cookie", owner.cookie())
                        .status())
                .isEqualTo(401);
        assertThat(server.verify(token).status()).isEqualTo(200);
        Answer page = Http.get(
                server.address() + "/accounts/" + account.slug() + "/settings/api",
                "Authorization",
                "Bearer " + SaltgateServer.OPERATOR_KEY);
        assertThat(page.location()).startsWith("/signin");
        assertThat(server.verify(SaltgateServer.OPERATOR_KEY).status()).isEqualTo(401);
    }

    /** The key in any other place is none, and is not repeated. */
    @Test
    void takesTheKeyFromItsHeaderAlone() {
        for (String query : List.of("access_token", "key", "Authorization")) {
            Answer answer =
                    Http.get(server.address() + "/api/v1/accounts?" + query + "=" + SaltgateServer.OPERATOR_KEY);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.toString()).doesNotContain(SaltgateServer.OPERATOR_KEY);
        }
    }

    private JsonObject check(String slug, String address) {
        return data(post(slug, "/ip-whitelist/check", "{'address':'" + address + "'}"));
    }

    private Answer post(String slug, String path, String body) {
        return api.post(path(slug, path), body);
    }

    private static String path(String slug, String path) {
        return "/accounts/" + slug + path;
    }

    private String newAccount() {
        String slug = "a" + unique();
        data(api.post("/accounts", "{'name':'Account " + slug + "','slug':'" + slug + "'}"));
        return slug;
    }

    private static String unique() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
