// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.program.spiking.NeuronRules;
import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.NeuronKind;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in integers beside what simulators and the Loihi chip wrote (NIR paper): spikes exactly, membranes within what rounding can do. */
class IntegerGoldenTest {
    private static final Path FOLDER = Path.of("../../shared/data/nir");
    private static final double DT = 1e-4;
    private static final int DECAY_BITS = 12;

    private static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), file + " is not here");
        return file;
    }

    private static double[][] csv(String name) throws IOException {
        return Files.readAllLines(file(name)).stream()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    /** The first columns, as spikes of the only input. */
    private static int[][][] input(double[][] rows, int columns) {
        return new int[][][] {
            Arrays.stream(rows)
                    .map(row -> Arrays.stream(row, 0, columns)
                            .mapToInt(v -> (int) v)
                            .toArray())
                    .toArray(int[][]::new)
        };
    }

    private static SpikingWidths widths(int fractionBits, int guardBits) {
        return new SpikingWidths(28, guardBits, 32, DECAY_BITS, fractionBits, false, StateRounding.NEAREST_EVEN);
    }

    private static String ticks(int[][] spikes) {
        List<String> ticks = new ArrayList<>();
        for (int t = 0; t < spikes.length; t++) {
            if (spikes[t][0] != 0) {
                ticks.add(String.valueOf(t));
            }
        }
        return String.join(" ", ticks);
    }

    /** Spike ticks that were published; guard bits only say where a weight's lowest place is. */
    @ParameterizedTest
    @CsvSource({
        "NORSE, 460 510 710 760",
        "SNNTORCH, 460 510 710 760",
        "NENGO, 460 510 710 760",
        "SPINNAKER2, 460 510 710 760",
        "LAVA, 461 511 711 761",
        "LOIHI, 461 511 711 761",
        "SPYX, 461 511 711 761",
        "SINABS, 450 500 710 760",
        "ROCKPOOL, 450 500 710 760"
    })
    void spikesAreThePublishedOnes(TickPreset preset, String expected) throws IOException {
        SpikingNetwork network = NirReader.read(file("lif_norse.nir"));
        int[][][] input = input(csv("lif_norse.csv"), 1);
        for (int fraction = 10; fraction <= 16; fraction++) {
            for (int guard : new int[] {0, 3}) {
                IntegerNetwork integers = SpikingQuantizer.quantize(network, preset.rules(DT), widths(fraction, guard));
                assertEquals(
                        expected,
                        ticks(new IntegerReference(integers).run(input).spikes()[0]),
                        fraction + " fraction bits, " + guard + " guard bits");
            }
        }
    }

    /**
     * A tick adds at most half a unit from the product, half a unit for each input's weight, and the decay factor's error of half its last place times the
     * membrane; what was there before is multiplied by the factor.
     */
    @ParameterizedTest
    @CsvSource({"NORSE, norse, 1", "SNNTORCH, snntorch, 25", "NENGO, nengo, 10"})
    void membranesAreThoseOfTheSimulator(TickPreset preset, String simulator, double scale) throws IOException {
        SpikingNetwork network = NirReader.read(file("lif_norse.nir"));
        double[][] trace = csv("lif_" + simulator + ".csv");
        int[][][] input = input(csv("lif_norse.csv"), 1);
        for (int fraction = 10; fraction <= 16; fraction++) {
            IntegerNetwork integers = SpikingQuantizer.quantize(network, preset.rules(DT), widths(fraction, 0));
            IntegerReference.Run run = new IntegerReference(integers).run(input);
            double unit = integers.populations().get(0).unit()[0] * scale; // of the csv's column
            double most = Math.scalb(2.7, fraction);
            double error = 0.5 + 0.5 + most * Math.scalb(0.5, -DECAY_BITS);
            double decay = integers.populations().get(0).membraneDecay()[0] / (double) (1 << DECAY_BITS);
            double bound = unit * error / (1 - decay);
            assertEquals(0.02, bound / scale, 0.02, "the bound is far below the threshold of 0.1");
            for (int t = 0; t < trace.length; t++) {
                assertTrue(Math.abs(run.membranes()[0][t][0]) < most, "membrane in tick " + t);
                assertEquals(
                        trace[t][1],
                        run.membranes()[0][t][0] * unit,
                        bound,
                        fraction + " fraction bits, membrane in tick " + t);
            }
        }
    }

    /** The hidden spikes that snnTorch recorded: 256 ticks of 38 neurons. */
    @ParameterizedTest
    @ValueSource(ints = {10, 12, 16})
    void recurrentSpikesAreThoseThatSnnTorchRecorded(int fraction) throws IOException {
        assertEquals(0, wrongBits(fraction), fraction + " fraction bits");
    }

    /** Errors spread through the recurrence: with few bits the comparison finds many. */
    @Test
    void fewBitsAreFoundOut() throws IOException {
        assertTrue(wrongBits(6) > 50, "6 fraction bits");
    }

    private static int wrongBits(int fraction) throws IOException {
        byte[] npy = Files.readAllBytes(file("braille_A_snntorch_activity.npy"));
        FloatBuffer recorded = ByteBuffer.wrap(npy, 128, npy.length - 128)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        SpikingNetwork network = NirReader.read(file("braille_noDelay_bias_zero.nir"));
        IntegerNetwork integers =
                SpikingQuantizer.quantize(network, TickPreset.SNNTORCH.rules(DT), widths(fraction, 0));
        int[][][] input = input(csv("braille_A_recovered_x_256x12.csv"), 12);
        int hidden = network.populations().indexOf(network.population("lif1.lif"));
        int[][] spikes = new IntegerReference(integers).run(input).spikes()[hidden];
        assertEquals(256, spikes.length);
        int wrong = 0;
        int fired = 0;
        for (int t = 0; t < 256; t++) {
            for (int n = 0; n < 38; n++) {
                wrong += recorded.get(t * 38 + n) != spikes[t][n] ? 1 : 0;
                fired += (int) recorded.get(t * 38 + n);
            }
        }
        assertEquals(119, fired, "spikes that were recorded");
        return wrong;
    }

    /** One neuron with the parameters of the chip's documentation: decay 163 of 4,096 toward zero, weight 10 and threshold 25 of 64 units each. */
    private static IntegerNetwork loihi() {
        IntegerNetwork.Neurons neuron = new IntegerNetwork.Neurons(
                "lif",
                NeuronKind.LIF,
                new int[] {1},
                new int[1],
                new int[] {4096 - 163},
                new int[1],
                new int[] {1600},
                new int[1],
                new double[] {1});
        IntegerNetwork.Synapses synapse = new IntegerNetwork.Synapses(new int[1], new int[] {10}, new int[] {1});
        return new IntegerNetwork(
                "",
                NeuronRules.of(TickPreset.LOIHI.rules(DT), StateRounding.TOWARD_ZERO),
                6,
                24,
                DECAY_BITS,
                0,
                List.of(new SpikingNetwork.Input("input", new int[] {1})),
                List.of(neuron),
                List.of(new IntegerNetwork.Wiring(
                        "w", true, 0, 0, new IntegerNetwork.Synapses[] {synapse}, null, false)),
                List.of(new SpikingNetwork.Output("output", 0)));
    }

    private static void assertLoihi(IntegerNetwork network) throws IOException {
        double[][] trace = csv("lif_lava_cpu_fixed.csv");
        IntegerReference.Run run = new IntegerReference(network).run(input(csv("lif_norse.csv"), 1));
        assertEquals(1000, trace.length);
        for (int t = 0; t < trace.length; t++) {
            assertEquals((int) trace[t][1], run.membranes()[0][t][0], "membrane in tick " + t);
            assertEquals((int) trace[t][2], run.spikes()[0][t][0], "spikes in tick " + t);
        }
    }

    @Test
    void integersAreThoseOfLavaInFixedPoint() throws IOException {
        assertLoihi(loihi());
    }

    /** The integers that the chip's importer makes of the file: dv = int(4095 a), w = int(256 w gain), threshold = int(131071 thr) >> 9 << 6. */
    @Test
    void aFileBecomesTheIntegersOfLoihi() throws IOException {
        SpikingNetwork network = NirReader.read(file("lif_norse.nir"));
        IntegerNetwork integers = SpikingQuantizer.loihi(
                network,
                TickPreset.LOIHI.rules(DT),
                new SpikingWidths(9, 6, 24, DECAY_BITS, null, false, StateRounding.TOWARD_ZERO));
        IntegerNetwork.Neurons neuron = integers.populations().get(0);
        assertEquals(4096 - 163, neuron.membraneDecay()[0]);
        assertEquals(1600, neuron.threshold()[0]);
        assertEquals(10, integers.connections().get(0).synapses()[0].weights()[0]);
        assertEquals(Math.scalb(1.0, -14), neuron.unit()[0], "volts: 2^17 thr >> 9 << 6");
        assertLoihi(integers);
    }

    /** One spike that leaves a membrane of 100 or -100 units; each tick takes 1/8 of it, rounded down, at least 1 unit. */
    @ParameterizedTest
    @CsvSource({"100, 31", "-100, 24"})
    void xyloDecaysByShifts(int weight, int ticks) {
        IntegerNetwork.Neurons neuron = new IntegerNetwork.Neurons(
                "lif",
                NeuronKind.LIF,
                new int[] {1},
                new int[1],
                new int[] {3},
                new int[1],
                new int[] {30_000},
                new int[1],
                new double[] {1});
        IntegerNetwork.Synapses synapse = new IntegerNetwork.Synapses(new int[1], new int[] {weight}, new int[1]);
        IntegerNetwork network = new IntegerNetwork(
                "",
                NeuronRules.of(TickPreset.XYLO.rules(DT), StateRounding.FLOOR),
                0,
                16,
                0,
                0,
                List.of(new SpikingNetwork.Input("input", new int[] {1})),
                List.of(neuron),
                List.of(new IntegerNetwork.Wiring(
                        "w", true, 0, 0, new IntegerNetwork.Synapses[] {synapse}, null, false)),
                List.of(new SpikingNetwork.Output("output", 0)));
        int[][] input = new int[40][1];
        input[0][0] = 1;
        int[][] membranes =
                new IntegerReference(network).run(new int[][][] {input}).membranes()[0];
        assertEquals(weight, membranes[0][0]);
        assertTrue(membranes[ticks - 1][0] != 0, "a tick before");
        assertEquals(0, membranes[ticks][0]);
    }
}
