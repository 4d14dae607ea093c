// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.spiking.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.core.program.spiking.TickRules;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.read.NirReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces that the simulators themselves wrote (NIR paper), and spike ticks published with them. */
class GoldenTracesTest {
    private static final Path FOLDER = Path.of("../../shared/data/nir");
    private static final double DT = 1e-4;

    private static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), file + " is not here");
        return file;
    }

    /** Rows of input, membrane, spike. */
    private static double[][] csv(String name) throws IOException {
        return Files.readAllLines(file(name)).stream()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    private static List<Integer> ticks(double[][] activity) {
        List<Integer> ticks = new ArrayList<>();
        for (int t = 0; t < activity.length; t++) {
            if (activity[t][0] != 0) {
                ticks.add(t);
            }
        }
        return ticks;
    }

    private static FloatReference.Run run(TickPreset preset, double[][] input) {
        SpikingNetwork network = NirReader.read(file("lif_norse.nir"));
        return new FloatReference(network, preset.rules(DT)).run(new double[][][] {input});
    }

    private static double[][] spikes() throws IOException {
        return Arrays.stream(csv("lif_norse.csv"))
                .map(row -> new double[] {row[0]})
                .toArray(double[][]::new);
    }

    @ParameterizedTest
    @CsvSource({
        "NORSE, norse, 1e-7",
        "SNNTORCH, snntorch, 1e-6",
        "NENGO, nengo, 1e-7",
        "SINABS, sinabs, 1e-7",
        "EXACT, exact, 1e-7"
    })
    void membranesAndSpikesAreThoseOfTheSimulator(TickPreset preset, String simulator, double tolerance)
            throws IOException {
        double[][] trace = csv("lif_" + simulator + ".csv");
        FloatReference.Run run = run(preset, spikes());
        assertEquals(1000, trace.length);
        for (int t = 0; t < trace.length; t++) {
            assertEquals(trace[t][1], run.membranes()[0][t][0], tolerance, "membrane in tick " + t);
            assertEquals(trace[t][2], run.activity()[0][t][0], "spikes in tick " + t);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NORSE, 460 510 710 760",
        "SNNTORCH, 460 510 710 760",
        "NENGO, 460 510 710 760",
        "EXACT, 460 510 710 760",
        "SPINNAKER2, 460 510 710 760",
        "LAVA, 461 511 711 761",
        "LOIHI, 461 511 711 761",
        "SPYX, 461 511 711 761",
        "ROCKPOOL, 450 500 710 760",
        "SINABS, 450 500 710 760"
    })
    void spikeTicksAreThePublishedOnes(TickPreset preset, String expected) throws IOException {
        List<Integer> ticks =
                Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
        assertEquals(ticks, ticks(run(preset, spikes()).activity()[0]));
    }

    /** Fires unprompted, from a leak potential above the threshold; the second neuron sees a spike as a rectangle of one tick. */
    @ParameterizedTest
    @CsvSource({"1e-3, 17 35 53, .11766", "1e-4, 178 357 536, .011983"})
    void aLeakPotentialFires(double dt, String expected, double highest) {
        SpikingNetwork network = NirReader.read(file("two_lif_neurons.nir"));
        FloatReference.Run run =
                new FloatReference(network, TickPreset.NORSE.rules(dt)).run(new double[][][] {new double[20_000][1]});
        List<Integer> ticks =
                Arrays.stream(expected.split(" ")).map(Integer::valueOf).toList();
        assertEquals(ticks, ticks(run.activity()[0]).subList(0, ticks.size()));
        double most =
                Arrays.stream(run.membranes()[1]).mapToDouble(v -> v[0]).max().orElseThrow();
        assertEquals(highest, most, highest * 1e-4, "the membrane at its highest");
    }

    /** A binary input that explains the hidden spikes that snnTorch recorded, all 256 ticks of 38 neurons. */
    @Test
    void recurrentSpikesAreThoseThatSnnTorchRecorded() throws IOException {
        double[][] input = csv("braille_A_recovered_x_256x12.csv");
        byte[] npy = Files.readAllBytes(file("braille_A_snntorch_activity.npy"));
        java.nio.FloatBuffer recorded = java.nio.ByteBuffer.wrap(npy, 128, npy.length - 128)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        SpikingNetwork network = NirReader.read(file("braille_noDelay_bias_zero.nir"));
        TickRules rules = TickPreset.SNNTORCH.rules(DT);
        FloatReference.Run run = new FloatReference(network, rules).run(new double[][][] {input});
        int hidden = network.populations().indexOf(network.population("lif1.lif"));
        int spikes = 0;
        for (int t = 0; t < 256; t++) {
            for (int n = 0; n < 38; n++) {
                assertEquals(recorded.get(t * 38 + n), run.activity()[hidden][t][n], "neuron " + n + " in tick " + t);
                spikes += (int) run.activity()[hidden][t][n];
            }
        }
        assertEquals(119, spikes);
        double[] sums = new double[7];
        int read = network.outputs().get(0).population();
        for (double[] tick : run.activity()[read]) {
            for (int n = 0; n < 7; n++) {
                sums[n] += tick[n];
            }
        }
        assertArrayEquals(new double[] {10, 160, 112, 113, 103, 68, 121}, sums);
    }

    /** Norse's whole difference is that its recurrent bias is not there in the first tick. */
    @Test
    void norseHasNoRecurrentBiasInTheFirstTick() throws IOException {
        double[][] input = csv("braille_A_recovered_x_256x12.csv");
        SpikingNetwork network = NirReader.read(file("braille_noDelay_bias_zero.nir"));
        FloatReference.Run run = new FloatReference(network, TickPreset.NORSE.rules(DT)).run(new double[][][] {input});
        double[] sums = new double[7];
        int read = network.outputs().get(0).population();
        for (double[] tick : run.activity()[read]) {
            for (int n = 0; n < 7; n++) {
                sums[n] += tick[n];
            }
        }
        assertArrayEquals(new double[] {8, 159, 108, 114, 104, 67, 126}, sums);
        int hidden = network.populations().indexOf(network.population("lif1.lif"));
        double spikes = Arrays.stream(run.activity()[hidden])
                .flatMapToDouble(Arrays::stream)
                .sum();
        assertEquals(118, spikes);
    }

    @Test
    void theConvolutionalNetworkIsRead() {
        SpikingNetwork network = NirReader.read(file("cnn_sinabs.nir"));
        assertEquals(8970, network.neurons());
        assertEquals(
                List.of("1", "3", "6", "10", "12"),
                network.populations().stream().map(p -> p.name()).toList());
        double[][] input = new double[10][2 * 34 * 34];
        java.util.Random random = new java.util.Random(3);
        for (double[] tick : input) {
            for (int i = 0; i < tick.length; i++) {
                tick[i] = random.nextInt(10) == 0 ? 1 : 0;
            }
        }
        FloatReference.Run run = new FloatReference(network, TickPreset.SINABS.rules(1)).run(new double[][][] {input});
        for (int p = 0; p < 3; p++) {
            assertTrue(
                    Arrays.stream(run.activity()[p])
                                    .flatMapToDouble(Arrays::stream)
                                    .sum()
                            > 0,
                    "population " + p);
        }
    }
}
