// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizerTest {
    private static final List<NumberFormat> ALL = NumberFormats.named();

    /** Signal to quantisation noise of three layers: about 6 dB a bit of precision, less what the layers add up. */
    private static final Map<NumberFormat, Double> LEAST_DECIBEL = Map.ofEntries(
            Map.entry(NumberFormats.INT4, 12.0),
            Map.entry(NumberFormats.INT8, 34.0),
            Map.entry(NumberFormats.INT16, 78.0),
            Map.entry(NumberFormats.FP4_E2M1, 12.0),
            Map.entry(NumberFormats.POSIT4_1, 8.0),
            Map.entry(NumberFormats.POSIT8_0, 34.0),
            Map.entry(NumberFormats.POSIT16_1, 76.0),
            Map.entry(NumberFormats.BINARY, 3.0),
            Map.entry(NumberFormats.TERNARY, 4.0),
            Map.entry(NumberFormats.FP6_E2M3, 24.0),
            Map.entry(NumberFormats.FP6_E3M2, 20.0),
            Map.entry(NumberFormats.FP8_E4M3FN, 25.0),
            Map.entry(NumberFormats.FP8_E5M2, 18.0),
            Map.entry(NumberFormats.FP16, 64.0),
            Map.entry(NumberFormats.BF16, 44.0));

    @Test
    void everyFormatApproximatesADenseNetwork() {
        Network network = new SmallNetworks(1, 20, 1, 1)
                .dense(32, Activation.RELU)
                .dense(16, new Activation(0.1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .dense(5, Activation.NONE)
                .build();
        float[][] samples = SmallNetworks.samples(2, 200, 20);
        Calibration calibration = Calibration.calibrate(network, samples);
        for (NumberFormat format : ALL) {
            QuantizedNetwork quantized =
                    Quantizer.quantize(network, QuantizationPlan.uniform(ALL, ALL, format), calibration);
            double[][] logits = new ReferenceExecutor(quantized).logits(samples);
            double noise = 0;
            double signal = 0;
            for (int s = 0; s < samples.length; s++) {
                double[] exact = SmallNetworks.evaluate(network, samples[s]).get("fc2");
                for (int i = 0; i < exact.length; i++) {
                    signal += exact[i] * exact[i];
                    noise += (exact[i] - logits[s][i]) * (exact[i] - logits[s][i]);
                }
            }
            double decibel = 10 * Math.log10(signal / noise);
            assertTrue(decibel > LEAST_DECIBEL.get(format), format.name() + ": " + decibel + " dB");
        }
        assertEquals(15, LEAST_DECIBEL.size());
    }
}
