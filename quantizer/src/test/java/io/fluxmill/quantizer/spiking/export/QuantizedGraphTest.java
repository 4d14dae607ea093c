// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.export;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirFile;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.nir.NirWriter;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import io.fluxmill.quantizer.spiking.reference.FloatReference;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks in integers of coarse weights: the graph that is written gives their spikes in floating point, which the trained one does not. */
class QuantizedGraphTest {
    private static final int INPUTS = 5;
    private static final int FIRST = 12;
    private static final int SECOND = 6;
    private static final int TICKS = 200;
    private static final double DT = 1e-3;

    @TempDir
    private Path folder;

    /** LIF, then recurrent CubaLIF with a delay, then LI. */
    private static SpikingNetwork network(Random random) {
        return new TestGraph()
                .input("in", INPUTS)
                .node(
                        "w1",
                        NirType.Affine,
                        "weight",
                        matrix(random, FIRST, INPUTS),
                        "bias",
                        vector(random, FIRST, 0, 0.1))
                .node(
                        "first",
                        NirType.LIF,
                        "tau",
                        vector(random, FIRST, 0.003, 0.02),
                        "r",
                        vector(random, FIRST, 2, 6),
                        "v_leak",
                        vector(random, FIRST, 0, 0.2),
                        "v_threshold",
                        vector(random, FIRST, 0.8, 1.5))
                .node("later", NirType.Delay, "delay", vector(random, FIRST, 0, 0.004))
                .node("w2", NirType.Linear, "weight", matrix(random, SECOND, FIRST))
                .node(
                        "second",
                        NirType.CubaLIF,
                        "tau_syn",
                        vector(random, SECOND, 0.002, 0.01),
                        "tau_mem",
                        vector(random, SECOND, 0.003, 0.02),
                        "r",
                        vector(random, SECOND, 2, 6),
                        "v_leak",
                        0,
                        "w_in",
                        vector(random, SECOND, 1, 3),
                        "v_threshold",
                        vector(random, SECOND, 0.8, 1.5))
                .node("back", NirType.Linear, "weight", matrix(random, SECOND, SECOND))
                .node("w3", NirType.Linear, "weight", matrix(random, 2, SECOND))
                .node("last", NirType.LI, "tau", 0.01, "r", 1, "v_leak", 0)
                .output("spikes", SECOND)
                .output("out", 2)
                .way("in", "w1", "first", "later", "w2", "second", "back", "second", "w3", "last", "out")
                .way("second", "spikes")
                .network();
    }

    private static NirArray matrix(Random random, int rows, int columns) {
        return NirArray.of(
                new int[] {rows, columns},
                random.doubles((long) rows * columns, -0.5, 0.9).toArray());
    }

    private static NirArray vector(Random random, int size, double from, double to) {
        return NirArray.vector(random.doubles(size, from, to).toArray());
    }

    /** Neurons times ticks in which spikes differ, of those that fire. */
    private static long differing(IntegerReference.Run integers, FloatReference.Run floats) {
        long differing = 0;
        for (int p = 0; p < 2; p++) {
            for (int t = 0; t < TICKS; t++) {
                for (int n = 0; n < integers.spikes()[p][t].length; n++) {
                    differing += integers.spikes()[p][t][n] == floats.activity()[p][t][n] ? 0 : 1;
                }
            }
        }
        return differing;
    }

    @Test
    void theWrittenGraphHasTheSpikesOfTheIntegers() throws IOException {
        Random random = new Random(11);
        long trained = 0;
        long written = 0;
        long spikes = 0;
        for (TickPreset preset :
                new TickPreset[] {TickPreset.NORSE, TickPreset.SNNTORCH, TickPreset.NENGO, TickPreset.ROCKPOOL}) {
            TickRules rules = preset.rules(DT);
            for (int i = 0; i < 10; i++) {
                SpikingNetwork network = network(random);
                SpikingWidths widths = new SpikingWidths(5, 12, 32, 12, null, false, StateRounding.NEAREST_EVEN);
                IntegerNetwork integers = SpikingQuantizer.quantize(network, rules, widths);
                Path file = folder.resolve("written.nir");
                NirWriter.write(QuantizedGraph.of(network, integers, rules), file);
                SpikingNetwork read = NirReader.of("written.nir", NirFile.read(file));
                int[][][] inputs = new int[1][TICKS][INPUTS];
                double[][][] reals = new double[1][TICKS][INPUTS];
                for (int t = 0; t < TICKS; t++) {
                    for (int v = 0; v < INPUTS; v++) {
                        inputs[0][t][v] = random.nextInt(3) == 0 ? 1 : 0;
                        reals[0][t][v] = inputs[0][t][v];
                    }
                }
                IntegerReference.Run run = new IntegerReference(integers).run(inputs);
                trained += differing(run, new FloatReference(network, rules).run(reals));
                written += differing(run, new FloatReference(read, rules).run(reals));
                for (int[] tick : run.spikes()[1]) {
                    for (int value : tick) {
                        spikes += value;
                    }
                }
            }
        }
        long compared = 40L * TICKS * (FIRST + SECOND);
        System.out.printf(
                "%d compared, %d spikes of second, trained network differs in %d, written one in %d%n",
                compared, spikes, trained, written);
        assertTrue(spikes > 1000, "spikes " + spikes);
        assertTrue(trained > compared / 200, "trained " + trained);
        assertTrue(written * 20 < trained && written < compared / 1000, "written " + written + ", trained " + trained);
    }

    @Test
    void aNetworkThatIsTooLarge() {
        SpikingNetwork network = new TestGraph()
                .input("in", 5000)
                .integrator("all", 5000)
                .output("out", 5000)
                .way("in", "all", "out")
                .network();
        TickRules rules = TickPreset.NORSE.rules(DT);
        SpikingWidths widths = new SpikingWidths(5, 12, 32, 12, null, false, StateRounding.NEAREST_EVEN);
        IntegerNetwork integers = SpikingQuantizer.quantize(network, rules, widths);
        assertEquals(5000, integers.populations().get(0).size());
        refuses(
                "the network would have 25000000 weights in dense matrices, more than 16777216",
                "export a smaller network",
                () -> QuantizedGraph.of(network, integers, rules));
    }
}
