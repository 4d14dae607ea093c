// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class HardwareRoundingTest {
    /** At every value, every midpoint and the doubles beside them, and at random. */
    @Test
    void theTableRoundsAsTheFormat() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (NumberFormat format : List.of(
                NumberFormats.INT4,
                NumberFormats.INT8,
                NumberFormats.FP4_E2M1,
                NumberFormats.POSIT4_1,
                NumberFormats.POSIT8_0,
                NumberFormats.of("POSIT5_2"),
                NumberFormats.POSIT16_1)) {
            DoubleUnaryOperator table = HardwareRounding.of(format);
            CodeTable codes = CodeTable.of(format);
            for (int i = 0; i < 3000; i++) {
                double a = codes.value(random.nextInt(codes.size()));
                double b = codes.value(random.nextInt(codes.size()));
                double x = i % 3 == 0 ? a : i % 3 == 1 ? (a + b) / 2 : random.nextDouble(-2, 2) * a;
                for (double y : new double[] {x, Math.nextUp(x), Math.nextDown(x)}) {
                    double expected = format.toDouble(format.fromDouble(y)) + 0.0;
                    assertEquals(expected, table.applyAsDouble(y) + 0.0, format.name() + " " + y + " seed " + seed);
                    compared++;
                }
            }
        }
        assertEquals(7 * 9000, compared);
    }
}
