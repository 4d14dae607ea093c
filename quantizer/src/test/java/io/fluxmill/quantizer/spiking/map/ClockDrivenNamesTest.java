// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names in mapping.clock-driven. */
class ClockDrivenNamesTest {
    /** A connection over a delay has both nodes in its name, which is then no plain item of a list in YAML. */
    @Test
    void unknownNamesAreAnsweredWithAll() {
        IntegerNetwork network = SpikingQuantizer.quantize(
                new TestGraph()
                        .input("in", 2)
                        .linear("a", 2, 2, 1)
                        .node("d", NirType.Delay, "delay", TestGraph.vector(0, 2))
                        .lif("n", 2)
                        .linear("b", 2, 2, 1)
                        .lif("m", 2)
                        .output("out", 2)
                        .way("in", "a", "d", "n", "b", "m", "out")
                        .network(),
                TickPreset.NORSE.rules(1e-3),
                new SpikingWidths(8, 0, 20, 12, null, false, StateRounding.NEAREST_EVEN));
        refuses(
                "mapping.clock-driven names d, which is no connection of ",
                "name some of: \"a,d\", b",
                () -> ClockDriven.named(network, List.of("d")));
        assertEquals(Set.of(0, 1), ClockDriven.named(network, List.of("a,d", "b")));
    }
}
