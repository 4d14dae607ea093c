// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import java.util.function.DoubleUnaryOperator;

/**
 * The values of a number format, seen from a zero point: what a scaled value is rounded to.
 *
 * <table><caption>Reference point: on it MIN_MAX puts the largest magnitude</caption>
 * <tr><th>format</th><th>reference</th><th>why</th></tr>
 * <tr><td>INTn</td><td>2^(n-1) - 1</td><td>the largest code of either sign</td></tr>
 * <tr><td>FP4_E2M1</td><td>6</td><td>its largest value</td></tr>
 * <tr><td>Posit(n, es)</td><td>2^(2^es)</td><td>codes between 1/useed and useed have the most fraction bits; maxpos has none</td></tr>
 * <tr><td>with a zero point</td><td>the largest value less the zero point</td><td>all codes are used</td></tr>
 * </table>
 *
 * @param largest the largest value
 * @param narrower the same with one bit less, whose values are half of these; null if there is none
 */
public record Levels(double reference, double largest, DoubleUnaryOperator rounding, int bits, Levels narrower) {
    private static final int LEAST_BITS = 2;

    /** Signed values, rounded by the given rule. */
    public static Levels of(NumberFormat format, DoubleUnaryOperator rounding) {
        return format instanceof IntegerFormat
                ? signed(format.widthBits())
                : new Levels(reference(format), CodeTable.of(format).max(), rounding, format.widthBits(), null);
    }

    /** Values above a zero point of the format, rounded as the hardware does. */
    public static Levels above(NumberFormat format, int zeroPoint) {
        if (format instanceof IntegerFormat && zeroPoint == CodeTable.of(format).min()) {
            return unsigned(format.widthBits());
        }
        double most = CodeTable.of(format).max() - zeroPoint;
        DoubleUnaryOperator rounding = HardwareRounding.of(format);
        return new Levels(most, most, x -> rounding.applyAsDouble(x + zeroPoint) - zeroPoint, format.widthBits(), null);
    }

    private static Levels signed(int bits) {
        double least = -(1 << (bits - 1));
        double most = (1 << (bits - 1)) - 1;
        return integers(least, most, bits, bits > LEAST_BITS ? signed(bits - 1) : null);
    }

    private static Levels unsigned(int bits) {
        return integers(0, (1 << bits) - 1, bits, bits > LEAST_BITS ? unsigned(bits - 1) : null);
    }

    private static Levels integers(double least, double most, int bits, Levels narrower) {
        return new Levels(most, most, new Integers(least, most), bits, narrower);
    }

    /** The bounds of levels that are all the integers between them; null for others. */
    Integers integers() {
        return rounding instanceof Integers integers ? integers : null;
    }

    /** Rounds to the nearest integer, within bounds. */
    record Integers(double least, double most) implements DoubleUnaryOperator {
        @Override
        public double applyAsDouble(double x) {
            return Math.max(least, Math.min(most, Math.rint(x)));
        }
    }

    /** The value on which MIN_MAX puts the largest magnitude. */
    static double reference(NumberFormat format) {
        if (format instanceof IntegerFormat) {
            return (1 << (format.widthBits() - 1)) - 1;
        }
        if (format instanceof PositFormat posit) {
            return Math.scalb(1.0, 1 << posit.exponentBits());
        }
        return CodeTable.of(format).max();
    }

    /** Rounds {@code values[from + i] / scale} to {@code rounded[i]}, for {@code i < count}. */
    void round(double[] values, int from, int count, double scale, double[] rounded) {
        if (rounding instanceof Integers integers) { // a loop of its own, which becomes vector instructions
            double least = integers.least;
            double most = integers.most;
            for (int i = 0; i < count; i++) {
                rounded[i] = Math.max(least, Math.min(most, Math.rint(values[from + i] / scale)));
            }
        } else {
            for (int i = 0; i < count; i++) {
                rounded[i] = rounding.applyAsDouble(values[from + i] / scale);
            }
        }
    }
}
