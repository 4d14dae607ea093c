// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import io.fluxmill.core.format.NumberFormat;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * {@code x -> format.toDouble(format.fromDouble(x))} by table, for formats of at most 8 bits: a search needs millions of roundings. Rounding
 * never falls, so it is a staircase; each step is found by bisection of the format's own rounding.
 */
public final class HardwareRounding implements DoubleUnaryOperator {
    private static final int MOST_BITS = 8;

    private static final Map<NumberFormat, DoubleUnaryOperator> TABLES = new ConcurrentHashMap<>();

    private final double[] values;

    /** {@code starts[i]} is the smallest double that is rounded to {@code values[i + 1]}. */
    private final double[] starts;

    private HardwareRounding(NumberFormat format) {
        values = IntStream.range(0, 1 << format.widthBits())
                .filter(code -> !format.isNaR(code))
                .mapToDouble(code -> format.toDouble(code) + 0.0)
                .sorted()
                .distinct()
                .filter(value -> format.toDouble(format.fromDouble(value)) == value)
                .toArray();
        starts = IntStream.range(1, values.length)
                .mapToDouble(i -> start(format, values[i - 1], values[i]))
                .toArray();
    }

    /** Bisects the doubles from below, which is rounded to itself, to value. */
    private static double start(NumberFormat format, double below, double value) {
        long low = ordered(below);
        long high = ordered(value);
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (format.toDouble(format.fromDouble(unordered(middle))) >= value) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return unordered(high);
    }

    /** Doubles as integers of the same order; its own inverse but for the type. */
    private static long ordered(double x) {
        long bits = Double.doubleToRawLongBits(x);
        return bits < 0 ? Long.MIN_VALUE - bits : bits;
    }

    private static double unordered(long order) {
        return Double.longBitsToDouble(order < 0 ? Long.MIN_VALUE - order : order);
    }

    /** The format's rounding, by table or itself. */
    public static DoubleUnaryOperator of(NumberFormat format) {
        return format.widthBits() > MOST_BITS
                ? x -> format.toDouble(format.fromDouble(x))
                : TABLES.computeIfAbsent(format, HardwareRounding::new);
    }

    @Override
    public double applyAsDouble(double x) {
        int found = Arrays.binarySearch(starts, x + 0.0); // -0.0 is 0.0
        return values[found >= 0 ? found + 1 : -found - 1];
    }
}
