// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Quant;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Tensor;
import io.fluxmill.quantizer.mac.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainedQuantizationTest {
    private static final List<NumberFormat> INTEGERS =
            List.of(NumberFormats.INT4, NumberFormats.INT8, NumberFormats.INT16);
    private static final Quant SIGN = new Quant(new double[] {0.5}, 0, -1, 1, true);

    private static Quant quant(double scale, int low, int high) {
        return new Quant(new double[] {scale}, 0, low, high, false);
    }

    private static Network network(long seed) {
        return new SmallNetworks(seed, 40, 1, 1)
                .inputQuant(quant(0.02, 0, 255))
                .trained(32, Activation.RELU, quant(0.013, -7, 7), quant(0.11, 0, 15))
                .trained(32, Activation.RELU, quant(0.07, -3, 3), quant(0.23, 0, 7))
                .trained(32, Activation.NONE, quant(0.07, -1, 1), quant(0.31, -2, 1))
                .trained(32, Activation.NONE, quant(0.07, -1, 1), SIGN)
                .trained(10, Activation.NONE, quant(0.05, -8, 7), quant(0.001, -32768, 32767))
                .build();
    }

    private static QuantizedNetwork quantize(Network network) {
        QuantizationPlan plan = QuantizationPlan.uniform(INTEGERS, INTEGERS, null);
        return Quantizer.quantize(network, plan.withTrained(QuantizationPlan.Trained.NEAREST), null);
    }

    @Test
    void thresholdsThatTheMultiplierCannotPlaceAreRefused() {
        InputException refused = assertThrows(
                InputException.class,
                () -> Quantizer.quantize(network(0), QuantizationPlan.uniform(INTEGERS, INTEGERS, null), null));
        assertEquals(
                "layer fc4 cannot have its trained codes exactly: in 4 of 10 channels a multiplier of 16 bits does not place"
                        + " every threshold",
                refused.getMessage());
        assertEquals(
                "set engine.rescale-bits: 31, use the format trained-nearest, which places them as near as it can, train with scales that are powers of two"
                        + " or with fewer bits, or name a number format to quantise anew",
                refused.remedy());
    }

    @Test
    void formatsAreTheNarrowestThatHoldTheTrainedRanges() {
        QuantizedNetwork quantized = quantize(network(0));
        assertEquals(
                List.of("INT8", "INT4", "INT4", "INT4", "INT4", "INT16"),
                quantized.tensors().stream().map(t -> t.format().name()).toList());
        assertEquals(
                List.of(-128, -8, 0, 0, 0, 0),
                quantized.tensors().stream().map(Tensor::zeroPoint).toList(),
                "0..255 and 0..15 are shifted, 0..7 fits");
    }

    /** Against an evaluation in double: every threshold is met, so not one activation differs. */
    @Test
    void codesAreTheTrainedIntegers() {
        int compared = 0;
        for (int seed = 0; seed < 20; seed++) {
            Network network = network(seed);
            QuantizedNetwork quantized = quantize(network);
            float[][] samples = SmallNetworks.samples(seed + 100, 100, 40);
            ReferenceExecutor reference = new ReferenceExecutor(quantized);
            List<short[]> trace = reference.trace(reference.encode(samples), samples.length);
            for (int s = 0; s < samples.length; s++) {
                Map<String, double[]> exact = SmallNetworks.evaluate(network, samples[s]);
                for (int t = 0; t < quantized.tensors().size(); t++) {
                    Tensor tensor = quantized.tensors().get(t);
                    double[] values = exact.get(tensor.name());
                    // Only a 16-bit result can be one code off, by the 16-bit multiplier.
                    double allowed = (tensor.format().widthBits() == 16 ? 1.01 : 0.01) * tensor.scale();
                    for (int i = 0; i < values.length; i++) {
                        double real = tensor.decode(i, trace.get(t)[s * values.length + i]);
                        assertEquals(values[i], real, allowed, "seed " + seed + " " + tensor.name() + "[" + i + "]");
                        compared++;
                    }
                }
            }
        }
        assertEquals(20 * 100 * (40 + 4 * 32 + 10), compared);
    }

    @Test
    void aFormatThatDoesNotHoldTheTrainedCodesIsRefused() {
        List<NumberFormat> formats = List.of(NumberFormats.POSIT8_0, NumberFormats.INT16);
        InputException refused = assertThrows(
                InputException.class,
                () -> Quantizer.quantize(
                        network(0), QuantizationPlan.uniform(formats, formats, NumberFormats.POSIT8_0), null));
        assertEquals(
                "format of layer fc0 must hold its trained codes (weights -7..7, inputs 0..255), which POSIT8_0 does not",
                refused.getMessage());
        assertEquals(
                "leave the format out to keep the trained codes, or name a number format to quantise anew",
                refused.remedy());
    }

    @Test
    void anEngineWithoutAnIntegerFormatIsRefused() {
        List<NumberFormat> formats = List.of(NumberFormats.FP4_E2M1, NumberFormats.POSIT8_0);
        InputException refused = assertThrows(
                InputException.class,
                () -> Quantizer.quantize(network(0), QuantizationPlan.uniform(formats, formats, null), null));
        assertEquals(
                "the engine must have an integer format that holds the trained codes of layer fc0 (weights -7..7, inputs"
                        + " 0..255)",
                refused.getMessage());
        assertEquals("add INT8 to engine.formats, or name a number format to quantise anew", refused.remedy());
    }

    @Test
    void aFloatNetworkHasNoTrainedCodes() {
        Network network =
                new SmallNetworks(3, 3, 1, 1).dense(2, Activation.NONE).build();
        Calibration calibration = Calibration.calibrate(network, SmallNetworks.samples(1, 5, 3));
        QuantizationPlan trained = QuantizationPlan.uniform(INTEGERS, INTEGERS, null);
        InputException refused =
                assertThrows(InputException.class, () -> Quantizer.quantize(network, trained, calibration));
        assertEquals(
                "layer fc0 must have a format, because it was not trained with quantisation", refused.getMessage());
        assertEquals("name number formats in quantization.formats instead of trained", refused.remedy());
        Quantizer.quantize(network, trained.withFormat(NumberFormats.INT8), calibration);
    }

    /** Inputs beyond the trained range saturate there also when they are quantised anew; a sign has no range. */
    @Test
    void theInputKeepsItsBoundsOrItsSign() {
        QuantizationPlan anew = QuantizationPlan.uniform(INTEGERS, INTEGERS, NumberFormats.INT16)
                .withTrained(QuantizationPlan.Trained.AS_BOUNDS);
        float[][] samples = {{4, -4, 0.5f}, {-100, 100, 1}};
        Network bounded = new SmallNetworks(3, 3, 1, 1)
                .inputQuant(quant(0.5, -4, 3))
                .dense(2, Activation.NONE)
                .build();
        QuantizedNetwork quantized = Quantizer.quantize(bounded, anew, Calibration.calibrate(bounded, samples));
        double[][] found = new ReferenceExecutor(quantized).logits(samples);
        for (int s = 0; s < samples.length; s++) {
            double[] exact = SmallNetworks.evaluate(bounded, samples[s]).get("fc0");
            for (int i = 0; i < exact.length; i++) {
                assertEquals(exact[i], found[s][i], 1e-3, "sample " + s);
            }
        }
        Network sign = new SmallNetworks(3, 3, 1, 1)
                .inputQuant(SIGN)
                .dense(2, Activation.NONE)
                .build();
        InputException refused = assertThrows(
                InputException.class, () -> Quantizer.quantize(sign, anew, Calibration.calibrate(sign, samples)));
        assertEquals("the input must keep its trained quantisation, because it is a sign", refused.getMessage());
        assertEquals("use the format trained", refused.remedy());
    }

    /** Quantised anew, a trained network is a float network whose activations saturate where they did. */
    @Test
    void trainedNetworksCanBeQuantisedAnew() {
        Network network = new SmallNetworks(7, 40, 1, 1)
                .inputQuant(quant(0.02, -128, 127))
                .trained(32, Activation.RELU, quant(0.013, -7, 7), quant(0.11, 0, 15))
                .trained(10, Activation.NONE, quant(0.05, -8, 7), quant(0.05, -128, 127))
                .build();
        float[][] samples = SmallNetworks.samples(8, 100, 40);
        Calibration calibration = Calibration.calibrate(network, samples);
        List<NumberFormat> formats = List.of(NumberFormats.POSIT16_1);
        QuantizedNetwork quantized = Quantizer.quantize(
                network,
                QuantizationPlan.uniform(formats, formats, NumberFormats.POSIT16_1)
                        .withTrained(QuantizationPlan.Trained.AS_BOUNDS),
                calibration);
        double[][] logits = new ReferenceExecutor(quantized).logits(samples);
        double worst = 0;
        for (int s = 0; s < samples.length; s++) {
            double[] exact = SmallNetworks.evaluate(network, samples[s]).get("fc1");
            for (int i = 0; i < exact.length; i++) {
                worst = Math.max(worst, Math.abs(exact[i] - logits[s][i]));
            }
        }
        // Half a step of 32 inputs and their rounding, through weights of up to 8 * 0.05 and gains.
        assertTrue(worst < 1.5, "worst difference " + worst);
    }
}
