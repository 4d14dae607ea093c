// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.Multiplication;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * The range of a layer's accumulators in units of its products, proved by interval arithmetic over every input code of the format.
 *
 * <p>With the weights of one channel fixed, the largest sum has every positive weight times the largest input and every
 * negative weight times the smallest; both bounds are reached.
 *
 * @param depth K
 * @param min smallest sum over all channels; {@code max} the largest
 */
public record AccumulatorRange(String layer, FormatPair format, int depth, BigInteger min, BigInteger max) {

    public static AccumulatorRange of(Matrix matrix) {
        Multiplication multiplication = matrix.rescale().multiplication();
        if (multiplication != Multiplication.EXACT) {
            return of(
                    matrix.name(),
                    matrix.rescale().operands().weights(),
                    multiplication,
                    matrix.weights(),
                    matrix.depth());
        }
        return of(matrix.name(), matrix.rescale().operands(), matrix.weights(), matrix.depth());
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
        return new AccumulatorRange(layer, FormatPair.of(format), depth, min, max);
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
        return new AccumulatorRange(layer, format, depth, min, max);
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
