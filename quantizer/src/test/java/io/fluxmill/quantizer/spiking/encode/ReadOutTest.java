// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.encode;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import org.junit.jupiter.api.Test;

/** Read-outs of outputs that do not have them; what a message names as a remedy is accepted. */
class ReadOutTest {
    private static final TickRules NORSE = TickPreset.NORSE.rules(1e-3);

    /** Two outputs of 10 ms, which get weights of 1 and of 3: the second is a LIF or a LI. */
    private static SpikingNetwork two(boolean fires) {
        TestGraph graph = new TestGraph()
                .input("in", 2)
                .linear("w", 2, 2, 1)
                .lif("n", 2)
                .output("out", 2)
                .linear("w2", 1, 2, 3)
                .output("out2", 1)
                .way("in", "w", "n", "out");
        if (fires) {
            graph.lif("m", 1);
        } else {
            graph.node("m", NirType.LI, "tau", TestGraph.vector(0.01, 1), "r", 1, "v_leak", 0);
        }
        return graph.way("n", "w2", "m", "out2").network();
    }

    private static IntegerNetwork integers(SpikingNetwork network, Integer fractionBits) {
        return SpikingQuantizer.quantize(
                network, NORSE, new SpikingWidths(8, 0, 20, 12, fractionBits, false, StateRounding.NEAREST_EVEN));
    }

    @Test
    void voltagesOfSeveralPopulations() {
        String unequal =
                "read-out membrane compares integers, which are not the same voltage in all output neurons: 1 is %s V in the first one and %s V in one of m";
        String remedy =
                "give all outputs the same tau, r and w_in and, as they are several populations, set quantization.fraction-bits";
        // By the contract: weights of 1 and 3 fill 127, and an input of 1 is dt / tau = 0.1 V.
        IntegerNetwork silent = integers(two(false), null);
        assertEquals(0.1 / 127, silent.populations().get(0).unit()[0], 1e-12);
        assertEquals(0.1 * 3 / 127, silent.populations().get(1).unit()[0], 1e-12);
        refuses(
                String.format(
                        unequal,
                        silent.populations().get(0).unit()[0],
                        silent.populations().get(1).unit()[0]),
                remedy,
                () -> ReadOut.MEMBRANE.check(silent));
        IntegerNetwork firing = integers(two(true), null);
        refuses(
                String.format(
                        unequal,
                        firing.populations().get(0).unit()[0],
                        firing.populations().get(1).unit()[0]),
                remedy + ", or set read-out: count",
                () -> ReadOut.MEMBRANE.check(firing));
        ReadOut.COUNT.check(two(true));
        ReadOut.MEMBRANE.check(integers(two(true), 4));
        ReadOut.MEMBRANE.check(integers(two(false), 4));
    }

    @Test
    void voltagesOfOnePopulation() {
        SpikingNetwork network = new TestGraph()
                .input("in", 2)
                .linear("w", 2, 2, 1)
                .node("m", NirType.LI, "tau", new double[] {0.01, 0.02}, "r", 1, "v_leak", 0)
                .output("out", 2)
                .way("in", "w", "m", "out")
                .network();
        IntegerNetwork integers = integers(network, 4);
        double[] unit = integers.populations().get(0).unit();
        assertEquals(2, unit[0] / unit[1], 1e-12);
        refuses(
                "read-out membrane compares integers, which are not the same voltage in all output neurons: 1 is "
                        + unit[0] + " V in the first one and " + unit[1] + " V in one of m",
                "give all outputs the same tau, r and w_in",
                () -> ReadOut.MEMBRANE.check(integers));
    }

    @Test
    void outputsThatDoNotFire() {
        refuses(
                "read-out count needs outputs that fire, but m is LI",
                "set read-out: membrane",
                () -> ReadOut.COUNT.check(two(false)));
        ReadOut.MEMBRANE.check(two(false));
        TestGraph graph = new TestGraph()
                .input("in", 2)
                .linear("w", 1, 2, 1)
                .node("t", NirType.Threshold, "threshold", TestGraph.vector(1, 1))
                .output("out", 1)
                .way("in", "w", "t", "out");
        SpikingNetwork threshold = graph.network();
        refuses(
                "read-out membrane needs outputs with a membrane, but t is Threshold",
                "set read-out: count",
                () -> ReadOut.MEMBRANE.check(threshold));
        ReadOut.COUNT.check(threshold);
        SpikingNetwork both = graph.linear("w2", 1, 2, 3)
                .node("m", NirType.LI, "tau", TestGraph.vector(0.01, 1), "r", 1, "v_leak", 0)
                .output("out2", 1)
                .way("in", "w2", "m", "out2")
                .network();
        String remedy = "let all outputs of the network fire, and set read-out: count";
        refuses(
                "read-out membrane needs outputs with a membrane, but t is Threshold",
                remedy,
                () -> ReadOut.MEMBRANE.check(both));
        refuses("read-out first needs outputs that fire, but m is LI", remedy, () -> ReadOut.FIRST.check(both));
    }
}
