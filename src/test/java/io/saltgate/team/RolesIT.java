package io.saltgate.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.testing.Answer;
import io.saltgate.testing.Console;
import io.saltgate.testing.TestAccount;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The roles' table of the contract, by real requests of real members: who may do what, and who hears 403. */
class RolesIT {

    /** What somebody tries, with the ids that an owner's page holds. */
    private static final Map<String, BiFunction<Console, Console, Answer>> ACTIONS = Map.ofEntries(
            Map.entry("see API status", (owner, member) -> member.apiPage()),
            Map.entry("see whitelist", (owner, member) -> member.whitelistPage()),
            Map.entry("download whitelist", (owner, member) -> get(member, "/settings/ip-whitelist/export")),
            Map.entry("copy token", (owner, member) -> post(member, "/settings/api/token/disclosure")),
            Map.entry("copy salt", (owner, member) -> post(member, "/settings/api/salt/disclosure")),
            Map.entry("pause", (owner, member) -> post(member, "/settings/api/pause", "enabling", owner.enablingId())),
            Map.entry("resume", (owner, member) -> {
                owner.pause();
                return post(member, "/settings/api/resumption", "enabling", owner.enablingId());
            }),
            Map.entry("enable", (owner, member) -> {
                owner.disable();
                return post(
                        member,
                        "/settings/api/activation",
                        "change",
                        owner.apiPage().field("change"));
            }),
            Map.entry(
                    "disable",
                    (owner, member) -> post(member, "/settings/api/deactivation", "enabling", owner.enablingId())),
            Map.entry("ask to disable", (owner, member) -> get(member, "/settings/api/deactivation")),
            Map.entry(
                    "regenerate",
                    (owner, member) -> post(member, "/settings/api/token/rotation", "token", owner.tokenId())),
            Map.entry("end old token", (owner, member) -> {
                owner.regenerateAndKeepOldFor("PT1H");
                return member.submitEndOverlap(owner.oldTokenId());
            }),
            Map.entry("ask to regenerate", (owner, member) -> get(member, "/settings/api/token/rotation")),
            Map.entry(
                    "add entry",
                    (owner, member) -> post(member, "/settings/ip-whitelist/entries", "range", "198.51.100.7")),
            Map.entry("remove entry", (owner, member) -> {
                owner.addToWhitelist("198.51.100.7");
                return post(member, "/settings/ip-whitelist/entries/" + owner.entryId("198.51.100.7") + "/removal");
            }),
            Map.entry(
                    "set mode",
                    (owner, member) -> post(
                            member,
                            "/settings/ip-whitelist/mode",
                            "mode",
                            "REPORT_ONLY",
                            "version",
                            owner.whitelistPage().field("version"))),
            Map.entry("see team", (owner, member) -> get(member, "/settings/team")),
            Map.entry(
                    "invite",
                    (owner, member) ->
                            post(member, "/settings/team/invitations", "email", "new@example.com", "role", "ADMIN")),
            Map.entry("leave", (owner, member) -> post(member, "/settings/team/departure")));

    private static final String TABLE = """
            see API status     | OWNER ADMIN DEVELOPER AUDITOR
            see whitelist      | OWNER ADMIN DEVELOPER AUDITOR
            download whitelist | OWNER ADMIN DEVELOPER AUDITOR
            see team           | OWNER ADMIN DEVELOPER AUDITOR
            leave              | OWNER ADMIN DEVELOPER AUDITOR
            copy token         | OWNER ADMIN DEVELOPER
            copy salt          | OWNER ADMIN DEVELOPER
            pause              | OWNER ADMIN DEVELOPER
            resume             | OWNER ADMIN DEVELOPER
            enable             | OWNER ADMIN
            disable            | OWNER ADMIN
            ask to disable     | OWNER ADMIN
            regenerate         | OWNER ADMIN
            ask to regenerate  | OWNER ADMIN
            end old token      | OWNER ADMIN
            add entry          | OWNER ADMIN
            remove entry       | OWNER ADMIN
            set mode           | OWNER ADMIN
            invite             | OWNER ADMIN
            """;

    static Stream<Arguments> table() {
        return TABLE.lines()
                .map(line -> line.split("\\|"))
                .flatMap(cells -> Arrays.stream(Role.values())
                        .map(role -> Arguments.of(
                                cells[0].strip(),
                                role,
                                List.of(cells[1].strip().split(" ")).contains(role.name()))));
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @MethodSource("table")
    void mayOnlyWhatTheTableSays(String action, Role role, boolean allowed) {
        TestAccount account = TestAccount.onShared();
        Console owner = account.signIn();
        owner.enableApi();
        Console member = account.signInAs(role);
        String before = account.snapshot();

        Answer answer = ACTIONS.get(action).apply(owner, member);

        if (allowed) {
            assertThat(answer.status()).as(answer.toString()).isIn(200, 303);
        } else {
            assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
            assertThat(answer.text()).contains("Your role does not include this");
            if (!List.of("resume", "enable", "remove entry", "end old token").contains(action)) {
                assertThat(account.snapshot()).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "OWNER, true, true, true",
        "ADMIN, true, true, true",
        "DEVELOPER, true, true, false",
        "AUDITOR, false, false, false"
    })
    void showsOnlyButtonsThatWork(Role role, boolean mayCopy, boolean mayPause, boolean mayChange) {
        TestAccount account = TestAccount.onShared();
        account.signIn().enableApi();
        String page = account.signInAs(role).apiPage().body();

        assertThat(page.contains("Copy Auth Token")).isEqualTo(mayCopy);
        assertThat(page.contains("Copy Private Salt")).isEqualTo(mayCopy);
        assertThat(page.contains("Pause calls")).isEqualTo(mayPause);
        assertThat(page.contains("aria-label=\"Regenerate Auth Token\"")).isEqualTo(mayChange);
        assertThat(page.contains("Disable API")).isEqualTo(mayChange);
    }

    @Test
    void refusesScriptsInTheEnvelope() {
        TestAccount account = TestAccount.onShared();
        account.signIn().enableApi();
        Console auditor = account.signInAs(Role.AUDITOR);

        Answer answer = auditor.send(
                "POST",
                auditor.path("/settings/api/token/disclosure"),
                "_csrf=" + auditor.csrf(),
                "Accept",
                "application/json",
                "Content-Type",
                "application/x-www-form-urlencoded");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).startsWith("{\"status\":0,\"messages\":[{\"code\":\"right.missing\"");
    }

    @Test
    void losesARightAtOnce() {
        TestAccount account = TestAccount.onShared();
        account.signIn().enableApi();
        Console member = account.signInAs(Role.ADMIN);
        member.pause();

        account.demoteAll("ADMIN", "AUDITOR");

        assertThat(post(
                                member,
                                "/settings/api/resumption",
                                "enabling",
                                member.apiPage().findField("enabling").orElse("x"))
                        .status())
                .isEqualTo(403);
        assertThat(member.apiPage().body()).doesNotContain("Resume calls");
    }

    private static Answer get(Console member, String page) {
        return member.get(member.path(page));
    }

    private static Answer post(Console member, String page, String... fields) {
        return member.postForm(member.path(page), fields);
    }
}
