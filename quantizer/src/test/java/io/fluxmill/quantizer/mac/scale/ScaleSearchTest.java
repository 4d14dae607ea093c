// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ScaleSearchTest {
    private static final List<NumberFormat> FORMATS = List.of(
            NumberFormats.INT4,
            NumberFormats.INT8,
            NumberFormats.FP4_E2M1,
            NumberFormats.POSIT4_1,
            NumberFormats.POSIT8_0,
            NumberFormats.POSIT16_1);

    private static float[] gaussian(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static DoubleUnaryOperator nearest(NumberFormat format) {
        CodeTable table = CodeTable.of(format);
        return x -> table.value(table.nearest(x));
    }

    private static double squareError(float[] values, double scale, DoubleUnaryOperator rounding) {
        double sum = 0;
        for (float value : values) {
            double error = value - scale * rounding.applyAsDouble(value / scale);
            sum += error * error;
        }
        return sum;
    }

    /** Weights that were trained on a grid of 4 bits are on that grid again. */
    @Test
    void aGridIsFoundExactly() {
        for (NumberFormat format : List.of(NumberFormats.INT4, NumberFormats.FP4_E2M1, NumberFormats.POSIT4_1)) {
            Random random = new Random(31);
            CodeTable table = CodeTable.of(format);
            double scale = 0.0371;
            float[] values = new float[500];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (scale * table.value(table.nearest(random.nextGaussian() * 2)));
            }
            double amax = ScaleSearch.magnitude(values, ScaleMethod.MSE);
            double found = ScaleSearch.scale(values, amax, format, ScaleMethod.MSE, nearest(format));
            double error = squareError(values, found, nearest(format));
            assertEquals(0, error, 1e-10, format.name() + " scale " + found);
        }
    }

    /** No scale of a much finer and wider grid is better by more than a little. */
    @Test
    void noScaleIsMuchBetter() {
        for (NumberFormat format : FORMATS) {
            float[] values = gaussian(32, 400);
            double amax = ScaleSearch.magnitude(values, ScaleMethod.MSE);
            double found = ScaleSearch.scale(values, amax, format, ScaleMethod.MSE, nearest(format));
            double error = squareError(values, found, nearest(format));
            double best = error;
            for (double scale = amax / 65536; scale < amax * 64; scale *= 1.003) {
                best = Math.min(best, squareError(values, scale, nearest(format)));
            }
            assertTrue(error <= 1.05 * best, format.name() + ": " + error + " against " + best);
        }
    }

    @Test
    void minMaxPutsTheLargestMagnitudeOnTheReferencePoint() {
        float[] values = {0.5f, -4, 1};
        double[] points = {7, 127, 6, 4, 2, 4};
        for (int i = 0; i < points.length; i++) {
            NumberFormat format = FORMATS.get(i);
            assertEquals(
                    4 / points[i],
                    ScaleSearch.scale(values, 4, format, ScaleMethod.MIN_MAX, nearest(format)),
                    format.name());
        }
    }

    @Test
    void percentileIgnoresTheOutliers() {
        float[] values = gaussian(33, 10_000);
        values[17] = 1000;
        double amax = ScaleSearch.magnitude(values, ScaleMethod.PERCENTILE);
        // 99.9 % of |x| lie below 3.29 of a standard normal distribution.
        assertEquals(3.29, amax, 0.3);
        assertEquals(1000, ScaleSearch.magnitude(values, ScaleMethod.MIN_MAX));
    }
}
