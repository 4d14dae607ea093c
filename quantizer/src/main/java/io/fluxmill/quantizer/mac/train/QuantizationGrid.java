// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.format.NumberFormat;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * A number format as a monotone step function on floats: ascending values, and for each step the smallest float that is
 * rounded to the value above it. With these decision boundaries, found by bisection on the format's own rounding, a float is
 * rounded exactly as {@code toDouble(fromDouble(x))} rounds it: geometric midpoints of posits, ties to even, never from
 * nonzero to zero.
 *
 * <p>Special cases: infinities saturate; NaN is not allowed. -0 is rounded as 0.
 */
final class QuantizationGrid {
    private final float[] values;
    private final float[] boundaries;

    private QuantizationGrid(float[] values, float[] boundaries) {
        this.values = values;
        this.boundaries = boundaries;
    }

    /** The rounding of the hardware, for activations. */
    static QuantizationGrid hardware(NumberFormat format) {
        return shifted(format, 0);
    }

    /**
     * The rounding of the hardware to a tensor with a zero point: x becomes {@code value(code(x + zeroPoint)) - zeroPoint}, so
     * that an unsigned range can use all codes.
     */
    static QuantizationGrid shifted(NumberFormat format, double zeroPoint) {
        return of(values(format, zeroPoint), x -> format.toDouble(format.fromDouble(x + zeroPoint)) - zeroPoint);
    }

    /**
     * Rounding to the nearest value, for weights: they are chosen once and offline, so a posit's small weights may become zero. The lower value
     * wins a tie.
     */
    static QuantizationGrid nearest(NumberFormat format) {
        double[] values = values(format, 0);
        return of(values, x -> nearest(values, x));
    }

    private static double[] values(NumberFormat format, double zeroPoint) {
        return IntStream.range(0, 1 << format.widthBits())
                .filter(code -> !format.isNaR(code))
                .mapToDouble(code -> format.toDouble(code) - zeroPoint + 0.0)
                .sorted()
                .distinct()
                .toArray();
    }

    private static double nearest(double[] values, double x) {
        int found = Arrays.binarySearch(values, x);
        int above = found >= 0 ? found : -found - 1;
        if (above == 0 || found >= 0) {
            return values[above];
        }
        if (above == values.length) {
            return values[above - 1];
        }
        return x - values[above - 1] <= values[above] - x ? values[above - 1] : values[above];
    }

    private static QuantizationGrid of(double[] values, DoubleUnaryOperator rounding) {
        float[] floats = new float[values.length];
        float[] boundaries = new float[values.length - 1];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
            if (i > 0) {
                boundaries[i - 1] = boundary(values[i - 1], values[i], rounding);
            }
        }
        return new QuantizationGrid(floats, boundaries);
    }

    /** The smallest float in (below, above] that is rounded to a value of at least {@code above}. */
    private static float boundary(double below, double above, DoubleUnaryOperator rounding) {
        long low = order((float) below);
        long high = order((float) above);
        while (high - low > 1) {
            long middle = (low + high) >> 1;
            if (rounding.applyAsDouble(ordered(middle)) >= above) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return ordered(high);
    }

    /** Consecutive floats have consecutive orders; both zeros have order 0. */
    private static long order(float x) {
        int bits = Float.floatToRawIntBits(x);
        return bits >= 0 ? bits : -(long) (bits & Integer.MAX_VALUE);
    }

    private static float ordered(long order) {
        return order >= 0 ? Float.intBitsToFloat((int) order) : -Float.intBitsToFloat((int) -order);
    }

    /** The values, ascending; every value of every format of at most 16 bits is a float. */
    float[] values() {
        return values.clone();
    }

    /** {@code boundaries()[i]} is the smallest float that is rounded to {@code values()[i + 1]}. */
    float[] boundaries() {
        return boundaries.clone();
    }

    float min() {
        return values[0];
    }

    float max() {
        return values[values.length - 1];
    }

    /** The value that a float is rounded to. */
    float round(float x) {
        int low = 0;
        int high = boundaries.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (x >= boundaries[middle]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return values[low];
    }
}
