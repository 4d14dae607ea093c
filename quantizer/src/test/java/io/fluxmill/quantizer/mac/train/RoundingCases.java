// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.train;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Floats on which a rounding must agree with its format: codes, midpoints and their neighbours, random values. */
final class RoundingCases {
    static final List<NumberFormat> FORMATS = List.of(
            NumberFormats.FP4_E2M1,
            NumberFormats.POSIT4_1,
            NumberFormats.POSIT8_0,
            NumberFormats.POSIT16_1,
            NumberFormats.INT4,
            NumberFormats.INT8);

    static final int RANDOM = 100_000;

    private RoundingCases() {}

    /** Every finite code's value, its neighbouring floats, and the floats about every arithmetic and geometric midpoint. */
    static float[] exact(NumberFormat format) {
        TreeSet<Float> cases = new TreeSet<>(List.of(0f, Float.MIN_VALUE, -Float.MIN_VALUE, 3e38f, -3e38f));
        double[] values = values(format);
        for (int i = 0; i < values.length; i++) {
            addAround(cases, values[i]);
            if (i > 0) {
                addAround(cases, (values[i - 1] + values[i]) / 2);
                addAround(cases, Math.signum(values[i]) * Math.sqrt(Math.abs(values[i - 1] * values[i])));
            }
        }
        return toArray(cases);
    }

    /** Logarithmically distributed over four octaves more than the format's range, and uniform over its upper part. */
    static float[] random(NumberFormat format, long seed) {
        Random random = new Random(seed);
        double max = format.toDouble(format.fromDouble(1e300));
        double min = Arrays.stream(values(format)).filter(v -> v > 0).min().orElseThrow();
        double octaves = Math.log(max / min) / Math.log(2) + 8;
        float[] cases = new float[RANDOM];
        for (int i = 0; i < RANDOM; i++) {
            double magnitude = i % 2 == 0
                    ? min / 16 * Math.pow(2, random.nextDouble() * octaves)
                    : random.nextDouble() * Math.min(max, 16);
            cases[i] = (float) (random.nextBoolean() ? -magnitude : magnitude);
        }
        return cases;
    }

    private static double[] values(NumberFormat format) {
        double[] values = new double[1 << format.widthBits()];
        for (int code = 0; code < values.length; code++) {
            values[code] = format.isNaR(code) ? 0 : format.toDouble(code);
        }
        Arrays.sort(values);
        return values;
    }

    private static void addAround(TreeSet<Float> cases, double x) {
        float near = (float) x;
        cases.addAll(List.of(near, Math.nextUp(near), Math.nextDown(near)));
    }

    private static float[] toArray(TreeSet<Float> set) {
        float[] array = new float[set.size()];
        int i = 0;
        for (float x : set) {
            array[i++] = x;
        }
        return array;
    }
}
