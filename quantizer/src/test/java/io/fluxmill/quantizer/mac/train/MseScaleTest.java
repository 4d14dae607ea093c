// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The search against the plain definition of the error. */
class MseScaleTest {
    private static final long SEED = 20_260_105;
    private static final List<NumberFormat> SEARCHED =
            List.of(NumberFormats.FP4_E2M1, NumberFormats.POSIT4_1, NumberFormats.POSIT8_0, NumberFormats.INT4);

    @Test
    void theErrorIsTheSumOfSquaredDifferences() {
        Random random = new Random(SEED);
        for (NumberFormat format : SEARCHED) {
            QuantizationGrid grid = QuantizationGrid.hardware(format);
            float[] values = gaussian(random, 2000);
            MseScale.Found found = new MseScale(format, grid, false).of(values, 100, 1900);
            assertEquals(
                    error(values, 100, 1900, format, found.scale()),
                    found.squareError(),
                    1e-6,
                    format.name() + ", seed=" + SEED);
        }
    }

    @Test
    void noScaleOfAFineScanIsMuchBetter() {
        Random random = new Random(SEED);
        int cases = 0;
        for (NumberFormat format : SEARCHED) {
            float[] values = gaussian(random, 500);
            MseScale.Found found = new MseScale(format, QuantizationGrid.hardware(format), false).of(values, 0, 500);
            for (double scale = found.scale() / 32; scale < found.scale() * 32; scale *= 1.003, cases++) {
                double other = error(values, 0, 500, format, scale);
                assertTrue(
                        found.squareError() < other * 1.05,
                        format.name() + ": " + found + ", scale=" + scale + " has " + other + ", seed=" + SEED);
            }
        }
        assertTrue(cases > 4 * 2000, "cases=" + cases);
    }

    @Test
    void zerosHaveScaleOne() {
        MseScale search =
                new MseScale(NumberFormats.FP4_E2M1, QuantizationGrid.hardware(NumberFormats.FP4_E2M1), false);
        assertEquals(new MseScale.Found(1, 0), search.of(new float[10], 0, 10));
    }

    @Test
    void wideFormatsPutTheLargestMagnitudeOnTheReference() {
        MseScale search =
                new MseScale(NumberFormats.POSIT16_1, QuantizationGrid.hardware(NumberFormats.POSIT16_1), false);
        assertEquals(0.5, search.of(new float[] {1, -2, 0.5f}, 0, 3).scale());
    }

    private static double error(float[] values, int from, int to, NumberFormat format, double scale) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            double error = values[i] - scale * format.toDouble(format.fromDouble(values[i] / scale));
            sum += error * error;
        }
        return sum;
    }

    private static float[] gaussian(Random random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
