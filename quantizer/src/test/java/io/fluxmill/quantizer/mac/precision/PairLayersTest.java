// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Layers whose weights and activations have different formats, against the network in double arithmetic. */
class PairLayersTest {
    private static final List<FormatPair> PAIRS = Stream.of(
                    "INT4",
                    "INT8",
                    "INT4 x INT8",
                    "INT8 x INT4",
                    "FP4_E2M1 x FP8_E4M3FN",
                    "TERNARY x INT8",
                    "TERNARY",
                    "INT8 x UINT8")
            .map(FormatPair::of)
            .toList();

    private static final List<NumberFormat> RESULTS = List.of(NumberFormats.INT16);

    private static final Network NETWORK = new SmallNetworks(1, 20, 1, 1)
            .dense(32, Activation.RELU)
            .dense(16, Activation.RELU)
            .dense(5, Activation.NONE)
            .build();

    private static float[][] samples(boolean signed) {
        float[][] samples = SmallNetworks.samples(2, 200, 20);
        for (float[] sample : samples) {
            for (int i = 0; i < sample.length && !signed; i++) {
                sample[i] = Math.abs(sample[i]);
            }
        }
        return samples;
    }

    /** Signal to noise of the logits in dB. */
    private static double decibel(String pair, float[][] samples) {
        List<NumberFormat> results = Stream.concat(
                        RESULTS.stream(), PAIRS.stream().map(FormatPair::activations))
                .distinct()
                .toList();
        QuantizationPlan plan = QuantizationPlan.uniformPairs(PAIRS, results, FormatPair.of(pair))
                .withFit(false);
        ReferenceExecutor reference =
                new ReferenceExecutor(Quantizer.quantize(NETWORK, plan, Calibration.calibrate(NETWORK, samples)));
        double[][] logits = reference.logits(samples);
        double noise = 0;
        double signal = 0;
        for (int s = 0; s < samples.length; s++) {
            double[] exact = SmallNetworks.evaluate(NETWORK, samples[s]).get("fc2");
            for (int i = 0; i < exact.length; i++) {
                signal += exact[i] * exact[i];
                noise += (exact[i] - logits[s][i]) * (exact[i] - logits[s][i]);
            }
        }
        return 10 * Math.log10(signal / noise);
    }

    /** What has finer codes on one side has less noise, and the coarser side bounds what that gains. */
    @Test
    void noiseLiesBetweenThatOfBothFormats() {
        float[][] samples = samples(true);
        double narrow = decibel("INT4", samples);
        double wide = decibel("INT8", samples);
        for (String mixed : List.of("INT4 x INT8", "INT8 x INT4")) {
            double decibel = decibel(mixed, samples);
            assertTrue(narrow < decibel && decibel < wide, mixed + ": " + narrow + " < " + decibel + " < " + wide);
        }
        assertTrue(decibel("FP4_E2M1 x FP8_E4M3FN", samples) > 12);
        double ternary = decibel("TERNARY", samples);
        assertTrue(decibel("TERNARY x INT8", samples) > ternary, "TERNARY: " + ternary);
    }

    @Test
    void activationsWithoutSignNeedValuesWithoutSign() {
        InputException refused = assertThrows(InputException.class, () -> decibel("INT8 x UINT8", samples(true)));
        assertTrue(
                refused.getMessage()
                        .startsWith("tensor input must have no negative values in UINT8: its smallest is -"),
                refused.getMessage());
        assertEquals("choose signed activations for layer fc0", refused.remedy());
        assertTrue(decibel("INT8", samples(true)) > 30, "the remedy");
        assertTrue(decibel("INT8 x UINT8", samples(false)) > 30, "values without sign");
    }
}
