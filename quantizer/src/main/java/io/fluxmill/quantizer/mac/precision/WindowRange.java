// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.TermDotProduct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Scales and ranges of layers whose operands have places: where values lie in the window of sums, and the proof that no sum leaves it.
 *
 * <pre>
 * windowed formats   scale = 2^e with amax in (scale / 2, scale]: calibrated inputs and weights are at most 1;
 *                    inputs are clipped at {@link #HEADROOM}
 * NVFP4              scale = amax / (6 * 448) in float: the tensor scale
 *
 * proof   if |input| is at most A, |sum| is at most A * sum of |weights|;   each of T terms is rounded down by less than a unit
 *         A = HEADROOM; of MX blocks 2 HEADROOM: no rule of scales makes an element's value more than twice the largest power of two that is not below
 *         the block's amax; of NVFP4 6 * 448, which nothing exceeds
 * </pre>
 */
final class WindowRange {
    /** Times the calibrated maximum that inputs can be, a power of two. */
    static final double HEADROOM = 128;

    private WindowRange() {}

    /** The scale of a tensor, or of weights, with this largest magnitude. */
    static double scale(NumberFormat operand, double amax) {
        if (operand instanceof BlockFormat block && block.unsignedE4m3()) {
            return (float) (amax / largestOperand(operand));
        }
        int exponent = Math.getExponent(amax);
        return Math.scalb(1.0, Math.scalb(1.0, exponent) == amax ? exponent : exponent + 1);
    }

    /** The bound that inputs are clipped at, before they become blocks. */
    static double largestInput(NumberFormat operand) {
        return operand.isWindowed() ? HEADROOM : HEADROOM * largestOperand(operand);
    }

    /** A. */
    static double largestOperand(NumberFormat operand) {
        if (!(operand instanceof BlockFormat block)) {
            return HEADROOM;
        }
        return block.unsignedE4m3() ? block.maxElement() * block.scale(126) : 2 * HEADROOM;
    }

    static AccumulatorRange of(String layer, WeightCodes weights) {
        NumberFormat format = weights.format();
        BigDecimal most = BigDecimal.ZERO;
        for (int n = 0; n < weights.scale().length; n++) {
            BigDecimal sum = BigDecimal.ZERO;
            for (int k = 0; k < weights.depth(); k++) {
                sum = sum.add(new BigDecimal(Math.abs(weights.value(n * weights.depth() + k))));
            }
            most = most.max(sum);
        }
        BigInteger max = most.multiply(new BigDecimal(largestOperand(format)))
                .multiply(new BigDecimal(Math.scalb(1.0, -format.sumExponent())))
                .setScale(0, RoundingMode.CEILING)
                .toBigIntegerExact();
        int lost = format.isWindowed() ? TermDotProduct.terms(format, weights.depth()) : 0;
        BigInteger min = max.add(BigInteger.valueOf(lost)).negate();
        return new AccumulatorRange(layer, FormatPair.of(format), weights.depth(), min, max, 0);
    }
}
