// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fluxmill.boards.flow.NetlistCheck;
import io.fluxmill.cli.family.Check;
import io.fluxmill.cli.family.Verdict;
import io.fluxmill.cli.pulse.PulseVerification.Comparison;
import io.fluxmill.cli.verb.BuildCommand;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who has compared nothing has not agreed. Whole runs: VerifyCommandTest, PulseVerifyTest, SfqViolationTest. */
class NothingComparedTest {
    private static boolean passes(long words, long mismatches, boolean holds) {
        io.fluxmill.cli.family.Comparison comparison = new io.fluxmill.cli.family.Comparison(words, mismatches, null);
        Verdict verdict = new Verdict(
                "design",
                "model",
                1,
                comparison,
                holds,
                Map.of(),
                List.of(Check.of("group", "name", comparison, 0)),
                JsonNodeFactory.instance.objectNode(),
                "",
                List.of());
        assertEquals(verdict.passes(), verdict.json().get("agrees").asBoolean());
        assertEquals(
                comparison.agrees(), Check.of("group", "name", comparison, 0).failure() == null);
        return verdict.passes();
    }

    @Test
    void verdicts() {
        assertFalse(passes(0, 0, true));
        assertTrue(passes(1, 0, true));
        assertFalse(passes(1, 1, true));
        assertFalse(passes(1, 0, false));
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
