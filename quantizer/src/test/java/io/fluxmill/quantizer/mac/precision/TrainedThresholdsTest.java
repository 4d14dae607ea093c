// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.Network.Shape;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Dense layers with trained codes and scales that are no powers of two: how many a multiplier of 16 and of 31 bits computes
 * exactly, against integer sums and float rounding written here.
 */
class TrainedThresholdsTest {
    private static final List<NumberFormat> FORMATS =
            List.of(NumberFormats.INT4, NumberFormats.INT8, NumberFormats.INT16);
    private static final int CHANNELS = 8;
    private static final int SAMPLES = 200;
    private static final int LAYERS = Integer.getInteger("trained.layers", 12);

    /** A layer with its integers. */
    private record Layer(
            int[][] codes, float scaleIn, float scaleWeights, double[] bias, Quant result, Network network) {}

    private static Layer layer(SplittableRandom random, int bits, int depth, boolean relu) {
        float scaleIn = (float) random.nextDouble(0.005, 0.05);
        float scaleWeights = (float) random.nextDouble(0.001, 0.02);
        int half = 1 << (bits - 1);
        int[][] codes = new int[CHANNELS][depth];
        float[] weights = new float[CHANNELS * depth];
        double[] bias = new double[CHANNELS];
        double[] gain = new double[CHANNELS];
        for (int n = 0; n < CHANNELS; n++) {
            gain[n] = 1;
            bias[n] = (float) random.nextDouble(-1, 1);
            for (int k = 0; k < depth; k++) {
                codes[n][k] = random.nextInt(-half + 1, half);
                weights[n * depth + k] = codes[n][k] * scaleWeights;
            }
        }
        double spread = half * half * Math.sqrt(depth) / 3 * scaleIn * scaleWeights;
        double scale = 3 * spread / half * random.nextDouble(0.5, 1.5);
        Quant result = relu ? quant(scale, 0, 2 * half - 1) : quant(scale, -half, half - 1);
        Activation activation = relu ? Activation.RELU : Activation.NONE;
        Shape in = new Shape(depth, 1, 1);
        Quant weightQuant = quant(scaleWeights, -half + 1, half - 1);
        MatrixLayer matrix = new MatrixLayer(
                "fc",
                "input",
                "fc",
                in,
                new Shape(CHANNELS, 1, 1),
                Geometry.dense(in),
                weights,
                gain,
                bias,
                activation,
                weightQuant,
                result);
        Network network = new Network("net", in, 1, 0, quant(scaleIn, -half, half - 1), List.of(matrix), false);
        return new Layer(codes, scaleIn, scaleWeights, bias, result, network);
    }

    private static Quant quant(double scale, int low, int high) {
        return new Quant(new double[] {scale}, 0, low, high, false);
    }

    /** The code of a real value, as QONNX rounds it. */
    private static int code(Layer layer, double real, boolean relu) {
        float quotient = (float) (relu ? Math.max(0, real) : real) / (float) layer.result.scale(0);
        float clipped = Math.max(layer.result.low(), Math.min(layer.result.high(), quotient));
        return (int) Math.rint(clipped);
    }

    /** The code of the exact sum; or the one without rounding to float, if that is {@code found}. */
    private static int expected(Layer layer, int channel, int[] input, boolean relu, int found) {
        long sum = 0;
        for (int k = 0; k < input.length; k++) {
            sum += (long) layer.codes[channel][k] * input[k];
        }
        double real = (double) layer.scaleIn * layer.scaleWeights * sum + layer.bias[channel];
        int rounded = code(layer, real, relu);
        double clipped = Math.max(layer.result.low(), Math.min(layer.result.high(), real / layer.result.scale(0)));
        int unrounded = (int) Math.rint(relu ? Math.max(0, clipped) : clipped);
        return found == unrounded ? found : rounded;
    }

    /** Whether the layer is accepted; then every code is compared. */
    private static boolean isExact(Layer layer, int rescaleBits, boolean relu, SplittableRandom random, String text) {
        QuantizedNetwork quantized;
        try {
            QuantizationPlan plan =
                    QuantizationPlan.uniform(FORMATS, FORMATS, null).withRescaleBits(rescaleBits);
            quantized = Quantizer.quantize(layer.network, plan, null);
        } catch (InputException e) {
            assertTrue(e.getMessage().startsWith("layer fc cannot have its trained codes exactly"), e.getMessage());
            return false;
        }
        Quant input = layer.network.inputQuant();
        ReferenceExecutor reference = new ReferenceExecutor(quantized);
        for (int s = 0; s < SAMPLES; s++) {
            int[] codes = random.ints(layer.network.inputShape().elements(), input.low(), input.high() + 1)
                    .toArray();
            float[] sample = new float[codes.length];
            for (int k = 0; k < codes.length; k++) {
                sample[k] = codes[k] * layer.scaleIn;
            }
            double[] real = reference.logits(new float[][] {sample})[0];
            for (int n = 0; n < CHANNELS; n++) {
                int found = (int) Math.rint(real[n] / layer.result.scale(0));
                assertEquals(expected(layer, n, codes, relu, found), found, text + " channel " + n);
            }
        }
        return true;
    }

    @Test
    void layersAreExactOrRefused() {
        List<String> table = new ArrayList<>(List.of("bits depth  layers  exact with 16, 31 bits"));
        for (int bits : new int[] {2, 4, 6, 8}) {
            for (int depth : new int[] {16, 128, 1024}) {
                int[] exact = new int[2];
                for (int i = 0; i < LAYERS; i++) {
                    long seed = 1000L * bits + depth + 100_000L * i;
                    boolean relu = i % 2 == 0;
                    Layer layer = layer(new SplittableRandom(seed), bits, depth, relu);
                    for (int wide = 0; wide < 2; wide++) {
                        SplittableRandom random = new SplittableRandom(seed + 1);
                        exact[wide] += isExact(layer, 16 + 15 * wide, relu, random, "seed " + seed) ? 1 : 0;
                    }
                }
                table.add(String.format("%4d %5d %7d %6d %6d", bits, depth, LAYERS, exact[0], exact[1]));
                assertTrue(exact[1] >= exact[0], String.join("\n", table));
                assertEquals(LAYERS, exact[1], String.join("\n", table));
            }
        }
        System.out.println(String.join(System.lineSeparator(), table));
    }
}
