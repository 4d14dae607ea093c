// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.precision.QuantizationPlan;
import io.fluxmill.quantizer.mac.precision.Quantizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What training assumes about scales and zero points is what the quantiser then does. */
class ActivationScaleTest {
    private static final long SEED = 20_260_106;
    private static final List<NumberFormat> FORMATS = List.of(
            NumberFormats.FP4_E2M1,
            NumberFormats.POSIT4_1,
            NumberFormats.POSIT8_0,
            NumberFormats.INT4,
            NumberFormats.INT8,
            NumberFormats.POSIT16_1);
    private static final int INPUTS = 20;

    /** Both search, in steps of their own, for the same smallest error. */
    private static final double TOLERANCE = 0.1;

    @Test
    void unsignedTensorsHaveTheZeroPointAndErrorOfTheQuantiser() {
        assertEquals(5, agreements(0, 5), "seed=" + SEED);
    }

    @Test
    void signedTensorsHaveTheErrorOfTheQuantiser() {
        assertEquals(0, agreements(-2, 5), "seed=" + SEED);
    }

    /** Compares each searched format; returns how many have a zero point. */
    private static int agreements(double lowest, int formats) {
        float[][] samples = samples(lowest);
        Network network = network();
        Calibration calibration = Calibration.calibrate(network, samples);
        int shifted = 0;
        for (NumberFormat format : FORMATS.subList(0, formats)) {
            QuantizedNetwork.Tensor expected = Quantizer.quantize(
                            network,
                            QuantizationPlan.uniform(FORMATS, FORMATS, format).withFit(false),
                            calibration)
                    .tensors()
                    .get(0);
            ActivationScale.Choice choice =
                    new ActivationScale(format).of(calibration.range("input").values());
            assertEquals(expected.zeroPoint(), choice.zeroPoint(), format.name() + ", seed=" + SEED);
            float[] values = calibration.range("input").values();
            assertEquals(
                    1,
                    squareError(values, format, choice.scale(), choice.zeroPoint())
                            / squareError(values, format, expected.scale(), expected.zeroPoint()),
                    TOLERANCE,
                    format.name() + ", seed=" + SEED);
            shifted += choice.zeroPoint() != 0 ? 1 : 0;
        }
        return shifted;
    }

    /** Of rounding as the hardware does; the scales themselves differ where the error has several minima. */
    private static double squareError(float[] values, NumberFormat format, double scale, int zeroPoint) {
        double sum = 0;
        for (float value : values) {
            double real = scale * (format.toDouble(format.fromDouble(value / scale + zeroPoint)) - zeroPoint);
            sum += (real - value) * (real - value);
        }
        return sum;
    }

    /** Half zeros and half a long tail, as after ReLU; with negative values from {@code lowest} on. */
    private static float[][] samples(double lowest) {
        Random random = new Random(SEED);
        float[][] samples = new float[50][INPUTS];
        for (float[] sample : samples) {
            for (int i = 0; i < INPUTS; i++) {
                sample[i] = (float) Math.max(lowest, random.nextGaussian() * 3);
            }
        }
        return samples;
    }

    private static Network network() {
        Network.Shape in = new Network.Shape(INPUTS, 1, 1);
        Random random = new Random(SEED);
        float[] weights = new float[2 * INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        Network.MatrixLayer layer = new Network.MatrixLayer(
                "dense1",
                "input",
                "out",
                in,
                new Network.Shape(2, 1, 1),
                Network.Geometry.dense(in),
                weights,
                new double[] {1, 1},
                new double[2],
                Network.Activation.NONE,
                null,
                null);
        return new Network("one", in, 1, 0, null, List.of(layer), false);
    }
}
