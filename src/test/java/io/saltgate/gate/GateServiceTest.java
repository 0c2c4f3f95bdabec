package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateServiceTest {

    /** C26 */
    @Test
    void trimsSpacesAndTabsAtBothEndsAlone() {
        assertThat(GateService.trim("\t sg_1\t2 3 \t")).isEqualTo("sg_1\t2 3");
        assertThat(GateService.trim(" \t ")).isEmpty();
        assertThat(GateService.trim("\u00a0x\u000b")).isEqualTo("\u00a0x\u000b");
    }

    /** On the way of every call. */
    @Test
    void makesNoNewTextWhereNothingIsToBeTrimmed() {
        String token = "sg_0123456789";

        assertThat(GateService.trim(token)).isSameAs(token);
    }
}
