// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.precision;

import io.fluxmill.graph.Network.Activation;
import io.fluxmill.graph.Quant;

/**
 * The codes that training may give each accumulator of a channel: from {@code low} to {@code high}.
 *
 * <p>Mostly they are one. But executors compute sums in float and in orders of their own, so where a real value is within
 * {@link #NOISE} of a threshold they disagree, and either code is the trained one. Where float holds every value of the channel,
 * nothing is rounded before the quantiser, and there is one code for each accumulator.
 */
record Band(Staircase low, Staircase high) {
    /** Four roundings to float: of two factors, a sum and a quotient. */
    private static final double NOISE = 0x1p-22;

    private static final int FLOAT_BITS = 24;

    /** The one code of each accumulator, with real values in double and the quantiser in float. */
    static Band exact(OutputStage.Line line, Activation activation, Quant quant, InputRange range) {
        Staircase stairs = Staircase.of(line, activation, quant, range.min(), range.max(), 0);
        return new Band(stairs, stairs);
    }

    /** All codes that executors may give. */
    static Band ofExecutors(OutputStage.Line line, Activation activation, Quant quant, InputRange range) {
        return isFloat(line, range)
                ? exact(line, activation, quant, range)
                : new Band(
                        Staircase.of(line, activation, quant, range.min(), range.max(), -NOISE),
                        Staircase.of(line, activation, quant, range.min(), range.max(), NOISE));
    }

    /** Whether float holds every real value of the channel: whole multiples of a step that a 24-bit significand counts. */
    private static boolean isFloat(OutputStage.Line line, InputRange range) {
        double unit = Math.abs(line.unit());
        if (unit == 0) {
            return true;
        }
        double step = Math.min(lowestBit(unit), line.bias() == 0 ? Double.POSITIVE_INFINITY : lowestBit(line.bias()));
        double most = unit
                        * (Math.max(Math.abs((double) range.min()), Math.abs((double) range.max()))
                                + Math.abs(line.correction()))
                + Math.abs(line.bias());
        return most < Math.scalb(step, FLOAT_BITS);
    }

    /** The value of the lowest bit that is set. */
    private static double lowestBit(double value) {
        long bits = Double.doubleToRawLongBits(value);
        long significand = bits & (1L << 52) - 1 | 1L << 52;
        return Math.scalb(1.0, Math.getExponent(value) - 52 + Long.numberOfTrailingZeros(significand));
    }

    boolean isConstant() {
        return low.isConstant() && high.isConstant() && low.lowest() == high.lowest();
    }
}
