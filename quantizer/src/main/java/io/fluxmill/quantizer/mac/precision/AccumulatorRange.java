// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.precision;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork;
import io.fluxmill.quantizer.mac.graph.QuantizedNetwork.Matrix;
import io.fluxmill.quantizer.mac.scale.CodeTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/**
 * The range of a layer's accumulators in quire units, proved by interval arithmetic over every input code of the format.
 *
 * <p>With the weights of one channel fixed, the largest sum has every positive weight times the largest input and every
 * negative weight times the smallest; both bounds are reached.
 *
 * @param depth K
 * @param min smallest sum over all channels; {@code max} the largest
 * @param laneMin smallest sum of one lane, which takes every element k with the same {@code k mod lanes}
 * @param laneMax largest
 */
public record AccumulatorRange(
        String layer,
        NumberFormat format,
        int depth,
        BigInteger min,
        BigInteger max,
        BigInteger laneMin,
        BigInteger laneMax) {

    public static AccumulatorRange of(Matrix matrix) {
        return of(matrix.name(), matrix.rescale().operand(), matrix.weights(), matrix.depth());
    }

    /** @param weights codes {@code [channels][depth]} */
    public static AccumulatorRange of(String layer, NumberFormat format, short[] weights, int depth) {
        Units units = new Units(format);
        int lanes = format.lanes();
        BigInteger min = BigInteger.ZERO;
        BigInteger max = BigInteger.ZERO;
        BigInteger laneMin = BigInteger.ZERO;
        BigInteger laneMax = BigInteger.ZERO;
        for (int from = 0; from < weights.length; from += depth) {
            BigInteger low = BigInteger.ZERO;
            BigInteger high = BigInteger.ZERO;
            for (int lane = 0; lane < lanes; lane++) {
                BigInteger positive = BigInteger.ZERO;
                BigInteger negative = BigInteger.ZERO;
                for (int k = lane; k < depth; k += lanes) {
                    BigInteger weight = units.of(weights[from + k]);
                    if (weight.signum() > 0) {
                        positive = positive.add(weight);
                    } else {
                        negative = negative.add(weight);
                    }
                }
                BigInteger laneLow = positive.multiply(units.min).add(negative.multiply(units.max));
                BigInteger laneHigh = positive.multiply(units.max).add(negative.multiply(units.min));
                laneMin = laneMin.min(laneLow);
                laneMax = laneMax.max(laneHigh);
                low = low.add(laneLow);
                high = high.add(laneHigh);
            }
            min = min.min(low);
            max = max.max(high);
        }
        return new AccumulatorRange(layer, format, depth, min, max, laneMin, laneMax);
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

    /** Bits of two's complement that a lane needs. */
    public int neededBits() {
        return Math.max(laneMin.bitLength(), laneMax.bitLength()) + 1;
    }

    /** Bits of a lane: the accumulator has four segments of {@code segmentBits}, shared by the lanes. */
    public int availableBits(int segmentBits) {
        return segmentBits * 4 / format.lanes();
    }

    /** The proof for a network as text, one line per layer. */
    public static String table(QuantizedNetwork network, int segmentBits) {
        StringBuilder text = new StringBuilder(String.format(
                "%-24s %-10s %6s %26s %26s %6s %6s%n", "layer", "format", "K", "min", "max", "bits", "there"));
        for (AccumulatorRange range : of(network)) {
            text.append(String.format(
                    "%-24s %-10s %6d %26s %26s %6d %6d%n",
                    range.layer,
                    range.format.name(),
                    range.depth,
                    range.min,
                    range.max,
                    range.neededBits(),
                    range.availableBits(segmentBits)));
        }
        return text.toString();
    }

    /** The ranges of all matrix layers. */
    public static List<AccumulatorRange> of(QuantizedNetwork network) {
        return network.matrices().stream().map(AccumulatorRange::of).toList();
    }
}
