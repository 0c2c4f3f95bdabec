package io.saltgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Eventually;
import io.saltgate.testing.Receiver;
import io.saltgate.testing.SaltgateServer;
import io.saltgate.testing.TestAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** bin/saltgate as operators run it, as a process, against a running server. */
class SaltgateCommandIT {

    private static final JsonMapper JSON = new JsonMapper();

    private record Run(int exitCode, String out, String err) {

        Run expect(int expected) {
            assertThat(exitCode).as(out + err).isEqualTo(expected);
            assertThat(err).doesNotContain("Exception", "\tat ");
            return this;
        }

        /** The value behind a label of a table without headings. */
        String value(String label) {
            return out.lines()
                    .filter(line -> line.startsWith(label + "  "))
                    .map(line -> line.substring(label.length()).strip())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + label + " in " + out));
        }

        JsonNode json() {
            return JSON.readTree(out);
        }
    }

    private final SaltgateServer server = SaltgateServer.shared();
    private final String slug = "c" + UUID.randomUUID().toString().substring(0, 8);
    private final Map<String, String> variables = new HashMap<>();

    @TempDir
    Path dir;

    @BeforeEach
    void configure() {
        variables.put("SALTGATE_URL", server.address());
        variables.put("SALTGATE_OPERATOR_KEY", SaltgateServer.OPERATOR_KEY);
    }

    @Test
    void tellsTheOperatorsStory() throws Exception {
        Run created = saltgate(
                        "accounts",
                        "create",
                        "Story " + slug,
                        "--slug",
                        slug,
                        "--external-id",
                        "x-" + slug,
                        "--owner",
                        "owner@" + slug + ".example")
                .expect(0);
        assertThat(created.value("Slug")).isEqualTo(slug);
        assertThat(created.value("Invitation link")).contains("/invitation/");
        assertThat(created.err()).contains("You won't see it again");
        assertThat(saltgate("accounts", "list", "--query", slug).expect(0).out())
                .startsWith("SLUG ")
                .contains(slug);

        variables.put("SALTGATE_ACCOUNT", slug);
        String developer = "dev@" + slug + ".example";
        assertThat(saltgate("members", "invite", developer, "--role", "developer")
                        .expect(0)
                        .value("Role"))
                .isEqualTo("developer");
        assertThat(saltgate("members", "list").expect(0).out()).contains(developer, "(invited)");
        saltgate("members", "remove", developer).expect(0);

        Run enabled = saltgate("api", "enable").expect(0);
        String token = enabled.value("Auth Token");
        assertThat(enabled.value("Private Salt")).isNotBlank();
        assertThat(enabled.err()).contains("Store this now").doesNotContain(token);
        assertThat(saltgate("api", "enable").expect(1).err()).contains("[api.on]");
        assertThat(server.verify(token).status()).isEqualTo(200);
        variables.put("SALTGATE_TOKEN", token);
        assertThat(saltgate("whoami").expect(0).value("Token id")).isEqualTo(enabled.value("Token id"));
        variables.remove("SALTGATE_TOKEN");

        saltgate("api", "pause").expect(0);
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("api.paused");
        saltgate("api", "resume").expect(0);
        assertThat(saltgate("api", "rotate").expect(2).err()).contains("--yes");
        Run rotated = saltgate("api", "rotate", "--keep-old-for", "1h", "--replaces", enabled.value("Token id"))
                .expect(0);
        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(server.verify(rotated.value("Auth Token")).status()).isEqualTo(200);
        assertThat(saltgate("api", "rotate", "--yes", "--replaces", enabled.value("Token id"))
                        .expect(1)
                        .err())
                .contains("[api.changed]");

        assertThat(saltgate("accounts", "suspend", slug, "--reason", "Not paid")
                        .expect(0)
                        .value("Suspended"))
                .isEqualTo("yes: Not paid");
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("account.suspended");
        saltgate("accounts", "resume", slug).expect(0);
        assertThat(saltgate("accounts", "rename", slug, "Renamed").expect(0).value("Name"))
                .isEqualTo("Renamed");
        saltgate("api", "disable", "--yes").expect(0);
        assertThat(server.verify(token).status()).isEqualTo(401);
        assertThat(saltgate("accounts", "close", slug).expect(2).err()).contains("--yes");
        assertThat(saltgate("accounts", "close", slug, "--yes").expect(0).out()).contains("can be reopened until");
        assertThat(saltgate("accounts", "show", slug).expect(1).err()).contains("[not.found]");
        assertThat(saltgate("accounts", "closed", "--all").expect(0).out()).contains(slug);
        saltgate("accounts", "reopen", slug).expect(0);
    }

    @Test
    void appliesAWhitelistAfterShowingWhatChanges() throws Exception {
        String token = account();
        saltgate("whitelist", "add", "10.0.0.0/8", "192.0.2.0/24", "--label", "old")
                .expect(0);
        String before = saltgate("whitelist", "export").expect(0).out();
        assertThat(before).isEqualTo("10.0.0.0/8 # old\n192.0.2.0/24 # old\n");
        String list = file(
                "list.txt",
                "# ours\n\n127.0.0.0/8\n192.0.2.0/24 # new\n2001:DB8::/48 until" + " 2098-01-31T12:00:00Z # guests\n");

        Run plan = saltgate("whitelist", "apply", "-f", list, "--dry-run").expect(0);
        assertThat(plan.out())
                .startsWith("Whitelist of " + slug + ", off: 2 added, 1 removed, 1 changed, 0 unchanged\n")
                .contains("+  127.0.0.0/8", "-  10.0.0.0/8", "~  192.0.2.0/24", "label old -> new");
        assertThat(saltgate("whitelist", "apply", "-f", list).expect(2).err()).contains("--yes");
        assertThat(saltgate("whitelist", "export").out()).isEqualTo(before);

        assertThat(saltgate("whitelist", "apply", "-f", list, "--yes").expect(0).out())
                .contains("Applied: 2 added, 1 removed, 1 changed, 0 unchanged.");
        assertThat(saltgate("whitelist", "apply", "-f", list).expect(0).out()).contains("is as the file says");
        String exported = saltgate("whitelist", "export").expect(0).out();
        assertThat(saltgate("whitelist", "apply", "-f", file("again.txt", exported), "--dry-run", "--json")
                        .expect(0)
                        .json()
                        .path("unchanged")
                        .asInt())
                .isEqualTo(3);

        Run bad = saltgate("whitelist", "apply", "-f", file("bad.txt", "10.0.0.1\n\n10.1.2.3/8\n010.0.0.1 # x\n"))
                .expect(1);
        assertThat(bad.err())
                .contains("bad.txt:3: ", "[whitelist.range.host.bits]")
                .contains("bad.txt:4: ", "[whitelist.range.leading.zero]")
                .hasLineCount(2);

        assertThat(server.verify(token).status()).isEqualTo(200);
        saltgate("whitelist", "mode", "enforced", "--yes").expect(0);
        assertThat(saltgate("whitelist", "check", "127.0.0.1").expect(0).value("May call"))
                .isEqualTo("yes");
        assertThat(saltgate("whitelist", "check", "10.0.0.1").expect(0).value("May call"))
                .isEqualTo("no");
        assertThat(saltgate("whitelist", "remove", "192.0.2.0/24").expect(0).out())
                .contains("is removed");
        assertThat(saltgate("whitelist", "remove", "192.0.2.0/24").expect(1).err())
                .contains("isn't an entry");
        assertThat(saltgate("whitelist", "list").expect(0).out()).startsWith("Mode: enforced\n");
    }

    @Test
    void locksNobodyOutUnlessForced() throws Exception {
        String token = account();
        String elsewhere = file("elsewhere.txt", "203.0.113.0/24\n");
        assertThat(server.verify(token).status()).isEqualTo(200);
        assertThat(saltgate("whitelist", "mode", "enforced", "--yes").expect(1).err())
                .contains("would stop every call", "--force");
        saltgate("whitelist", "add", "127.0.0.0/8").expect(0);
        saltgate("whitelist", "mode", "enforced", "--yes").expect(0);
        Eventually.await(
                "the call is counted",
                Duration.ofSeconds(30),
                () -> run("whitelist", "apply", "-f", elsewhere, "--dry-run")
                        .out()
                        .contains("!  127.0.0.1"));

        Run refused = saltgate("whitelist", "apply", "-f", elsewhere, "--yes").expect(1);
        assertThat(refused.out()).contains("would be refused: 1 address, 1 call");
        assertThat(refused.err()).contains("would stop every call", "--force");
        assertThat(server.verify(token).status()).isEqualTo(200);

        saltgate("whitelist", "apply", "-f", elsewhere, "--yes", "--force").expect(0);
        assertThat(server.verify(token).header("X-Refusal")).isEqualTo("address.not.whitelisted");
    }

    @Test
    void sendsEventsAndReplaysDeliveries() throws Exception {
        account();
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            String endpoint = saltgate(
                            "webhooks", "add", "http://127.0.0.1:" + receiver.port() + "/hook", "--type", "a.*")
                    .expect(0)
                    .value("ID");
            assertThat(saltgate("webhooks", "list").expect(0).out()).contains(endpoint, "a.*", "enabled");
            String payload = file("payload.json", "{\"pages\": 3.50}");
            String[] event = {
                "events", "send", "a.b", "doc-1", "-f", payload, "--idempotency-key", "k-" + slug, "--json"
            };
            JsonNode sent = saltgate(event).expect(0).json();
            assertThat(saltgate(event).expect(0).json()).isEqualTo(sent);

            Eventually.await(
                    "it is delivered",
                    Duration.ofSeconds(30),
                    () -> receiver.requests().size() == 1);
            assertThat(new String(receiver.requests().getFirst().body(), UTF_8)).contains("\"pages\": 3.50");
            Eventually.await(
                    "it is noted",
                    Duration.ofSeconds(30),
                    () -> run("deliveries", "list", "--state", "succeeded")
                            .out()
                            .contains("doc-1"));
            String delivery = saltgate("deliveries", "list", "--json")
                    .expect(0)
                    .json()
                    .path("deliveries")
                    .get(0)
                    .path("id")
                    .asString();
            assertThat(saltgate("deliveries", "show", delivery).expect(0).out()).contains("ATTEMPT", "200");
            saltgate("replay", delivery).expect(0);
            Eventually.await(
                    "it is sent again",
                    Duration.ofSeconds(30),
                    () -> receiver.requests().size() == 2);

            saltgate("webhooks", "disable", endpoint).expect(0);
            assertThat(saltgate("replay", delivery).expect(1).err()).contains("[webhook.endpoint.off]");
            saltgate("webhooks", "enable", endpoint).expect(0);
            saltgate("webhooks", "remove", endpoint).expect(0);
            assertThat(saltgate("webhooks", "list").expect(0).err()).contains("No endpoints yet");
        }
    }

    @Test
    void appliesAccountsInBatches() throws Exception {
        String file = file(
                "accounts.jsonl",
                IntStream.range(0, 203)
                        .mapToObj(i ->
                                "{\"externalId\":\"" + slug + "-" + i + "\",\"name\":\"Batch " + slug + " " + i + "\"}")
                        .collect(
                                Collectors.joining("\n", "", "\n{\"externalId\":\"" + slug + "-x\",\"name\":\"\"}\n")));
        Run first = saltgate("accounts", "apply", "-f", file).expect(1);
        assertThat(first.out().lines().filter(line -> line.contains(" created ")))
                .hasSize(203);
        assertThat(first.err()).contains(slug + "-x: ", "[name.invalid]", "203 of 204 accounts");

        JsonNode again =
                saltgate("accounts", "apply", "-f", file, "--json").expect(1).json();
        assertThat(again.path("accounts")).hasSize(204);
        assertThat(again.path("accounts").get(202).path("result").asString()).isEqualTo("unchanged");
        assertThat(saltgate("accounts", "list", "--query", slug, "--all", "--json")
                        .expect(0)
                        .json()
                        .path("accounts"))
                .hasSize(203);
        assertThat(saltgate("accounts", "list", "--query", slug).expect(0).err())
                .contains("add --all");
    }

    @Test
    void managesAnAccountByItsOwnTokenWhereThatIsAllowed() throws Exception {
        TestAccount account = TestAccount.onShared();
        variables.put(
                "SALTGATE_TOKEN",
                saltgate("api", "enable", "-a", account.slug()).expect(0).value("Auth Token"));
        variables.remove("SALTGATE_OPERATOR_KEY");
        assertThat(saltgate("whitelist", "list").expect(4).err()).contains("[manage.by.api.off]");

        assertThat(account.signIn()
                        .postForm("/accounts/" + account.slug() + "/settings/general/api-management", "allowed", "yes")
                        .status())
                .isEqualTo(303);
        saltgate("whitelist", "add", "127.0.0.0/8").expect(0);
        assertThat(saltgate("whitelist", "list").expect(0).out()).contains("127.0.0.0/8");
        assertThat(saltgate("deliveries", "list").expect(0).err()).contains("No deliveries found");
        assertThat(saltgate("members", "list", "-a", account.slug()).expect(4).err())
                .contains("There is no operator key");
    }

    @Test
    void endsWithACodeThatSaysWhatIsWrong() throws Exception {
        Path key = Path.of(file("key", SaltgateServer.OPERATOR_KEY + "\n"));
        variables.remove("SALTGATE_OPERATOR_KEY");
        assertThat(saltgate("accounts", "list").expect(4).err()).contains("There is no operator key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(saltgate("accounts", "list", "--key-file", key.toString())
                        .expect(2)
                        .err())
                .contains("chmod 600");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        saltgate("accounts", "list", "--key-file", key.toString()).expect(0);

        variables.put("SALTGATE_OPERATOR_KEY", "a-wrong-key");
        assertThat(saltgate("accounts", "list").expect(4).err()).contains("[key.unknown]");
        saltgate("accounts", "lst").expect(2);
        saltgate("--help").expect(0);
        assertThat(saltgate("openapi").expect(0).json().path("openapi").asString())
                .startsWith("3.1");
        variables.put("SALTGATE_URL", "http://127.0.0.1:1");
        assertThat(saltgate("accounts", "list").expect(3).err()).contains("can't be reached");
    }

    @Test
    void completesInBash() throws Exception {
        Path script =
                Path.of(file("completion", saltgate("completion").expect(0).out()));
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source " + script + "; COMP_WORDS=(saltgate whitelist ap); COMP_CWORD=2;"
                                + " _complete_saltgate; echo \"${COMPREPLY[*]}\"")
                .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt, which works only while someone types
                .start();
        assertThat(new String(bash.getInputStream().readAllBytes(), UTF_8)).isEqualTo("apply\n");
    }

    /** Another account with its API on. Gives its token. */
    private String account() throws Exception {
        saltgate("accounts", "create", "Account " + slug, "--slug", slug).expect(0);
        variables.put("SALTGATE_ACCOUNT", slug);
        return saltgate("api", "enable").expect(0).value("Auth Token");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private Run run(String... arguments) {
        try {
            return saltgate(arguments);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void showsUsageAndInternalTargets() throws Exception {
        saltgate("accounts", "create", "Usage " + slug, "--slug", slug).expect(0);
        variables.put("SALTGATE_ACCOUNT", slug);
        assertThat(saltgate("usage", "callers").expect(0).err()).contains("No calls yet.");
        String token = saltgate("api", "enable").expect(0).value("Auth Token");
        assertThat(server.verify(token).status()).isEqualTo(200);
        saltgate("api", "pause").expect(0);
        assertThat(server.verify(token).status()).isEqualTo(403);
        Eventually.await(
                "written",
                Duration.ofSeconds(30),
                () -> server.queryNumber(
                                "select count(*) from usage_hour h join account a on a.id = h.account_id where a.slug = '"
                                        + slug + "'")
                        == 2);

        List<String> days = saltgate("usage", "show").expect(0).out().lines().toList();
        assertThat(days).hasSize(32);
        assertThat(days.get(30)).contains("api.paused 1");
        assertThat(days.getLast()).matches("30 days +1 +0 +1 +-");
        assertThat(saltgate("usage", "callers").expect(0).out()).contains("127.0.0.1");
        assertThat(saltgate("usage", "show", "--json")
                        .expect(0)
                        .json()
                        .path("refused")
                        .asInt())
                .isEqualTo(1);

        assertThat(saltgate("webhooks", "targets").expect(0).err()).contains("public addresses only");
        assertThat(saltgate("webhooks", "set-targets", "10.1.2.4", "10.2.0.0/16")
                        .expect(0)
                        .out())
                .contains("10.1.2.4", "10.2.0.0/16");
        assertThat(saltgate("webhooks", "set-targets", "169.254.169.254")
                        .expect(1)
                        .err())
                .contains("[");
        assertThat(saltgate("webhooks", "set-targets").expect(0).err()).contains("public addresses only");
    }

    @Test
    void keepsTheEndpointOfOperatorEvents() throws Exception {
        try (Receiver receiver = Receiver.start(Receiver.ok())) {
            String url = "http://127.0.0.1:" + receiver.port() + "/events";
            Run set = saltgate("operator-events", "set", url, "--type", "api.*").expect(0);
            assertThat(set.value("Types")).isEqualTo("api.*");
            String secret = set.value("Secret");
            assertThat(set.err()).contains("Store the secret now").doesNotContain(secret);
            assertThat(saltgate("operator-events", "set", url).expect(0).out()).doesNotContain("Secret", secret);

            saltgate("operator-events", "test").expect(0);
            Eventually.await(
                    "sent",
                    Duration.ofSeconds(30),
                    () -> receiver.requests().stream()
                            .anyMatch(request -> new String(request.body(), UTF_8).contains("\"type\":\"test\"")));

            assertThat(saltgate("operator-events", "rotate-secret").expect(2).err())
                    .contains("--yes");
            assertThat(saltgate("operator-events", "rotate-secret", "--yes")
                            .expect(0)
                            .value("Secret"))
                    .isNotEqualTo(secret);
            saltgate("operator-events", "end", "--yes").expect(0);
            assertThat(saltgate("operator-events", "show").expect(0).value("URL"))
                    .contains("no events are sent");
            assertThat(saltgate("operator-events", "test").expect(1).err()).contains("[");
        }
    }

    private Run saltgate(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bin/saltgate"));
        command.addAll(List.of(arguments));
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SALTGATE_"));
        builder.environment().put("SALTGATE_CLI", builtCommandLine().toString());
        builder.environment().putAll(variables);
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("bin/saltgate does not end: " + String.join(" ", arguments));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Beside the WAR, where the build has put it. */
    private static Path builtCommandLine() {
        return Path.of(System.getProperty("saltgate.war", "target/saltgate.war"))
                .toAbsolutePath()
                .resolveSibling("cli");
    }
}
