// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.Network.MatrixLayer;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The reference against the layer's equation in double, evaluated on the real values of the codes: what a layer writes is the
 * rounded {@code activation(sum of weights * inputs + bias)} of what it read, at most one code off where the 16-bit multiplier
 * moves the value over a rounding boundary.
 */
class LayerEquationTest {
    private static final List<NumberFormat> ALL = NumberFormats.named();
    private static final int SAMPLES = 10;

    private static Network network(long seed) {
        return new SmallNetworks(seed, 4, 8, 7)
                .conv(6, new Geometry(4, 3, 3, 1, 1, 1, 1, 1, 1, 1), Activation.RELU)
                .conv(6, new Geometry(2, 3, 2, 2, 1, 1, 1, 1, 2, 3), new Activation(1, -0.5, 0.75))
                .conv(6, new Geometry(1, 2, 2, 1, 1, 1, 1, 1, 1, 6), new Activation(0, 0, 1))
                .dense(9, new Activation(0.1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .dense(5, new Activation(-1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .build();
    }

    @Test
    void everyLayerIsItsEquationRoundedOnce() {
        int layers = 0;
        for (long seed = 0; seed < 3; seed++) {
            Network network = network(seed);
            float[][] samples = SmallNetworks.samples(
                    seed + 50, SAMPLES, network.inputShape().elements());
            Calibration calibration = Calibration.calibrate(network, samples);
            for (NumberFormat format : ALL) {
                QuantizationPlan plan =
                        QuantizationPlan.uniform(ALL, ALL, format).withFit(false);
                QuantizedNetwork quantized = Quantizer.quantize(network, plan, calibration);
                ReferenceExecutor reference = new ReferenceExecutor(quantized);
                List<short[]> trace = reference.trace(reference.encode(samples), SAMPLES);
                for (int i = 0; i < network.layers().size(); i++) {
                    MatrixLayer layer = (MatrixLayer) network.layers().get(i);
                    if (!readsBorderWithoutZero(layer, quantized.tensors().get(i))) {
                        check(dequantised(layer, format, plan), quantized, i, trace, format.name() + " seed " + seed);
                        layers++;
                    }
                }
            }
        }
        // The two convolutions with padding whose inputs have both signs.
        assertEquals(3 * 15 * 5 - 3 * 2, layers);
    }

    /** BINARY has no zero for the positions outside its input, unless a zero point makes one. */
    private static boolean readsBorderWithoutZero(MatrixLayer layer, Tensor in) {
        return in.decode(0, in.zeroCode()) != 0
                && layer.geometry().reachesOutside(layer.inputShape(), layer.outputShape());
    }

    /** The layer with the real values of its weight codes. */
    private static MatrixLayer dequantised(MatrixLayer layer, NumberFormat format, QuantizationPlan plan) {
        WeightCodes codes = WeightCodes.of(layer, format, plan);
        float[] weights = new float[codes.codes().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (codes.value(i) * codes.scale()[i / layer.depth()]);
        }
        return new MatrixLayer(
                layer.name(),
                layer.input(),
                layer.output(),
                layer.inputShape(),
                layer.outputShape(),
                layer.geometry(),
                weights,
                layer.gain(),
                layer.bias(),
                layer.activation(),
                null,
                null);
    }

    private static void check(
            MatrixLayer layer, QuantizedNetwork quantized, int index, List<short[]> trace, String what) {
        Tensor in = quantized.tensors().get(index);
        Tensor out = quantized.tensors().get(index + 1);
        int differing = 0;
        int total = SAMPLES * out.shape().elements();
        for (int s = 0; s < SAMPLES; s++) {
            double[] inputs = new double[in.shape().elements()];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = in.decode(i, trace.get(index)[s * inputs.length + i]);
            }
            double[] exact = SmallNetworks.evaluate(layer, Map.of(layer.input(), inputs));
            for (int i = 0; i < exact.length; i++) {
                int code = trace.get(index + 1)[s * exact.length + i]
                        & (1 << out.format().widthBits()) - 1;
                int distance = Math.abs(out.format().order(out.encode(i, exact[i]))
                        - out.format().order(code));
                assertTrue(distance <= 1, what + " " + layer.name() + "[" + i + "] is " + distance + " codes off");
                differing += distance;
            }
        }
        double share = out.format().widthBits() == 16 ? 0.3 : 0.01;
        assertTrue(differing <= share * total, what + " " + layer.name() + ": " + differing + " of " + total);
    }
}
