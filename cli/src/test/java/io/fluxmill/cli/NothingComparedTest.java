// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fluxmill.boards.flow.NetlistCheck;
import io.fluxmill.cli.family.Outcome;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.cli.verb.BuildCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has compared nothing has not agreed. Whole runs: VerifyCommandTest, PulseVerifyTest, SfqViolationTest. */
class NothingComparedTest {
    private static Outcome outcome(long compared, boolean agrees) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        Outcome outcome = new Outcome(json, "", List.of(), compared, agrees);
        assertEquals(outcome.agrees(), json.get("agrees").asBoolean());
        return outcome;
    }

    @Test
    void outcomes() {
        assertFalse(outcome(0, true).agrees());
        assertTrue(outcome(1, true).agrees());
        assertFalse(outcome(1, false).agrees());
    }

    @Test
    void packets() {
        assertFalse(new Comparison(0, 0, 0, null).agrees());
        assertFalse(new Comparison(3, 0, 0, null).agrees());
        assertTrue(new Comparison(3, 12, 0, null).agrees());
        assertFalse(new Comparison(3, 12, 1, "word 1").agrees());
    }

    @Test
    void netlists() {
        assertTrue(new NetlistCheck.Result(1000, 0, -1, 5).agrees());
        for (NetlistCheck.Result nothing :
                List.of(new NetlistCheck.Result(0, 0, -1, 5), new NetlistCheck.Result(1000, 0, -1, 0))) {
            assertFalse(nothing.agrees());
            assertEquals(
                    String.format(
                            "nothing was compared between netlist and RTL: %,d cycles, %d accesses",
                            nothing.cycles(), nothing.accesses()),
                    BuildCommand.complaint(nothing));
        }
        NetlistCheck.Result different = new NetlistCheck.Result(1000, 3, 17, 5);
        assertFalse(different.agrees());
        assertEquals(
                "the netlist differs from the RTL in 3 of 1,000 cycles, first in cycle 17",
                BuildCommand.complaint(different));
    }
}
