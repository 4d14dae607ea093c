// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.map;

import static io.fluxmill.quantizer.spiking.Refusal.refuses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import io.fluxmill.core.program.spiking.SpikingProgram;
import io.fluxmill.core.program.spiking.SpikingProgram.Part;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.TestGraph;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork.Wiring;
import io.fluxmill.quantizer.spiking.nir.NirArray;
import io.fluxmill.quantizer.spiking.nir.NirType;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies on which core: all synapses once, evenly, and what does not fit with the core and the number to change. */
class SeveralCoresTest {
    private static final int LANES = 2;

    private static SpikingShape shape(int neurons, int sources, int weights, int rows, int cores) {
        return new SpikingShape(LANES, neurons, sources, weights, rows, 8, 4, 8, 24, 0, 24, 12, 2, 1, 0, false, false)
                .with(SpikingFeatures.NONE.withClockDriven(4, 1).withCores(cores));
    }

    /** Ten inputs, a layer of ten, another one with a way back to the first, and an output of three. */
    private static IntegerNetwork network() {
        TestGraph graph = new TestGraph()
                .input("in", 10)
                .output("out", 3)
                .node("w1", NirType.Linear, "weight", weights(10, 10))
                .lif("a", 10)
                .node("w2", NirType.Linear, "weight", weights(11, 10))
                .lif("b", 11)
                .node("back", NirType.Linear, "weight", weights(10, 11))
                .node("self", NirType.Linear, "weight", weights(11, 11))
                .node("w3", NirType.Linear, "weight", weights(3, 11))
                .lif("c", 3);
        graph.way("in", "w1", "a", "w2", "b", "w3", "c", "out");
        graph.way("b", "back", "a");
        graph.way("b", "self", "b");
        return SpikingQuantizer.quantize(
                graph.network(),
                TickPreset.NORSE.rules(1e-3),
                SpikingWidths.of(shape(64, 128, 512, 128, 1), null, StateRounding.NEAREST_EVEN));
    }

    /** No weight is 0, also in integers. */
    private static NirArray weights(int outputs, int inputs) {
        double[] weights = new Random(outputs + 100L * inputs)
                .ints((long) inputs * outputs, -120, 120)
                .mapToDouble(w -> (w >= 0 ? w + 1 : w) / 16.0)
                .toArray();
        return NirArray.of(new int[] {outputs, inputs}, weights);
    }

    /** Follows the tables of all cores as the hardware does, by the layout of {@link SpikingShape}. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 16})
    void everySynapseIsOnTheCoreOfItsTarget(int cores) {
        IntegerNetwork network = network();
        SpikingShape shape = shape(32, 64, 512, 64, cores);
        SpikingProgram program = SpikingMapping.map(network, shape);
        int found = 0;
        for (int i = 0; i < 10; i++) {
            int route = program.images().get(0).get(Memory.INPUT_ROUTES).get(i).intValueExact();
            found += compare(network, program, shape, route, SpikingLayout.CONSTANTS + i, true, 0, i);
        }
        Map<List<Integer>, Integer> owners = new HashMap<>();
        for (int p = 0; p < 3; p++) {
            int[] index = program.populations().get(p).index();
            for (int n = 0; n < index.length; n++) {
                BigInteger word = program.images()
                        .get(index[n] / shape.neurons())
                        .get(Memory.ROUTES)
                        .get(index[n] % shape.neurons());
                int route = field(word, 0, cores);
                int source = field(word, cores, shape.sourceBits());
                for (int core = 0; core < cores; core++) {
                    if ((route >> core & 1) == 1) {
                        assertEquals(
                                null, owners.put(List.of(core, source), index[n]), "a source on a core is one neuron");
                    }
                }
                found += compare(network, program, shape, route, source, false, p, n);
            }
        }
        assertEquals(10 * 10 + 10 * 11 + 11 * 10 + 11 * 11 + 11 * 3, found);
        for (int p = 0; p < 3; p++) {
            List<Part> parts = program.populations().get(p).parts();
            int[] groups = parts.stream().mapToInt(Part::groups).toArray();
            int most = IntStream.of(groups).max().orElse(0);
            assertTrue(parts.size() == cores ? IntStream.of(groups).allMatch(g -> g >= most - 1) : most == 1);
        }
    }

    /** The synapses of a source on the cores of its route are those of the network; no core has others. */
    private static int compare(
            IntegerNetwork network,
            SpikingProgram program,
            SpikingShape shape,
            int route,
            int source,
            boolean input,
            int population,
            int neuron) {
        Map<Integer, Integer> expected = new HashMap<>();
        Set<Integer> cores = new HashSet<>();
        for (Wiring wiring : network.connections()) {
            if (wiring.fromInput() == input && wiring.source() == population) {
                int[] targets = wiring.synapses()[neuron].targets();
                for (int k = 0; k < targets.length; k++) {
                    int target = program.populations().get(wiring.target()).index()[targets[k]];
                    expected.put(target, wiring.synapses()[neuron].weights()[k]);
                    cores.add(target / shape.neurons());
                }
            }
        }
        Map<Integer, Integer> found = new HashMap<>();
        for (int core = 0; core < shape.cores(); core++) {
            assertEquals(cores.contains(core), (route >> core & 1) == 1, "core " + core + " of source " + source);
            if ((route >> core & 1) == 1) {
                follow(program.images().get(core), shape, core, source, found);
            }
        }
        assertEquals(expected, found);
        return found.size();
    }

    private static void follow(
            Map<Memory, List<BigInteger>> images,
            SpikingShape shape,
            int core,
            int source,
            Map<Integer, Integer> found) {
        BigInteger word = images.get(Memory.SOURCES).get(source);
        assertTrue(word.testBit(0));
        int row = field(word, 1, shape.rowAddressBits());
        int base = field(word, 1 + shape.rowAddressBits(), shape.groupBits());
        BigInteger entry;
        do {
            entry = images.get(Memory.ROWS).get(row++);
            int weight = field(entry, 0, shape.weightAddressBits());
            int group = field(entry, shape.weightAddressBits(), shape.groupBits());
            int more = field(entry, shape.weightAddressBits() + shape.groupBits(), shape.groupBits());
            for (int g = 0; g <= more; g++) {
                BigInteger weights = images.get(Memory.WEIGHTS).get(weight + g);
                for (int lane = 0; lane < LANES; lane++) {
                    int value = (byte) field(weights, lane * 8, 8);
                    int target = (base + group + g) % shape.groups() * LANES + lane;
                    if (value != 0) {
                        assertEquals(
                                null, found.put(core * shape.neurons() + target, value), "a synapse is there once");
                    }
                }
            }
        } while (!entry.testBit(shape.widthBits(Memory.ROWS) - 1));
    }

    private static int field(BigInteger word, int at, int bits) {
        return word.shiftRight(at).mod(BigInteger.ONE.shiftLeft(bits)).intValueExact();
    }

    /** 24 neurons in 13 groups of two, 7 of them on core 0. */
    @Test
    void refusalsNameTheCore() {
        refused(
                "the network needs 14 neurons on core 0, but a core has 8",
                "set engine.neurons: 16",
                shape(8, 64, 512, 64, 2),
                shape(16, 64, 512, 64, 2));
        refused(
                "the network needs 33 words of sources on core 0, but a core has 32",
                "set engine.sources: 64",
                shape(32, 32, 512, 64, 2),
                shape(32, 64, 512, 64, 2));
    }

    private static void refused(String fact, String remedy, SpikingShape wrong, SpikingShape right) {
        refuses(fact, remedy, () -> SpikingMapping.map(network(), wrong));
        assertEquals(
                right.cores(), SpikingMapping.map(network(), right).images().size());
    }

    @Test
    void weightsThatDoNotFitACore() {
        SpikingShape wrong = shape(32, 64, 16, 64, 2);
        int needed = Math.max(
                words(SpikingMapping.map(network(), shape(32, 64, 512, 64, 2)), 0),
                words(SpikingMapping.map(network(), shape(32, 64, 512, 64, 2)), 1));
        int core = words(SpikingMapping.map(network(), shape(32, 64, 512, 64, 2)), 0) == needed ? 0 : 1;
        refuses(
                "the network needs " + needed + " words of weights on core " + core + ", but a core has 16",
                "set engine.weight-words: " + Integer.highestOneBit(needed - 1) * 2,
                () -> SpikingMapping.map(network(), wrong));
        int power = Integer.highestOneBit(needed - 1) * 2;
        assertEquals(
                2,
                SpikingMapping.map(network(), shape(32, 64, power, 64, 2))
                        .images()
                        .size());
    }

    private static int words(SpikingProgram program, int core) {
        return program.images().get(core).get(Memory.WEIGHTS).size();
    }

    /** A walk back to its own population is refused on several cores; the same on one core is not, nor are other walks. */
    @Test
    void walksToItself() {
        IntegerNetwork network = network();
        int self = IntStream.range(0, network.connections().size())
                .filter(c -> !network.connections().get(c).fromInput()
                        && network.connections().get(c).source()
                                == network.connections().get(c).target())
                .findFirst()
                .orElseThrow();
        int back = IntStream.range(0, network.connections().size())
                .filter(c -> !network.connections().get(c).fromInput()
                        && network.connections().get(c).source()
                                > network.connections().get(c).target())
                .findFirst()
                .orElseThrow();
        refuses(
                "connection " + network.connections().get(self).name()
                        + " leads from a population to itself, which cannot be clock-driven on several cores",
                "remove it from mapping.clock-driven, or set engine.cores: 1",
                () -> SpikingMapping.map(network, shape(32, 64, 1024, 128, 2), Set.of(self, back)));
        assertEquals(
                2,
                SpikingMapping.map(network, shape(32, 64, 1024, 128, 2), Set.of(back))
                        .images()
                        .size());
        assertEquals(
                1,
                SpikingMapping.map(network, shape(64, 64, 1024, 128, 1), Set.of(self, back))
                        .images()
                        .size());
    }
}
