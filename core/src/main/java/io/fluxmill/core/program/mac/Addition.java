// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.ExactRounding;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One element of an AddStep: {@code left * leftScale + right * rightScale + offset}, exact, rounded once, clipped.
 *
 * <p>Almost always double arithmetic decides: either it made no error (products checked with fma, sums with Knuth's TwoSum),
 * or both ends of an interval around its result round to one code; rounding is monotone, so the exact value does too. What
 * remains is computed with BigInteger.
 */
final class Addition {
    /** Factors and offsets in this range (or zero) neither overflow nor lose an error term to underflow. */
    private static final double SMALLEST = 0x1p-300;

    private static final double LARGEST = 0x1p300;

    /**
     * Of the sum of the terms' magnitudes. Four roundings of at most 2^-53 each, of values that are at most that sum times
     * (1 + 2^-53)^4, stay below 2^-50; rounding the ends of the interval takes less than the rest of 2^-48.
     */
    private static final double ERROR_BOUND = 0x1p-48;

    private final MacProgram.AddStep step;
    private final NumberFormat left;
    private final NumberFormat right;
    private final NumberFormat out;
    private final boolean inRange;

    Addition(MacProgram.AddStep step, NumberFormat left, NumberFormat right, NumberFormat out) {
        this.step = step;
        this.left = left;
        this.right = right;
        this.out = out;
        inRange = inRange(step.leftScale()) && inRange(step.rightScale()) && inRange(step.offset());
    }

    static boolean inRange(double value) {
        return value == 0 || (Math.abs(value) >= SMALLEST && Math.abs(value) <= LARGEST);
    }

    int result(int leftCode, int rightCode) {
        if (left.isNaR(leftCode) || right.isNaR(rightCode)) {
            return out.narBits();
        }
        int code = rounded(left.toDouble(leftCode), right.toDouble(rightCode));
        return out.clip(code, step.clipLow(), step.clipHigh());
    }

    private int rounded(double a, double b) {
        double p = a * step.leftScale();
        double q = b * step.rightScale();
        double products = p + q;
        double sum = products + step.offset();
        boolean noError = Math.fma(a, step.leftScale(), -p) == 0
                && Math.fma(b, step.rightScale(), -q) == 0
                && twoSumError(p, q, products) == 0
                && twoSumError(products, step.offset(), sum) == 0;
        double error = noError ? 0 : (Math.abs(p) + Math.abs(q) + Math.abs(step.offset())) * ERROR_BOUND;
        int low = out.fromDouble(sum - error);
        return inRange && low == out.fromDouble(sum + error) ? low : exact(a, b);
    }

    /** {@code (a + b) - sum} exactly, where {@code sum} is the rounded {@code a + b}. */
    private static double twoSumError(double a, double b, double sum) {
        double bVirtual = sum - a;
        return (a - (sum - bVirtual)) + (b - bVirtual);
    }

    private int exact(double a, double b) {
        BigDecimal sum = new BigDecimal(a)
                .multiply(new BigDecimal(step.leftScale()))
                .add(new BigDecimal(b).multiply(new BigDecimal(step.rightScale())))
                .add(new BigDecimal(step.offset()));
        int digits = Math.max(0, sum.scale());
        BigInteger numerator = sum.movePointRight(digits).toBigIntegerExact();
        return ExactRounding.roundQuotient(out, numerator, BigInteger.TEN.pow(digits), 0, Rounding.NEAREST_EVEN);
    }
}
