package io.saltgate.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step of the protocol is needed where it is: any other order breaks the promise on one kind of node at least. */
class GateModelTest {

    @Test
    void keepsItsPromiseOnEveryNode() {
        assertThat(GateModel.findViolation(false, false)).as("another node").isEmpty();
        assertThat(GateModel.findViolation(true, false))
                .as("the node that revokes")
                .isEmpty();
    }

    @Test
    void neverAnswersACallWithAReceiptFromAnOlderState() {
        assertThat(GateModel.findViolation(false, true)).as("another node").isEmpty();
        assertThat(GateModel.findViolation(true, true))
                .as("the node that revokes")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void breaksItsPromiseWithAnyOtherOrder(GateModel.Fault fault) {
        boolean broken = GateModel.findViolation(false, fault.isOfReceipts(), fault)
                        .isPresent()
                || GateModel.findViolation(true, fault.isOfReceipts(), fault).isPresent();

        assertThat(broken).isTrue();
    }

    @Test
    void everyHintIsFollowedByAPollThatSeesItsChange() {
        assertThat(HintModel.findLostChange()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void losesAChangeWithAnyOtherOrderOfHints(HintModel.Fault fault) {
        assertThat(HintModel.findLostChange(fault)).isPresent();
    }
}
