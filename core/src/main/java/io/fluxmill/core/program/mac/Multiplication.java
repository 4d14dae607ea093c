// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac;

import io.fluxmill.core.format.ExactRounding;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * One element of a MultiplyStep: {@code (left - leftZero) * (right - rightZero) * scale + offset}, exact, rounded once, clipped. As in
 * {@link Addition}, double arithmetic decides where both ends of an interval around its result round to one code.
 */
final class Multiplication {
    /** Three roundings of at most 2^-53 each stay far below it. */
    private static final double ERROR_BOUND = 0x1p-48;

    private final MacProgram.MultiplyStep step;
    private final NumberFormat left;
    private final NumberFormat right;
    private final NumberFormat out;
    private final boolean inRange;

    Multiplication(MacProgram.MultiplyStep step, NumberFormat left, NumberFormat right, NumberFormat out) {
        this.step = step;
        this.left = left;
        this.right = right;
        this.out = out;
        inRange = Addition.inRange(step.scale()) && Addition.inRange(step.offset());
    }

    int result(int leftCode, int rightCode) {
        if (left.isNaR(leftCode) || right.isNaR(rightCode)) {
            return out.narBits();
        }
        // Values of up to 16 bits less a small whole number: exact in a double.
        double a = left.toDouble(leftCode) - step.leftZero();
        double b = right.toDouble(rightCode) - step.rightZero();
        return out.clip(rounded(a, b), step.clipLow(), step.clipHigh());
    }

    private int rounded(double a, double b) {
        double scaled = a * b * step.scale();
        double value = scaled + step.offset();
        double error = (Math.abs(scaled) + Math.abs(step.offset())) * ERROR_BOUND;
        int low = out.fromDouble(value - error);
        return inRange && low == out.fromDouble(value + error) ? low : exact(a, b);
    }

    private int exact(double a, double b) {
        BigDecimal value = new BigDecimal(a)
                .multiply(new BigDecimal(b))
                .multiply(new BigDecimal(step.scale()))
                .add(new BigDecimal(step.offset()));
        int digits = Math.max(0, value.scale());
        BigInteger numerator = value.movePointRight(digits).toBigIntegerExact();
        return ExactRounding.roundQuotient(out, numerator, BigInteger.TEN.pow(digits), 0, Rounding.NEAREST_EVEN);
    }
}
