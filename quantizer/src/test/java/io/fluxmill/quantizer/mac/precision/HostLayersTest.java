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
import io.fluxmill.quantizer.mac.graph.Network.Layer;
import io.fluxmill.quantizer.mac.graph.Network.PoolKind;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Pooling and addition with zero points and padding: what they write is the rounded value of what they read, by an evaluation in
 * double.
 */
class HostLayersTest {
    private static final List<NumberFormat> ALL = NumberFormats.named();
    private static final int SAMPLES = 5;

    private static Network network() {
        Geometry same = new Geometry(3, 3, 3, 1, 1, 1, 1, 1, 1, 1);
        return new SmallNetworks(81, 3, 7, 7)
                .conv(3, same, Activation.RELU)
                .pool(PoolKind.MAX, 3, 2, 1, false)
                .conv(3, same, Activation.RELU)
                .add("pool1", Activation.RELU)
                .pool(PoolKind.AVERAGE, 3, 1, 1, true)
                .conv(3, same, Activation.NONE)
                .add("pool4", Activation.NONE)
                .pool(PoolKind.AVERAGE, 3, 1, 1, false)
                .dense(4, Activation.NONE)
                .build();
    }

    @Test
    void hostLayersRoundTheirExactValueOnce() {
        Network network = network();
        float[][] samples = SmallNetworks.samples(82, SAMPLES, 3 * 49);
        Calibration calibration = Calibration.calibrate(network, samples);
        int compared = 0;
        int shifted = 0;
        for (NumberFormat format : ALL) {
            QuantizedNetwork quantized =
                    Quantizer.quantize(network, QuantizationPlan.uniform(ALL, ALL, format), calibration);
            ReferenceExecutor reference = new ReferenceExecutor(quantized);
            List<short[]> trace = reference.trace(reference.encode(samples), SAMPLES);
            for (int index : new int[] {1, 3, 4, 6, 7}) {
                Layer layer = network.layers().get(index);
                Tensor out = quantized.tensors().get(index + 1);
                shifted += out.zeroPoint() == 0 ? 0 : 1;
                for (int s = 0; s < SAMPLES; s++) {
                    double[] exact = SmallNetworks.evaluate(layer, real(quantized, trace, s));
                    for (int i = 0; i < exact.length; i++) {
                        int code = trace.get(index + 1)[s * exact.length + i] & (1 << format.widthBits()) - 1;
                        // A tie of the exact value can fall to either side in double.
                        int up = out.encode(i, exact[i] + 1e-9 * out.scale());
                        int down = out.encode(i, exact[i] - 1e-9 * out.scale());
                        boolean isExact = Math.abs(out.decode(i, code) - exact[i]) < 1e-9 * out.scale();
                        assertTrue(
                                code == up || code == down || isExact,
                                format.name() + " " + layer.name() + "[" + i + "] is " + code + ", not " + up);
                        compared++;
                    }
                }
            }
        }
        assertEquals(15 * 5 * SAMPLES * 3 * 16, compared);
        assertTrue(shifted >= 12, shifted + " tensors with a zero point");
    }

    private static Map<String, double[]> real(QuantizedNetwork quantized, List<short[]> trace, int sample) {
        Map<String, double[]> all = new HashMap<>();
        for (int t = 0; t < trace.size(); t++) {
            Tensor tensor = quantized.tensors().get(t);
            double[] values = new double[tensor.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.decode(i, trace.get(t)[sample * values.length + i]);
            }
            all.put(tensor.name(), values);
        }
        return all;
    }
}
