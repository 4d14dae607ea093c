// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.quantizer.mac.scale.TensorCases.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Scales of single tensors: more bits are never worse, and the search is never worse than the range. */
@Tag("slow")
class ScaleSanityTest {
    private static final int NARROWEST = 2;
    private static final int WIDEST = 16;
    /** Relative, for the rounding of scales that give the same codes. */
    private static final double TOLERANCE = 1e-6;

    private static final int REPEATS = Integer.getInteger("scale.repeats", 1);

    /** The nearest of the integers of {@code bits} bits. */
    private static DoubleUnaryOperator nearest(int bits) {
        double high = Math.pow(2, bits - 1) - 1;
        return x -> Math.max(-high - 1, Math.min(high, Math.rint(x)));
    }

    private static double scale(float[] values, int bits, ScaleMethod method) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return ScaleSearch.scale(values, largest, NumberFormats.of("INT" + bits), method, nearest(bits));
    }

    private static double squareError(float[] values, int bits, double scale) {
        double sum = 0;
        double high = Math.pow(2, bits - 1) - 1;
        for (float value : values) {
            double code = Math.max(-high - 1, Math.min(high, Math.rint(value / scale)));
            double error = value - scale * code;
            sum += error * error;
        }
        return sum;
    }

    /** What cannot be told from nothing: the rounding of the scale itself. */
    private static double negligible(float[] values) {
        double energy = 0;
        for (float value : values) {
            energy += (double) value * value;
        }
        return energy * 1e-28;
    }

    private static double[] errors(float[] values, ScaleMethod method) {
        double[] errors = new double[WIDEST + 1];
        for (int bits = NARROWEST; bits <= WIDEST; bits++) {
            double scale = scale(values, bits, method);
            assertTrue(scale > 0 && Double.isFinite(scale), "scale " + scale);
            errors[bits] = squareError(values, bits, scale);
        }
        return errors;
    }

    @Test
    void moreBitsAreNeverWorseAndTheSearchIsNeverWorseThanTheRange() {
        List<String> wrong = new ArrayList<>();
        List<Case> cases = TensorCases.all(1, REPEATS);
        int compared = 0;
        for (Case tensor : cases) {
            double[] searched = errors(tensor.values(), ScaleMethod.MSE);
            double[] ranged = errors(tensor.values(), ScaleMethod.MIN_MAX);
            double slack = negligible(tensor.values());
            for (int bits = NARROWEST; bits <= WIDEST; bits++, compared++) {
                if (searched[bits] > ranged[bits] * (1 + TOLERANCE) + slack) {
                    wrong.add(text(tensor, bits, "mse " + searched[bits] + " min-max " + ranged[bits]));
                }
                if (bits > NARROWEST && searched[bits] > searched[bits - 1] * (1 + TOLERANCE) + slack) {
                    wrong.add(text(tensor, bits, searched[bits] + " with a bit less " + searched[bits - 1]));
                }
            }
        }
        assertEquals(TensorCases.Kind.values().length * TensorCases.SIZES.length * REPEATS, cases.size());
        assertEquals(15 * cases.size(), compared);
        assertEquals(0, wrong.size(), () -> String.join("\n", wrong));
    }

    private static String text(Case tensor, int bits, String what) {
        return String.format(Locale.ROOT, "INT%d %s: %s", bits, tensor, what);
    }

    /**
     * Small tensors, where the best scale can be found exactly: between two neighbouring scales at which a value changes its
     * code the error is a parabola.
     */
    @Test
    void theSearchIsCloseToTheBestScale() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Case tensor : TensorCases.all(1001, 2 * REPEATS)) {
            for (int bits = 2; bits <= 5 && tensor.size() <= 33; bits++, compared++) {
                double best = leastError(tensor.values(), bits);
                double found = squareError(tensor.values(), bits, scale(tensor.values(), bits, ScaleMethod.MSE));
                if (found > 1.05 * best + negligible(tensor.values())) {
                    wrong.add(text(tensor, bits, found + ", possible " + best));
                }
            }
        }
        assertEquals(TensorCases.Kind.values().length * 5 * 2 * REPEATS * 4, compared);
        assertEquals(0, wrong.size(), () -> String.join("\n", wrong));
    }

    private static double leastError(float[] values, int bits) {
        int high = (1 << (bits - 1)) - 1;
        double[] borders = IntStream.range(0, values.length)
                .boxed()
                .flatMapToDouble(
                        i -> IntStream.rangeClosed(0, high).mapToDouble(code -> Math.abs(values[i]) / (code + 0.5)))
                .filter(border -> border > 0)
                .sorted()
                .distinct()
                .toArray();
        double least = squareError(values, bits, 1e30);
        for (int i = 0; i < borders.length; i++) {
            double inside = i + 1 < borders.length ? (borders[i] + borders[i + 1]) / 2 : borders[i] * 1.01;
            least = Math.min(least, parabola(values, bits, inside));
        }
        return Math.min(least, borders.length == 0 ? least : parabola(values, bits, borders[0] * 0.99));
    }

    /** The least error with the codes that this scale gives, whether or not another scale gives the same codes. */
    private static double parabola(float[] values, int bits, double scale) {
        double high = Math.pow(2, bits - 1) - 1;
        double cross = 0;
        double square = 0;
        double energy = 0;
        for (float value : values) {
            double code = Math.max(-high - 1, Math.min(high, Math.rint(value / scale)));
            cross += code * value;
            square += code * code;
            energy += (double) value * value;
        }
        return square == 0 ? energy : squareErrorAt(values, bits, scale, cross / square);
    }

    private static double squareErrorAt(float[] values, int bits, double scale, double better) {
        double high = Math.pow(2, bits - 1) - 1;
        double sum = 0;
        for (float value : values) {
            double code = Math.max(-high - 1, Math.min(high, Math.rint(value / scale)));
            sum += (value - better * code) * (value - better * code);
        }
        return sum;
    }
}
