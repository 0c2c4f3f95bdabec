package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step of the protocol is needed where it is: any other order breaks the promise on one kind of node at least. */
class GateModelTest {

    @Test
    void keepsItsPromiseOnEveryNode() {
        assertThat(GateModel.findViolation(false)).as("another node").isEmpty();
        assertThat(GateModel.findViolation(true)).as("the node that revokes").isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void breaksItsPromiseWithAnyOtherOrder(GateModel.Fault fault) {
        boolean broken = GateModel.findViolation(false, fault).isPresent()
                || GateModel.findViolation(true, fault).isPresent();

        assertThat(broken).isTrue();
    }
}
