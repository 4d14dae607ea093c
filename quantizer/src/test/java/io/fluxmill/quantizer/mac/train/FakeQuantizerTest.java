// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.train.NeedsPyTorch;
import io.fluxmill.quantizer.train.TensorEngine;
import org.junit.jupiter.api.Test;

/** The tensor operations against the rounding of the format itself. */
@NeedsPyTorch
class FakeQuantizerTest {
    private static final long SEED = 20_260_102;

    @Test
    void roundsAsTheFormatDoes() {
        int cases = 0;
        for (NumberFormat format : RoundingCases.FORMATS) {
            cases += check(format, RoundingCases.exact(format));
            cases += check(format, RoundingCases.random(format, SEED));
        }
        assertTrue(cases > 6 * RoundingCases.RANDOM + 3 * 65_535, "cases=" + cases);
    }

    private static int check(NumberFormat format, float[] cases) {
        try (NDManager manager = TensorEngine.open(1)) {
            FakeQuantizer quantizer = new FakeQuantizer(manager, QuantizationGrid.hardware(format));
            float[] rounded = quantizer.quantize(manager.create(cases), 1).toFloatArray();
            for (int i = 0; i < cases.length; i++) {
                double expected = format.toDouble(format.fromDouble(cases[i]));
                if (rounded[i] != expected) {
                    assertEquals(expected, rounded[i], format.name() + ": x=" + cases[i] + ", seed=" + SEED);
                }
            }
        }
        return cases.length;
    }

    @Test
    void eachChannelHasItsScale() {
        try (NDManager manager = TensorEngine.open(1)) {
            FakeQuantizer quantizer = new FakeQuantizer(manager, QuantizationGrid.hardware(NumberFormats.FP4_E2M1));
            NDArray x = manager.create(new float[] {1.2f, -9, 1.2f, -9}, new Shape(2, 2));
            NDArray scale = manager.create(new float[] {1, 0.25f}, new Shape(2, 1));
            assertArrayEquals(
                    new float[] {1, -6, 1, -1.5f}, quantizer.quantize(x, scale).toFloatArray());
        }
    }

    @Test
    void gradientIsOneInsideTheRangeAndZeroOutside() {
        for (NumberFormat format : RoundingCases.FORMATS) {
            try (NDManager manager = TensorEngine.open(1)) {
                FakeQuantizer quantizer = new FakeQuantizer(manager, QuantizationGrid.hardware(format));
                float scale = 0.5f;
                float max = scale * QuantizationGrid.hardware(format).max();
                float[] x = {-2 * max, -0.9f * max, -0.3f * max, 0.01f * max, 0.7f * max, 1.01f * max};
                float[] expected = {0, 1, 1, 1, 1, 0};
                NDArray channelScale = manager.create(new float[] {scale}, new Shape(1, 1));
                assertArrayEquals(expected, gradient(manager, x, t -> quantizer.quantize(t, scale)), format.name());
                assertArrayEquals(
                        expected, gradient(manager, x, t -> quantizer.quantize(t, channelScale)), format.name());
            }
        }
    }

    private static float[] gradient(
            NDManager manager, float[] values, java.util.function.UnaryOperator<NDArray> function) {
        NDArray x = manager.create(values, new Shape(1, values.length));
        x.setRequiresGradient(true);
        try (GradientCollector gradients = Engine.getEngine(TensorEngine.NAME).newGradientCollector()) {
            gradients.backward(function.apply(x).sum());
        }
        return x.getGradient().toFloatArray();
    }
}
