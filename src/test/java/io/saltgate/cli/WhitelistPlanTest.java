package io.saltgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.cli.output.Json;
import org.junit.jupiter.api.Test;

/** What people read before they replace a whitelist. */
class WhitelistPlanTest {

    private static final String PLAN = """
            {"dryRun":true,"mode":"enforced",
             "added":[{"address":"10.1.0.0/16","label":"office","expiresAt":null},
                      {"address":"::1","label":null,"expiresAt":"2098-01-31T12:00:00Z"}],
             "changed":[{"address":"192.0.2.0/24","label":"new","expiresAt":null,
                         "before":{"label":null,"expiresAt":"2098-01-31T12:00:00Z"}}],
             "removed":[{"address":"10.0.0.0/8","label":"old","expiresAt":null}],
             "unchanged":1200,
             "shutOut":[{"address":"127.0.0.1","calls":1,"lastSeenAt":"2026-01-31T12:00:00Z"},
                        {"address":"-","calls":1234,"lastSeenAt":"2026-01-30T12:00:00Z"}],
             "shutOutAddresses":2,"shutOutCalls":1235,"shutsOutAll":false}""";

    @Test
    void showsEachChangeAndEachCallerThatWouldBeRefused() {
        assertThat(plan(PLAN).text("acme")).isEqualTo("""
                Whitelist of acme, enforced: 2 added, 1 removed, 1 changed, 1,200 unchanged
                +  10.1.0.0/16   office
                +  ::1           until 2098-01-31T12:00:00Z
                -  10.0.0.0/8    old
                ~  192.0.2.0/24  label none -> new, until 2098-01-31T12:00:00Z -> never
                Callers of the last 7 days that would be refused: 2 addresses, 1,235 calls
                !  127.0.0.1          1 call       last seen 2026-01-31T12:00:00Z
                !  (address unknown)  1,234 calls  last seen 2026-01-30T12:00:00Z
                """);
    }

    @Test
    void saysWhatEnforcingAListWouldDoWhereItIsNot() {
        assertThat(plan(PLAN.replace("enforced", "off")).callers())
                .startsWith("Callers of the last 7 days that" + " enforcing it would refuse: 2 addresses");
        assertThat(plan(PLAN.replace("\"shutOutAddresses\":2", "\"shutOutAddresses\":0"))
                        .callers())
                .isEmpty();
    }

    @Test
    void noticesThatAnotherPlanChangesSomethingElse() {
        assertThat(plan(PLAN).changesTheSameAs(plan(PLAN.replace("1235", "9999").replace("true", "false"))))
                .isTrue();
        assertThat(plan(PLAN).changesTheSameAs(plan(PLAN.replace("office", "home"))))
                .isFalse();
        assertThat(plan(PLAN).changesTheSameAs(plan(PLAN.replace("enforced", "off"))))
                .isFalse();
    }

    private static WhitelistPlan plan(String json) {
        return new WhitelistPlan(Json.mapper().readTree(json));
    }
}
