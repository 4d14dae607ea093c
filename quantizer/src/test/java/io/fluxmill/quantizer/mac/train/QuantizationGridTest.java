// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The step function against the rounding of the format, and against the definitions of Posit(4,1) and FP4 E2M1. */
class QuantizationGridTest {
    private static final long SEED = 20_260_101;

    @Test
    void hardwareRoundingIsTheFormats() {
        int cases = 0;
        for (NumberFormat format : RoundingCases.FORMATS) {
            QuantizationGrid grid = QuantizationGrid.hardware(format);
            DoubleUnaryOperator rounding = x -> format.toDouble(format.fromDouble(x));
            cases += check(format, grid, rounding, RoundingCases.exact(format));
            cases += check(format, grid, rounding, RoundingCases.random(format, SEED));
        }
        assertTrue(cases > 6 * RoundingCases.RANDOM + 3 * 65_535, "cases=" + cases);
    }

    @Test
    void shiftedRoundingIsTheFormatsAboutTheZeroPoint() {
        int cases = 0;
        for (NumberFormat format :
                new NumberFormat[] {NumberFormats.FP4_E2M1, NumberFormats.INT4, NumberFormats.INT8}) {
            double zeroPoint = format.toDouble(format.fromDouble(-1e9));
            QuantizationGrid grid = QuantizationGrid.shifted(format, zeroPoint);
            assertEquals(0, grid.min(), format.name());
            DoubleUnaryOperator rounding = x -> format.toDouble(format.fromDouble(x + zeroPoint)) - zeroPoint;
            cases += check(format, grid, rounding, RoundingCases.exact(format));
            cases += check(format, grid, rounding, RoundingCases.random(format, SEED));
        }
        assertTrue(cases > 3 * RoundingCases.RANDOM, "cases=" + cases);
    }

    @Test
    void nearestRoundingHasTheSmallestErrorOfAllCodes() {
        int cases = 0;
        for (NumberFormat format : RoundingCases.FORMATS.subList(0, 3)) {
            QuantizationGrid grid = QuantizationGrid.nearest(format);
            for (float x : RoundingCases.random(format, SEED)) {
                double error = Math.abs(x - (double) grid.round(x));
                for (float value : grid.values()) {
                    assertTrue(error <= Math.abs(x - (double) value), format.name() + ": x=" + x + ", seed=" + SEED);
                }
                cases++;
            }
        }
        assertEquals(3 * RoundingCases.RANDOM, cases);
    }

    @Test
    void posit41BoundariesAreGeometricInTheTaperedZones() {
        QuantizationGrid grid = QuantizationGrid.hardware(NumberFormats.POSIT4_1);
        assertArrayEquals(
                new float[] {-16, -4, -2, -1, -.5f, -.25f, -.0625f, 0, .0625f, .25f, .5f, 1, 2, 4, 16}, grid.values());
        assertEquals(.0625f, grid.round(Float.MIN_VALUE), "nonzero never becomes zero");
        assertEquals(.25f, grid.round(.125f), "tie 1/8 goes to the even code 2");
        assertEquals(.0625f, grid.round(Math.nextDown(.125f)));
        assertEquals(4, grid.round(8), "tie 8 goes to the even code 6");
        assertEquals(16, grid.round(Math.nextUp(8f)));
    }

    @Test
    void fp4TiesGoToEven() {
        QuantizationGrid grid = QuantizationGrid.hardware(NumberFormats.FP4_E2M1);
        float[] ties = {.25f, .75f, 1.25f, 1.75f, 2.5f, 3.5f, 5, 7};
        float[] expected = {0, 1, 1, 2, 2, 4, 4, 6};
        for (int i = 0; i < ties.length; i++) {
            assertEquals(expected[i], grid.round(ties[i]), "x=" + ties[i]);
            assertEquals(0 - expected[i], grid.round(-ties[i]), "x=" + -ties[i]);
        }
    }

    private static int check(NumberFormat format, QuantizationGrid grid, DoubleUnaryOperator rounding, float[] cases) {
        for (float x : cases) {
            if (grid.round(x) != rounding.applyAsDouble(x)) {
                assertEquals(rounding.applyAsDouble(x), grid.round(x), format.name() + ": x=" + x + ", seed=" + SEED);
            }
        }
        return cases.length;
    }
}
