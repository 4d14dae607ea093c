// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.progress.Progress;
import io.fluxmill.quantizer.mac.calibrate.Calibration;
import io.fluxmill.quantizer.mac.graph.Network;
import io.fluxmill.quantizer.mac.graph.Network.Activation;
import io.fluxmill.quantizer.mac.graph.Network.Geometry;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixedPlanTest {
    private static final List<NumberFormat> FORMATS = NumberFormats.named();
    private static final QuantizationPlan PLAN = QuantizationPlan.uniform(FORMATS, FORMATS, NumberFormats.FP4_E2M1);

    /** A large layer, a small one that everything passes through, and a large one. */
    private static Network network() {
        return new SmallNetworks(71, 40, 1, 1)
                .dense(40, Activation.RELU)
                .dense(4, Activation.NONE)
                .dense(40, Activation.RELU)
                .dense(10, Activation.NONE)
                .build();
    }

    @Test
    void theBottleneckIsTheMostSensitiveForItsSize() {
        float[][] samples = SmallNetworks.samples(72, 100, 40);
        Network network = network();
        Calibration calibration = Calibration.calibrate(network, samples);
        MixedPlan mixed = MixedPlan.choose(
                network,
                calibration,
                PLAN,
                FormatPair.of(NumberFormats.FP4_E2M1),
                FormatPair.of(NumberFormats.POSIT8_0),
                0.25,
                Progress.NONE);
        assertEquals(4, mixed.ranking().size());
        assertTrue(
                mixed.ranking().get(0).layers().get(0).matches("fc[12]"),
                mixed.ranking().toString());
        QuantizedNetwork quantized = Quantizer.quantize(network, mixed.plan(), calibration);
        long wide = quantized.matrices().stream()
                .filter(m -> m.rescale().operands().equals(FormatPair.of(NumberFormats.POSIT8_0)))
                .count();
        assertEquals(1, wide);
        double error = result(network, mixed.plan(), calibration, samples);
        assertTrue(error < result(network, PLAN, calibration, samples), "wide layers lessen the error");
        QuantizationPlan allWide = PLAN.withFormat(NumberFormats.POSIT8_0);
        assertTrue(error > result(network, allWide, calibration, samples), "narrow layers cost some");
    }

    private static double result(Network network, QuantizationPlan plan, Calibration calibration, float[][] samples) {
        List<LayerNoise> noise = LayerNoise.measure(network, Quantizer.quantize(network, plan, calibration), samples);
        assertEquals(network.layers().size() + 1, noise.size());
        return noise.get(noise.size() - 1).relativeError();
    }

    /** Two layers that read the input are one candidate; a plan that separates them is refused. */
    @Test
    void layersThatReadOneTensorStayTogether() {
        Geometry pointwise = new Geometry(2, 1, 1, 1, 1, 0, 0, 1, 1, 1);
        Network network = new SmallNetworks(73, 2, 4, 4)
                .conv(3, pointwise, Activation.RELU)
                .from("input", 2, 4, 4)
                .conv(3, pointwise, Activation.RELU)
                .add("conv0", Activation.RELU)
                .dense(4, Activation.NONE)
                .build();
        Calibration calibration = Calibration.calibrate(network, SmallNetworks.samples(74, 50, 32));
        MixedPlan mixed = MixedPlan.choose(
                network,
                calibration,
                PLAN,
                FormatPair.of(NumberFormats.FP4_E2M1),
                FormatPair.of(NumberFormats.POSIT8_0),
                1,
                Progress.NONE);
        assertEquals(2, mixed.ranking().size());
        assertTrue(mixed.ranking().stream().anyMatch(c -> c.layers().equals(List.of("conv0", "conv1"))));
        InputException refused = assertThrows(
                InputException.class,
                () -> Quantizer.quantize(network, PLAN.withLayer("conv1", NumberFormats.POSIT8_0), calibration));
        assertEquals(
                "layers that read the same tensor must have the same format of activations: conv0=FP4_E2M1, conv1=POSIT8_0",
                refused.getMessage());
    }

    @Test
    void aFormatThatTheEngineLacksIsRefused() {
        InputException refused =
                assertThrows(InputException.class, () -> PLAN.withLayer("fc", NumberFormats.of("POSIT6_1")));
        assertEquals(
                "format of layer fc must be one that the engine has (INT4, INT8, INT16, FP4_E2M1, POSIT4_1, POSIT8_0,"
                        + " POSIT16_1, BINARY, TERNARY, FP6_E2M3, FP6_E3M2, FP8_E4M3FN, FP8_E5M2, FP16, BF16), not"
                        + " POSIT6_1",
                refused.getMessage());
        assertEquals("add POSIT6_1 to engine.formats, or choose another", refused.remedy());
    }
}
