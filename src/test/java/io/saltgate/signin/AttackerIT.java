package io.saltgate.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.team.Role;
import io.saltgate.testing.Answer;
import io.saltgate.testing.AuthenticatorApp;
import io.saltgate.testing.Console;
import io.saltgate.testing.Eventually;
import io.saltgate.testing.Http;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Five attackers go through their moves, and what they came for is as it was. Single defences have tests of their own:
 * {@code ConfirmationIT}, {@code SecondFactorIT}, {@code TeamPagesIT}, {@code ProvedAddressIT}, {@code ThrottlePagesIT}
 * and {@code SignInFloodIT}.
 */
@Tag("alone")
class AttackerIT {

    private static final String MALLORY = "a password of mallory's own";
    private static final Pattern SECRET = Pattern.compile("sg_[0-9A-Za-z]{49}");
    private static final Pattern TOTP = Pattern.compile("(?s)<textarea id=\"secret\"[^>]*>([A-Z2-7 ]{39})</textarea>");

    /** Hashing takes tens of milliseconds, and an answer without it one or two. */
    private static final double TIME_CLASS = 3;

    private static SaltgateServer server;

    private TestAccount account;
    private TestAccount others;

    @BeforeAll
    static void start() {
        server = SaltgateServer.configure()
                .postgres()
                .env("SALTGATE_GATEWAYS", "127.0.0.1")
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void makeAccounts() {
        account = TestAccount.on(server);
        others = TestAccount.on(server);
    }

    @Test
    void whoStoleASessionGetsNoSecretAndNoWayToStay() {
        Console owner = account.signIn();
        owner.enableApi();
        account.makeOperator();
        AuthenticatorApp app = enrol(owner);
        String dana = "dana-" + account.slug() + "@example.com";
        account.addMember(dana, Role.DEVELOPER);
        String member = "/settings/team/members/" + id(dana);
        String token = owner.tokenId();
        account.ageProofs("16 minutes");
        Console thief = owner.at(server, owner.cookie());
        String before = account.snapshot() + credentials(account.ownerEmail());

        List<Answer> answers = new ArrayList<>();
        for (String secret : List.of("token", "salt")) {
            answers.add(thief.postForm(thief.path("/settings/api/" + secret + "/disclosure")));
        }
        answers.add(thief.postForm(
                thief.path("/settings/team/invitations"), "email", "mallory@example.com", "role", "OWNER"));
        answers.add(thief.postForm(thief.path(member + "/role"), "role", "OWNER", "seen", "DEVELOPER"));
        answers.add(thief.postForm(thief.path(member + "/handover"), "role", "AUDITOR", "seen", "DEVELOPER"));
        answers.add(thief.postForm(thief.path("/settings/general/api-management"), "allowed", "yes"));
        answers.add(thief.postForm(thief.path("/settings/general/second-factor"), "required", "no"));
        answers.add(thief.postForm(thief.path("/settings/closing/confirmed"), "name", "Account " + account.slug()));
        answers.add(thief.postForm(
                thief.path("/settings/webhooks/endpoints"), "url", "https://mallory.example.com/collect"));
        answers.add(thief.postForm("/profile/passkeys/setup"));
        answers.add(thief.postForm("/profile/passkeys", "name", "Mine", "handle", "x", "passkey", "{}"));
        answers.add(thief.postForm("/profile/second-factor/setup"));
        answers.add(thief.postForm("/profile/second-factor/recovery-codes"));
        answers.add(thief.postForm("/profile/second-factor/removal"));
        answers.add(thief.postForm("/profile/email", "email", "mallory@example.com"));
        answers.add(thief.postForm(
                "/profile/password", "current-password", "a guess of mallory's", "new-password", MALLORY));
        answers.add(thief.get("/operator/people?q=" + dana));
        answers.add(thief.postForm("/operator/people/" + id(dana) + "/recovery", "second-factor", "remove"));
        answers.add(thief.postForm("/operator/people/" + id(dana) + "/erasure"));
        answers.add(thief.postForm("/operator/keys", "name", "mine", "scope", "credentials"));
        answers.add(thief.post(
                thief.path("/settings/api/deactivation"),
                "enabling",
                UUID.randomUUID().toString()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isIn(303, 400, 403, 404, 409, 422);
            assertThat(SECRET.matcher(answer.body()).find()).isFalse();
            assertThat(answer.body()).doesNotContain("<code>", "/recovery/", "/invitation/");
        });
        assertThat(account.snapshot() + credentials(account.ownerEmail())).isEqualTo(before);

        // Regenerate stops a leak, and so asks nobody; it shows the new token to nobody either.
        Answer regenerated = thief.submitRegenerate(token);
        assertThat(SECRET.matcher(regenerated.body() + thief.apiPage().body()).find())
                .isFalse();

        // The owner ends it, with a code; the thief's copy is worth nothing.
        Console again = Console.at(server).on(account.slug());
        signInWithCode(again, app);
        assertThat(again.postForm("/profile/sessions/end").status()).isEqualTo(303);
        assertThat(thief.get("/profile").location()).startsWith("/signin");
    }

    @Test
    void whoStoleAPasswordStopsAtTheSecondFactor() {
        Console owner = account.signIn();
        owner.enableApi();
        AuthenticatorApp app = enrol(owner);
        String before = account.snapshot() + credentials(account.ownerEmail());
        Console thief = Console.at(server).on(account.slug());
        String kept = thief.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD)
                .field("kept");
        List<Integer> statuses = new ArrayList<>();
        for (int code = 0; code < 30; code++) {
            statuses.add(thief.post("/signin/code", "kept", kept, "code", String.format("%06d", code * 31_337))
                    .status());
        }
        assertThat(statuses).as("guesses are slowed").containsOnly(422, 429).endsWith(429);
        for (String page :
                List.of("/profile", "/accounts", thief.path("/settings/api"), thief.path("/settings/audit"))) {
            assertThat(thief.get(page).location()).as(page).startsWith("/signin");
        }
        List<Answer> answers = List.of(
                thief.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD, "code", ""),
                thief.post(
                        "/signin",
                        "email",
                        account.ownerEmail(),
                        "password",
                        SaltgateServer.PASSWORD,
                        "account",
                        account.slug()),
                thief.post("/signin/confirmation", "password", SaltgateServer.PASSWORD),
                thief.post("/signin/passkey", "kept", kept, "passkey", "{}"),
                thief.post("/profile/second-factor/removal", "_password", SaltgateServer.PASSWORD),
                thief.post("/profile/password", "current-password", SaltgateServer.PASSWORD, "new-password", MALLORY),
                thief.post(thief.path("/settings/api/token/disclosure"), "_password", SaltgateServer.PASSWORD),
                thief.get("/api/v1/account", "Authorization", "Basic b3duZXI6Y29ycmVjdA=="));
        assertThat(answers).allSatisfy(answer -> {
            assertThat(SECRET.matcher(answer.body()).find()).isFalse();
        });
        assertThat(thief.cookie()).as("a session").isNull();
        assertThat(account.snapshot() + credentials(account.ownerEmail())).isEqualTo(before);

        owner.signOut(); // whose browser is known, and so isn't slowed by the thief's guesses
        signInWithCode(owner, app);
        assertThat(owner.get("/profile/activity").text())
                .as("the owner sees the guesses")
                .contains("code");
    }

    @Test
    void aMaliciousAdminRisesNowhereAndReadsNoOtherAccount() {
        account.signIn().enableApi();
        Console other = others.signIn();
        other.enableApi();
        other.addToWhitelist("198.51.100.9", "secret office");
        Console admin = account.signInAs(Role.ADMIN);
        String self = account.query(
                "select m.user_id::text from member m where account_id = ? and role = 'ADMIN'", account.id());
        String owner = id(account.ownerEmail());
        String theirs = "/accounts/" + others.slug();
        String before = account.snapshot() + others.snapshot() + credentials(account.ownerEmail());

        List<Answer> answers = new ArrayList<>();
        String team = admin.path("/settings/team");
        for (String role : List.of("OWNER", "owner", "OWNER,ADMIN", "OPERATOR")) {
            answers.add(admin.postForm(team + "/members/" + self + "/role", "role", role, "seen", "ADMIN"));
            answers.add(admin.postForm(team + "/invitations", "email", "mallory@example.com", "role", role));
        }
        answers.add(admin.postForm(team + "/members/" + owner + "/role", "role", "AUDITOR", "seen", "OWNER"));
        answers.add(admin.postForm(team + "/members/" + owner + "/removal"));
        answers.add(admin.postForm(team + "/members/" + self + "/handover", "role", "OWNER", "seen", "ADMIN"));
        for (String form :
                List.of("name", "second-factor", "api-management", "leak-reports", "token-age", "sessions")) {
            answers.add(admin.postForm(
                    admin.path("/settings/general/" + form),
                    "name",
                    "Mallory Inc",
                    "required",
                    "no",
                    "allowed",
                    "yes",
                    "pauses",
                    "no",
                    "days",
                    "1",
                    "idle",
                    "5"));
        }
        answers.add(admin.postForm(admin.path("/settings/closing/confirmed"), "name", "Account " + account.slug()));
        for (String page : List.of(
                "",
                "/settings/api",
                "/settings/ip-whitelist",
                "/settings/audit",
                "/settings/team",
                "/settings/usage")) {
            answers.add(admin.get(theirs + page));
        }
        answers.add(admin.postForm(theirs + "/settings/api/token/disclosure"));
        answers.add(admin.postForm(theirs + "/settings/ip-whitelist/entries", "range", "0.0.0.0/0"));
        answers.add(admin.postForm(team + "/members/" + id(others.ownerEmail()) + "/removal"));
        answers.add(admin.postForm(
                admin.path("/settings/ip-whitelist/entries/" + other.entryId("198.51.100.9") + "/removal")));
        answers.add(admin.postForm(admin.path("/settings/api/pause"), "enabling", other.enablingId()));
        answers.add(Http.sendRaw(
                server.port(),
                "GET",
                "/accounts/" + account.slug() + "/../" + others.slug() + "/settings/api",
                "",
                "Cookie: " + admin.cookie()));
        answers.add(Http.sendRaw(
                server.port(),
                "GET",
                "/accounts/" + account.slug() + ";x/settings%2f../settings/api",
                "",
                "Cookie: " + admin.cookie()));
        for (String page : List.of("", "/accounts", "/people?q=a", "/keys", "/audit", "/health")) {
            answers.add(admin.get("/operator" + page));
        }

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isIn(400, 403, 404, 409, 422);
            assertThat(answer.body()).doesNotContain("secret office", "198.51.100.9", others.ownerEmail());
        });
        assertThat(account.snapshot() + others.snapshot() + credentials(account.ownerEmail()))
                .isEqualTo(before);
    }

    @Test
    void aMaliciousInviterBecomesNobodyElse() {
        String victim = "victim-" + UUID.randomUUID() + "@example.com";
        others.addMember(victim, Role.OWNER);
        Console mallory = account.signIn();
        String seat = invite(mallory, victim, "ADMIN");
        String before = credentials(victim);

        // The victim is a person already: nobody else takes the seat, with a password of their own or as themselves.
        Console stranger = Console.at(server);
        List<Answer> answers = List.of(
                stranger.post(seat, "name", "Victim", "password", MALLORY),
                mallory.postForm(seat),
                mallory.postForm(seat, "name", "Victim", "password", MALLORY));
        assertThat(answers).extracting(Answer::status).isSubsetOf(303, 403, 404, 409, 422);
        assertThat(stranger.cookie()).as("a session").isNull();
        assertThat(account.query(
                        "select count(*) from member where account_id = ? and user_id = cast(? as uuid)",
                        account.id(),
                        id(victim)))
                .isEqualTo("0");
        for (String slug : new String[] {"", account.slug(), others.slug()}) {
            Answer signIn = Console.at(server).post("/signin", "email", victim, "password", MALLORY, "account", slug);
            assertThat(signIn.status()).as(slug).isEqualTo(422);
        }

        // Someone whom nobody knows yet: what the inviter makes of the seat counts in this account alone.
        String newcomer = "newcomer-" + UUID.randomUUID() + "@example.com";
        String shown = invite(mallory, newcomer, "DEVELOPER");
        Console asNewcomer = Console.at(server).on(account.slug());
        assertThat(asNewcomer
                        .post(shown, "name", "Newcomer", "password", MALLORY)
                        .status())
                .isEqualTo(303);
        String real = invite(others.signIn(), newcomer, "OWNER");
        assertThat(asNewcomer.postForm(real).status()).isEqualTo(409);
        assertThat(asNewcomer.get("/accounts/" + others.slug()).status()).isEqualTo(404);
        assertThat(asNewcomer
                        .postForm(real, "role", "OWNER", "name", "x", "password", MALLORY)
                        .status())
                .isIn(403, 409, 422);
        assertThat(Console.at(server)
                        .post(shown, "name", "Again", "password", MALLORY)
                        .status())
                .as("a link works once")
                .isIn(404, 409);
        assertThat(asNewcomer.get(asNewcomer.path("/settings/general")).status())
                .isEqualTo(403);
        assertThat(credentials(victim)).isEqualTo(before);
        assertThat(account.query(
                        "select string_agg(role, ' ') from member where account_id = ? and user_id <> cast(? as uuid)",
                        others.id(),
                        id(others.ownerEmail())))
                .as("the victim alone")
                .isEqualTo("OWNER");
    }

    @Test
    void aFloodLearnsNothingAndKeepsNobodyOut() throws Exception {
        account.withFullHash();
        Console known = account.signIn();
        known.signOut(); // its browser is known
        String nobody = "nobody-" + account.slug() + "@example.com";
        median("warm-up-" + nobody, 0);
        long ofSomeone = median(account.ownerEmail(), 10);
        long ofNobody = median(nobody, 20);
        assertThat((double) Math.max(ofSomeone, ofNobody) / Math.min(ofSomeone, ofNobody))
                .as("an address that exists takes as long (%d and %d ms)", ofSomeone, ofNobody)
                .isLessThan(TIME_CLASS);
        assertThat(withoutNames(guess(account.ownerEmail(), "203.0.113.200")))
                .isEqualTo(withoutNames(guess(nobody, "203.0.113.201")));
        assertThat(withoutNames(Console.at(server).post("/signin/forgotten", "email", account.ownerEmail())))
                .isEqualTo(withoutNames(Console.at(server).post("/signin/forgotten", "email", nobody)));

        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> flood = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String email = i % 2 == 0 ? account.ownerEmail() : "guess" + i + "@example.com";
                String from = "2001:db8:" + Integer.toHexString(i) + "::1";
                flood.add(clients.submit(() -> guess(email, from)));
            }
            Answer in = known.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
            for (int tries = 0; tries < 5 && (in.status() == 503 || in.status() == 429); tries++) {
                Eventually.pause(1_000);
                in = known.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD);
            }
            assertThat(in.status()).as("the owner, on a known browser").isEqualTo(303);
            for (Future<Answer> each : flood) {
                Answer answer = each.get();
                statuses.add(answer.status());
                assertThat(answer.headers("Set-Cookie").toString()).doesNotContain(known.cookie());
            }
        }
        assertThat(statuses).isSubsetOf(422, 429, 503);
        assertThat(statuses)
                .filteredOn(status -> status != 422)
                .as("turned away")
                .hasSizeGreaterThan(100);
        assertThat(known.get("/profile").status()).isEqualTo(200);
    }

    /** In milliseconds, of five guesses from addresses of their own. */
    private static long median(String email, int from) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            assertThat(guess(email, "203.0.113." + (from + i)).status()).isIn(422, 429);
            times.add((System.nanoTime() - began) / 1_000_000);
        }
        return Math.max(1, times.stream().sorted().toList().get(2));
    }

    private static Answer guess(String email, String from) {
        return Http.send(
                "POST",
                server.address() + "/signin",
                Http.form("email", email, "password", "not the password of anyone"),
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Origin",
                server.url(),
                "X-Forwarded-For",
                from);
    }

    /** What an answer says of a person, without what was typed and what differs each time. */
    private static String withoutNames(Answer answer) {
        return answer.status()
                + answer.body()
                        .replaceAll("[a-z0-9-]+@[a-z0-9.-]+", "someone")
                        .replaceAll("value=\"[0-9A-Za-z_.-]{20,}\"", "")
                        .replaceAll("owner|nobody", "");
    }

    private String id(String email) {
        return account.query("select id::text from users where email = ?", email);
    }

    /** All that a person proves themselves with. */
    private String credentials(String email) {
        StringBuilder rows = new StringBuilder();
        for (String table : List.of("password", "authenticator_app", "passkey", "recovery_link", "address_mail")) {
            rows.append(account.query(
                            "select string_agg(to_jsonb(t)::text, ';' order by to_jsonb(t)::text) from " + table
                                    + " t where user_id = cast(? as uuid)",
                            id(email)))
                    .append('\n');
        }
        return rows + account.query("select to_jsonb(u)::text from users u where id = cast(? as uuid)", id(email));
    }

    private static String invite(Console by, String email, String role) {
        Answer invited = by.postForm(by.path("/settings/team/invitations"), "email", email, "role", role);
        assertThat(invited.status()).isEqualTo(200);
        return invited.body().replaceAll("(?s).*(/invitation/[0-9A-Za-z]{43}).*", "$1");
    }

    private static AuthenticatorApp enrol(Console owner) {
        Answer offer = owner.postForm("/profile/second-factor/setup");
        AuthenticatorApp app = new AuthenticatorApp(
                TOTP.matcher(offer.body()).results().findFirst().orElseThrow().group(1));
        Answer codes = owner.postForm(
                "/profile/second-factor/app", "_nonce", "enrol", "kept", offer.field("kept"), "code", app.code());
        assertThat(codes.status()).isEqualTo(200);
        return app;
    }

    private void signInWithCode(Console browser, AuthenticatorApp app) {
        String kept = browser.post("/signin", "email", account.ownerEmail(), "password", SaltgateServer.PASSWORD)
                .field("kept");
        assertThat(browser.post("/signin/code", "kept", kept, "code", app.code())
                        .status())
                .isEqualTo(303);
    }
}
