// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import io.fluxmill.quantizer.mac.calibrate.ValueSample;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A sample in order, with the sums of the counts, the values and their squares below each value. What integers from {@code least} to
 * {@code most} do to it at a scale then costs a step for each integer, however many values there are:
 *
 * <pre>
 * square error = sum over q of (sum of x^2 - 2 q s sum of x + (q s)^2 count), over the x that are rounded to q
 * </pre>
 *
 * <p>The sums round, so an error near zero is not exact: it ranks scales.
 */
public final class SortedSample {
    private final double[] values;

    /** {@code [i]}: over the values before i. */
    private final double[] counts;

    private final double[] sums;
    private final double[] squares;

    /** The first value that is not below the start of a bucket of equal width. */
    private final int[] buckets;

    private final double bucketsPerUnit;

    SortedSample(ValueSample sample) {
        int count = sample.values().length;
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> sample.values()[i]))
                .mapToInt(i -> i)
                .toArray();
        values = new double[count];
        counts = new double[count + 1];
        sums = new double[count + 1];
        squares = new double[count + 1];
        for (int i = 0; i < count; i++) {
            double value = sample.values()[order[i]];
            double weight = sample.counts()[order[i]];
            values[i] = value;
            counts[i + 1] = counts[i] + weight;
            sums[i + 1] = sums[i] + weight * value;
            squares[i + 1] = squares[i] + weight * value * value;
        }
        double range = values[count - 1] - values[0];
        bucketsPerUnit = range > 0 && 2 * count / range < Double.MAX_VALUE ? 2 * count / range : 0;
        buckets = buckets(2 * count + 2);
    }

    private int[] buckets(int count) {
        int[] first = new int[count];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            while (next <= bucket(values[i])) {
                first[next++] = i;
            }
        }
        while (next < count) {
            first[next++] = values.length;
        }
        return first;
    }

    private int bucket(double value) {
        return (int) ((value - values[0]) * bucketsPerUnit);
    }

    /** The number of values below the given one. */
    private int below(double value) {
        if (value <= values[0]) {
            return 0;
        }
        if (value > values[values.length - 1]) {
            return values.length;
        }
        int bucket = bucket(value);
        int low = buckets[bucket];
        int high = buckets[bucket + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Sum of the squares of all values. */
    double squares() {
        return squares[values.length];
    }

    /** Sum of the squared errors, about. */
    double squareError(double scale, double least, double most) {
        double error = 0;
        int from = 0;
        for (double q = lowest(scale, least, most); from < values.length; q++) {
            int to = q >= most ? values.length : below((q + 0.5) * scale);
            double level = q * scale;
            error += squares[to]
                    - squares[from]
                    + level * (level * (counts[to] - counts[from]) - 2 * (sums[to] - sums[from]));
            from = to;
        }
        return error;
    }

    /** The scale with the least square error for the codes that a scale gives; NaN if all codes are 0. */
    double settled(double scale, double least, double most) {
        double cross = 0;
        double square = 0;
        int from = 0;
        for (double q = lowest(scale, least, most); from < values.length; q++) {
            int to = q >= most ? values.length : below((q + 0.5) * scale);
            cross += q * (sums[to] - sums[from]);
            square += q * q * (counts[to] - counts[from]);
            from = to;
        }
        return cross / square;
    }

    private double lowest(double scale, double least, double most) {
        return Math.max(least, Math.min(most, Math.rint(values[0] / scale)));
    }
}
