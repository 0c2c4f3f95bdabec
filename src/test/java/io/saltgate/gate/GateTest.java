package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GateTest {

    /** C26 */
    @Test
    void trimsSpacesAndTabsAtBothEndsAlone() {
        assertThat(Gate.trim("\t sg_1\t2 3 \t")).isEqualTo("sg_1\t2 3");
        assertThat(Gate.trim(" \t ")).isEmpty();
        assertThat(Gate.trim("\u00a0x\u000b")).isEqualTo("\u00a0x\u000b");
    }

    /** On the way of every call. */
    @Test
    void makesNoNewTextWhereNothingIsToBeTrimmed() {
        String token = "sg_0123456789";

        assertThat(Gate.trim(token)).isSameAs(token);
    }
}
