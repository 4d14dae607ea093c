// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fluxmill.core.program.spiking.NeuronRules.StateRounding;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.core.program.spiking.TickPreset;
import io.fluxmill.driver.spiking.SpikingRunner.States;
import io.fluxmill.quantizer.spiking.graph.IntegerNetwork;
import io.fluxmill.quantizer.spiking.graph.SpikingNetwork;
import io.fluxmill.quantizer.spiking.precision.SpikingQuantizer;
import io.fluxmill.quantizer.spiking.precision.SpikingWidths;
import io.fluxmill.quantizer.spiking.read.NirReader;
import io.fluxmill.quantizer.spiking.reference.IntegerReference;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The RTL gives the spikes that simulators recorded (NIR paper). */
@Tag("verilator")
class RecordedSpikesTest {
    private static final Path FOLDER = Path.of("../../shared/data/nir");
    private static final int NPY_HEADER = 128;
    private static final double DT = 1e-4;

    @TempDir
    Path folder;

    private static Path file(String name) {
        Path file = FOLDER.resolve(name);
        assumeTrue(Files.exists(file), file + " is not here");
        return file;
    }

    private static int[][] csv(String name) throws IOException {
        return Files.readAllLines(file(name)).stream()
                .map(line -> Arrays.stream(line.split(","))
                        .mapToInt(text -> (int) Double.parseDouble(text))
                        .toArray())
                .toArray(int[][]::new);
    }

    /** 256 ticks of 38 recurrent neurons as snnTorch recorded them; weights of 10 places behind the point, states of 10, 12 and 16. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6})
    void hiddenSpikesOfTheBrailleNetwork(int guardBits) throws IOException {
        SpikingShape shape =
                new SpikingShape(4, 64, 128, 1024, 256, 8, 4, 15, 24, guardBits, 28, 12, 2, 1, 0, true, false);
        SpikingNetwork network = NirReader.read(file("braille_noDelay_bias_zero.nir"));
        int[][][] input = {csv("braille_A_recovered_x_256x12.csv")};
        byte[] npy = Files.readAllBytes(file("braille_A_snntorch_activity.npy"));
        FloatBuffer recorded = ByteBuffer.wrap(npy, NPY_HEADER, npy.length - NPY_HEADER)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int hidden = network.populations().indexOf(network.population("lif1.lif"));
        int spikes = 0;
        IntegerNetwork integers = SpikingQuantizer.quantize(
                network,
                TickPreset.SNNTORCH.rules(DT),
                SpikingWidths.of(shape, 10 + guardBits, StateRounding.NEAREST_EVEN));
        try (SpikingBench bench = new SpikingBench(new SpikingConfig("braille", shape, 512), folder)) {
            IntegerReference.Run run = bench.check(integers, Set.of(), input, "braille");
            for (int t = 0; t < input[0].length; t++) {
                for (int n = 0; n < 38; n++) {
                    assertEquals(recorded.get(t * 38 + n), run.spikes()[hidden][t][n], "neuron " + n + ", tick " + t);
                    spikes += run.spikes()[hidden][t][n];
                }
            }
        }
        assertEquals(119, spikes);
    }

    /** Bytes of the streams for a sample of which only the spikes are wanted. */
    @Test
    void timeStampsSendLess() throws IOException {
        SpikingShape braille = new SpikingShape(4, 64, 128, 1024, 256, 8, 4, 15, 24, 0, 24, 12, 2, 1, 0, true, false);
        int[][] spikes = csv("braille_A_recovered_x_256x12.csv");
        fewer("braille_noDelay_bias_zero.nir", braille, TickPreset.SNNTORCH, 10, spikes);
        SpikingShape single = new SpikingShape(1, 16, 32, 16, 16, 2, 2, 12, 13, 0, 24, 12, 2, 1, 0, false, false);
        int[][] one = Arrays.stream(csv("lif_norse.csv"))
                .map(row -> new int[] {row[0]})
                .toArray(int[][]::new);
        fewer("lif_norse.nir", single, TickPreset.NORSE, 10, one);
    }

    private void fewer(String model, SpikingShape shape, TickPreset preset, int fractionBits, int[][] spikes)
            throws IOException {
        SpikingNetwork network = NirReader.read(file(model));
        IntegerNetwork integers = SpikingQuantizer.quantize(
                network, preset.rules(DT), SpikingWidths.of(shape, fractionBits, StateRounding.NEAREST_EVEN));
        long[] bytes = new long[2];
        int[][][] found = null;
        for (boolean timeStamps : new boolean[] {false, true}) {
            SpikingEnds ends = new SpikingEnds(0, false, timeStamps);
            try (SpikingBench bench =
                    new SpikingBench(new SpikingConfig("stamps_" + timeStamps, shape, ends, 512), folder)) {
                bench.check(integers, Set.of(), new int[][][] {spikes}, model);
                bytes[timeStamps ? 1 : 0] = bench.bytes.get(States.NONE);
                found = bench.run.spikes();
            }
        }
        int ticks = spikes.length;
        long in = 0;
        long out = 0;
        Set<Integer> asked = new TreeSet<>(Set.of(ticks));
        Set<Integer> ends = new TreeSet<>();
        for (int t = 0; t < ticks; t++) {
            int tick = t;
            long here = Arrays.stream(spikes[t]).filter(v -> v > 0).count();
            long there = Arrays.stream(found)
                    .filter(of -> of != null)
                    .flatMapToInt(of -> Arrays.stream(of[tick]))
                    .filter(v -> v > 0)
                    .count();
            in += here;
            out += there;
            if (here > 0 && t > 0) {
                asked.add(t);
            }
            if (there > 0) {
                ends.add(t);
            }
        }
        asked.forEach(count -> ends.add(count - 1));
        System.out.printf(
                "%s: %d ticks, %d spikes in, %d out: %d bytes, with time stamps %d%n",
                model, ticks, in, out, bytes[0], bytes[1]);
        assertEquals(4 * (1 + in + ticks + out + ticks), bytes[0], "a word for each");
        assertEquals(4 * (1 + in + asked.size() + out + ends.size()), bytes[1], "a word for each that matters");
    }

    /** One neuron, 1,000 ticks, by the rules of five simulators. */
    @Test
    void spikesOfTheSingleNeuron() throws IOException {
        SpikingShape shape = new SpikingShape(1, 16, 32, 16, 16, 2, 2, 12, 13, 0, 24, 12, 2, 1, 0, false, false);
        SpikingNetwork network = NirReader.read(file("lif_norse.nir"));
        int[][][] input = {
            Arrays.stream(csv("lif_norse.csv")).map(row -> new int[] {row[0]}).toArray(int[][]::new)
        };
        Object[][] cases = {
            {TickPreset.NORSE, new int[] {460, 510, 710, 760}},
            {TickPreset.SNNTORCH, new int[] {460, 510, 710, 760}},
            {TickPreset.NENGO, new int[] {460, 510, 710, 760}},
            {TickPreset.LAVA, new int[] {461, 511, 711, 761}},
            {TickPreset.SPYX, new int[] {461, 511, 711, 761}},
            {TickPreset.SINABS, new int[] {450, 500, 710, 760}},
        };
        try (SpikingBench bench = new SpikingBench(new SpikingConfig("single", shape, 512), folder)) {
            for (Object[] each : cases) {
                IntegerNetwork integers = SpikingQuantizer.quantize(
                        network,
                        ((TickPreset) each[0]).rules(DT).withSpikesPerTick(1),
                        new SpikingWidths(12, 0, 24, 12, 10, false, StateRounding.NEAREST_EVEN));
                IntegerReference.Run run = bench.check(integers, Set.of(), input, each[0].toString());
                int[] ticks = java.util.stream.IntStream.range(0, input[0].length)
                        .filter(t -> run.spikes()[0][t][0] > 0)
                        .toArray();
                assertArrayEquals((int[]) each[1], ticks, each[0].toString());
            }
        }
    }
}
