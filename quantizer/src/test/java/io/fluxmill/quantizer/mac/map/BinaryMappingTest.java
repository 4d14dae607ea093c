// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.program.mac.MacProgram.MatrixStep;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A format without zero: what fills up the last word is taken away from the bias, or the layer is refused. */
class BinaryMappingTest {
    private static final List<NumberFormat> FORMATS =
            List.of(NumberFormats.BINARY, NumberFormats.TERNARY, NumberFormats.INT16);
    private static final int CHANNELS = 2;

    /** A dense layer of weights ±0.5. */
    private static Network network(int depth, double bias, double secondGain) {
        Random random = new Random(depth);
        float[] weights = new float[CHANNELS * depth];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextBoolean() ? 0.5f : -0.5f;
        }
        Shape in = new Shape(depth, 1, 1);
        MatrixLayer layer = new MatrixLayer(
                "layer",
                "input",
                "layer",
                in,
                new Shape(CHANNELS, 1, 1),
                Geometry.dense(in),
                weights,
                new double[] {1, secondGain},
                new double[] {bias, bias},
                Activation.NONE,
                null,
                null);
        return new Network("binary", in, 1, 0, null, List.of(layer), false);
    }

    /** For inputs of ±1, so that codes are exact and sums count half units. */
    private static QuantizedNetwork quantized(NumberFormat format, Network network) {
        Random random = new Random(7);
        float[][] samples = new float[8][network.inputShape().elements()];
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length; i++) {
                sample[i] = random.nextBoolean() ? 1 : -1;
            }
        }
        QuantizationPlan plan =
                QuantizationPlan.uniform(FORMATS, FORMATS, format).withFit(false);
        return Quantizer.quantize(network, plan, Calibration.calibrate(network, samples));
    }

    private static MatrixStep mapped(QuantizedNetwork network) {
        Manifest manifest = Manifest.builder("npu", "mac")
                .hash("0badcafe")
                .bus("s_axi", 8)
                .parameters(Map.of(
                        "rows", 2L,
                        "columns", 2L,
                        "weightWords", 4096L,
                        "activationWords", 512L,
                        "parameterTiles", 64L,
                        "accumulatorBits", 256L,
                        "totalBits", 272L,
                        "operandFormats", (long) FORMATS.size()))
                .formats(FORMATS.stream().map(NumberFormat::name).toList())
                .build();
        return (MatrixStep) MacMapping.map(network, manifest).steps().get(0);
    }

    /** A bias of 3 is 6 units of 0.5; the three products of K = 5 that are none are 3 units; a unit is 2^16 of the bias's. */
    @Test
    void theBiasLosesWhatFillsUp() {
        for (int depth = 5; depth <= 8; depth++) {
            QuantizedNetwork network = quantized(NumberFormats.BINARY, network(depth, 3, 1));
            short[] image = mapped(network).groups().get(0).parameters();
            int bias = image[CHANNELS] << 16 | image[0] & 0xFFFF;
            assertEquals(6 - (8 - depth) << 16, bias, "K=" + depth);
            assertEquals(6 << 16, network.matrices().get(0).channels().get(0).bias());
        }
    }

    /** 2^33 units need a shift of 18 bits, with which the bias counts in fours. */
    @Test
    void aBiasThatCannotLoseItIsRefused() {
        double bias = 0x1p33 * 0.5;
        QuantizedNetwork network = quantized(NumberFormats.BINARY, network(601, bias, 1));
        InputException refused = assertThrows(InputException.class, () -> mapped(network));
        assertEquals(
                "layer layer must have a K that is a multiple of 4 in BINARY, which has no zero, because its biases are too large"
                        + " to correct the sum: K=601",
                refused.getMessage());
        assertEquals("choose TERNARY or another format with a zero for the layer", refused.remedy());
        assertEquals(
                601,
                mapped(quantized(NumberFormats.TERNARY, network(601, bias, 1))).depth());
        assertEquals(
                600,
                mapped(quantized(NumberFormats.BINARY, network(600, bias, 1))).depth());
    }

    @Test
    void aConstantChannelIsRefused() {
        Network constant = network(8, 3, 0);
        InputException refused = assertThrows(InputException.class, () -> quantized(NumberFormats.BINARY, constant));
        assertEquals(
                "every channel of layer layer must depend on its input, because BINARY has no zero: channel=1",
                refused.getMessage());
        assertEquals("choose TERNARY or another format with a zero for the layer", refused.remedy());
        assertEquals(8, mapped(quantized(NumberFormats.TERNARY, constant)).depth());
    }
}
