// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.TermDotProduct;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * The range of a layer's accumulators in units of {@code 2^sumExponent}, proved by interval arithmetic over every input code of the format; of formats whose operands
 * have places, over every input that the layer's tensor can have ({@link WindowRange}).
 *
 * <p>With the weights of one channel fixed, the largest sum has every positive weight times the largest input and every
 * negative weight times the smallest; both bounds are reached.
 *
 * @param depth K
 * @param min smallest sum over all channels; {@code max} the largest
 * @param lost by less than this a result, before it is rounded, differs from that of the exact sum, in values of result codes; 0 where sums are exact
 */
public record AccumulatorRange(
        String layer, FormatPair format, int depth, BigInteger min, BigInteger max, double lost) {

    public static AccumulatorRange of(Matrix matrix) {
        Multiplication multiplication = matrix.rescale().multiplication();
        FormatPair operands = matrix.rescale().operands();
        if (multiplication != Multiplication.EXACT) {
            return of(matrix.name(), operands.weights(), multiplication, matrix.weights(), matrix.depth());
        }
        if (TermDotProduct.isFor(operands)) {
            return new AccumulatorRange(
                    matrix.name(),
                    operands,
                    matrix.depth(),
                    matrix.accumulatorMin(),
                    matrix.accumulatorMax(),
                    lost(matrix));
        }
        return of(matrix.name(), operands, matrix.weights(), matrix.depth());
    }

    /** Of approximate products, which are monotone in an operand: a weight's extremes are those with the smallest and the largest input. */
    static AccumulatorRange of(
            String layer, NumberFormat format, Multiplication multiplication, short[] weights, int depth) {
        int smallest = CodeTable.of(format).minCode();
        int largest = CodeTable.of(format).maxCode();
        BigInteger min = BigInteger.ZERO;
        BigInteger max = BigInteger.ZERO;
        for (int from = 0; from < weights.length; from += depth) {
            BigInteger low = BigInteger.ZERO;
            BigInteger high = BigInteger.ZERO;
            for (int k = from; k < from + depth; k++) {
                int weight = weights[k] & (1 << format.widthBits()) - 1;
                BigInteger one = multiplication.units(format, weight, smallest);
                BigInteger other = multiplication.units(format, weight, largest);
                low = low.add(one.min(other));
                high = high.add(one.max(other));
            }
            min = min.min(low);
            max = max.max(high);
        }
        return new AccumulatorRange(layer, FormatPair.of(format), depth, min, max, 0);
    }

    /** @param weights codes {@code [channels][depth]} */
    public static AccumulatorRange of(String layer, FormatPair format, short[] weights, int depth) {
        Units inputs = new Units(format.activations());
        Units units = new Units(format.weights());
        BigInteger min = BigInteger.ZERO;
        BigInteger max = BigInteger.ZERO;
        for (int from = 0; from < weights.length; from += depth) {
            BigInteger positive = BigInteger.ZERO;
            BigInteger negative = BigInteger.ZERO;
            for (int k = from; k < from + depth; k++) {
                BigInteger weight = units.of(weights[k]);
                if (weight.signum() > 0) {
                    positive = positive.add(weight);
                } else {
                    negative = negative.add(weight);
                }
            }
            min = min.min(positive.multiply(inputs.min).add(negative.multiply(inputs.max)));
            max = max.max(positive.multiply(inputs.max).add(negative.multiply(inputs.min)));
        }
        return new AccumulatorRange(layer, format, depth, min, max, 0);
    }

    /** Values of codes in units of {@code 2^(quireExponent / 2)}: products of two are quire units. */
    private static final class Units {
        private final NumberFormat format;
        private final BigInteger[] byCode;
        private final BigInteger min;
        private final BigInteger max;

        Units(NumberFormat format) {
            this.format = format;
            byCode = new BigInteger[1 << format.widthBits()];
            min = of(CodeTable.of(format).minCode());
            max = of(CodeTable.of(format).maxCode());
        }

        private BigInteger of(int bits) {
            int code = bits & byCode.length - 1;
            if (byCode[code] == null) {
                double units = Math.scalb(format.toDouble(code), -format.quireExponent() / 2);
                byCode[code] = new BigDecimal(units).toBigIntegerExact();
            }
            return byCode[code];
        }
    }

    /**
     * Each term is rounded down by less than a unit. A unit changes a result by at most the largest multiplier of a channel: {@code 2^16 m' 2^x} of {@link
     * Rescale}, which is continuous, and clipping does not make it more.
     */
    private static double lost(Matrix matrix) {
        FormatPair operands = matrix.rescale().operands();
        if (!operands.isWindowed()) {
            return 0;
        }
        double most = 0;
        for (Rescale.Channel channel : matrix.channels()) {
            most = Math.max(most, factor(channel.posMultiplier(), channel.posFraction(), channel.posScale()));
            most = Math.max(most, factor(channel.negMultiplier(), channel.negFraction(), channel.negScale()));
        }
        return most * TermDotProduct.terms(operands.weights(), matrix.depth());
    }

    private static double factor(int multiplier, int fraction, int scale) {
        double m = multiplier + Math.scalb((double) fraction, -Rescale.FRACTION_BITS);
        return Math.scalb(m, (scale << 22 >> 22) + Rescale.BIAS_FRACTION_BITS);
    }

    /**
     * Bits of two's complement that the accumulator needs. It is the sum of all lanes and wraps around, so only the whole sum counts: partial sums may leave the
     * range.
     */
    public int neededBits() {
        return Math.max(min.bitLength(), max.bitLength()) + 1;
    }

    /** The ranges of all matrix layers. */
    public static List<AccumulatorRange> of(QuantizedNetwork network) {
        return network.matrices().stream().map(AccumulatorRange::of).toList();
    }
}
