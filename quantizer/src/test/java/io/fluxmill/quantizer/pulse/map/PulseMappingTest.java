// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.pulse.PulseProgram;
import io.fluxmill.quantizer.pulse.read.PulseNetwork;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Layer;
import io.fluxmill.quantizer.pulse.read.PulseNetwork.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Images against the contract's tables, and every refusal; that hardware and images agree is for the RTL tests. */
class PulseMappingTest {
    private static final byte WEIGHT = 3;

    private final List<Layer> layers = new ArrayList<>();
    private int length = 32;
    private int channels = 1;

    @Test
    void theDefaultNetworkTakes160Steps() {
        PulseProgram program = PulseMapping.map(defaultIn32(), manifest());
        assertEquals(160, program.steps());
        assertEquals(9792, program.macs());
        assertEquals("12345678", program.configHash());
        assertEquals(
                Map.of(
                        "LAYERS",
                        Map.of("layers", 5, "round_even", 1),
                        "NETWORK_SAMPLES",
                        Map.of("value", 32),
                        "NETWORK_OUTPUTS",
                        Map.of("value", 2)),
                program.settings());
        assertEquals(32, program.inputElements());
        assertEquals(
                new PulseProgram.Output("time", "samples", 0.5, 1),
                program.outputs().get(0));
    }

    @Test
    void layerTableOfTheDefaultNetwork() {
        PulseProgram.Image table =
                PulseMapping.map(defaultIn32(), manifest()).images().get(2);
        assertEquals(2 << 20, table.address());
        // conv 8 k4 s2: two position lanes, 8 tiles of one step; results after the input buffers.
        assertRow(table, 0, pair(32, 0), pair(2, 1), pair(1, 1), pair(0, 8), 1, pair(0, 64), pair(16, 2));
        assertEquals(pair(4 | 1 << 5 | 1 << 8, 4), table.words()[7]);
        // conv 16 k4 s2: its results at the end of the memory.
        assertRow(table, 1, pair(128, 64), pair(16, 8), pair(1, 8), pair(1, 8), 0, pair(2, 896), pair(8, 4));
        // dense 32: two channel tiles of 32 steps.
        assertRow(table, 2, pair(128, 896), pair(0, 0), pair(2, 32), pair(9, 1), 0, pair(6, 64), pair(1, 8));
        // dense 2: a row of two elements, no results in memory.
        assertRow(table, 4, pair(32, 992), pair(0, 0), pair(1, 8), pair(89, 1), 0, pair(22, 0), pair(1, 1));
        assertEquals(pair(2 | 1 << 8, 32), table.words()[4 * 8 + 7]);
        assertEquals(5 * 8, table.words().length);
    }

    private static void assertRow(PulseProgram.Image table, int layer, int... words) {
        for (int i = 0; i < words.length; i++) {
            assertEquals(words[i], table.words()[layer * 8 + i], "layer " + layer + " word " + i);
        }
    }

    private static int pair(int high, int low) {
        return high << 16 | low;
    }

    @Test
    void positionLanesHaveCopiesOfTheWeights() {
        PulseProgram.Image weights =
                PulseMapping.map(defaultIn32(), manifest()).images().get(0);
        assertEquals(0, weights.address());
        assertEquals(97 * 4 * 4, weights.words().length);
        // The first layer's word: PEs 0 and 2 have channels 0 to 3, PEs 1 and 3 channels 4 to 7; channel c's weights
        // are c, ....
        for (int pe = 0; pe < 4; pe++) {
            for (int unit = 0; unit < 4; unit++) {
                int channel = pe % 2 * 4 + unit;
                assertEquals(0x03030300 | channel, weights.words()[pe * 4 + unit]);
            }
        }
    }

    @Test
    void parametersAreBiasAndScale() {
        PulseProgram.Image parameters =
                PulseMapping.map(defaultIn32(), manifest()).images().get(1);
        assertEquals(1 << 20, parameters.address());
        assertEquals(2 * 4 * 23, parameters.words().length);
        assertEquals(-5, parameters.words()[2 * 5]);
        assertEquals(20 << 16 | 0x8000, parameters.words()[2 * 5 + 1]);
    }

    @Test
    void otherActivationsAreRefused() {
        refused(
                defaultIn32(),
                "activationBits",
                8,
                "network small has activations of 16 bits, but design pulse computes with 8",
                "set engine.activation-bits to 16");
    }

    @Test
    void everyMemoryThatIsTooSmallIsNamed() {
        PulseNetwork network = defaultIn32();
        refused(
                network,
                "windowSamples",
                16,
                "network small needs 32 samples of a window, but the design has 16",
                "raise engine.window to 32");
        refused(
                network,
                "elements",
                256,
                "network small needs 320 elements of activation memory, but the design has 256",
                "raise engine.elements to 512");
        refused(
                network,
                "weightWords",
                64,
                "network small needs 97 words of weight memory, but the design has 64",
                "raise engine.weight-words to 128");
        refused(
                network,
                "parameterRows",
                16,
                "network small needs 23 rows of biases and scales, but the design has 16",
                "raise engine.parameter-rows to 32");
        refused(network, "maxLayers", 4, "network small needs 5 layers, but the layer table has 4", "use fewer layers");
    }

    @Test
    void sumsBeyond32BitsAreRefused() {
        // 299 * 65,535 * 127 is beyond 2^31.
        add("wide", 300, 1, 1, 0, 1, (byte) 3);
        add("over", 2, 1, 1, 0, 1, (byte) 127);
        refused(
                build(),
                "window",
                0,
                "network small: sums of layer over, channel 0, can reach 2,488,560,555, but a sum has 32 bits",
                "train with smaller weights or a smaller layer, or use 8-bit activations");
    }

    @Test
    void otherDesignsAreRefused() {
        Manifest mac = Manifest.builder("other", "mac").build();
        InputException e = assertThrows(InputException.class, () -> PulseMapping.map(defaultIn32(), mac));
        assertEquals("design other must have a network engine to run network small", e.getMessage());
        assertEquals("set engine.family to pulse and put network into engine.features", e.remedy());
    }

    private static void refused(PulseNetwork network, String parameter, long value, String fact, String remedy) {
        InputException e =
                assertThrows(InputException.class, () -> PulseMapping.map(network, manifest(parameter, value)));
        assertEquals(fact, e.getMessage());
        assertEquals(remedy, e.remedy());
    }

    private PulseNetwork defaultIn32() {
        layers.clear();
        length = 32;
        channels = 1;
        add("conv1", 8, 4, 2, 1, 16, WEIGHT);
        add("conv2", 16, 4, 2, 1, 8, WEIGHT);
        add("dense1", 32, 8, 1, 0, 1, WEIGHT);
        add("dense2", 32, 1, 1, 0, 1, WEIGHT);
        add("dense3", 2, 1, 1, 0, 1, WEIGHT);
        return build();
    }

    private PulseNetwork build() {
        List<Output> outputs =
                List.of(new Output("time", "samples", 0.5, 1), new Output("amplitude", "elements", 2, 0));
        return new PulseNetwork("small", 32, 1, 16, Rounding.NEAREST_EVEN, layers, outputs);
    }

    /** Channel c's weights are c and then all the same. */
    private void add(String name, int filters, int kernel, int stride, int padLeft, int positions, byte weight) {
        int taps = positions == 1 ? length : kernel;
        int depth = taps * channels;
        byte[] weights = new byte[filters * depth];
        Arrays.fill(weights, weight);
        int[] bias = new int[filters];
        for (int c = 0; c < filters; c++) {
            weights[c * depth] = (byte) (filters > 127 ? weight : c);
            bias[c] = -c;
        }
        int[] multipliers =
                Collections.nCopies(filters, 0x8000).stream().mapToInt(i -> i).toArray();
        int[] shifts =
                Collections.nCopies(filters, 20).stream().mapToInt(i -> i).toArray();
        layers.add(new Layer(
                name,
                length,
                channels,
                taps,
                stride,
                padLeft,
                positions,
                filters,
                true,
                weights,
                bias,
                multipliers,
                shifts));
        length = positions;
        channels = filters;
    }

    private static Manifest manifest() {
        return manifest("processingElements", 4);
    }

    private static Manifest manifest(String changed, long value) {
        Map<String, Long> parameters = new LinkedHashMap<>(Map.of(
                "processingElements", 4L,
                "arithmeticUnits", 4L,
                "multipliers", 4L,
                "activationBits", 16L,
                "elements", 1024L,
                "weightWords", 1024L,
                "parameterRows", 256L,
                "maxLayers", 16L,
                "windowSamples", 32L));
        parameters.put(changed, value);
        return Manifest.builder("pulse", "pulse")
                .hash("12345678")
                .parameters(parameters)
                .build();
    }
}
