// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.quantizer.mac.calibrate.ValueSample;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Scales: {@code real = scale * value(code)}. A scale is written {@code amax / p}: p is the value on which the largest
 * magnitude falls, see {@link Levels}.
 *
 * <p>The search is never worse than a simpler choice: its candidates include the scale of MIN_MAX, the full range, and for integers
 * half the scale that it finds with one bit less, so a further bit never makes the error larger.
 */
public final class ScaleSearch {
    /** Percent of the magnitudes that do not saturate with PERCENTILE. */
    public static final double PERCENT = 99.9;

    /** With fewer values than this, the error has deeper minima, and the search is cheap. */
    private static final int FEW_VALUES = 64;

    /** Candidates of the MSE search for each doubling of p, then for their refinement. */
    private static final int FINE_PER_OCTAVE = 128;

    private static final int SETTLING_ROUNDS = 4;

    /** With more bits the best scale is near the full range, because rounding errors are tiny beside clipped values. */
    private static final int SEARCHED_BITS = 8;

    /** Values that are rounded together. */
    private static final int CHUNK = 256;

    /** Scales whose ranked error is larger than the least one by this part of the sum of squares are not looked at. */
    private static final double RANK_TOLERANCE = 1e-9;

    private final double[] values;
    private final double[] counts;
    private final double amax;

    /** Ranks scales for integers; null for few values and without a search. */
    private final SortedSample sorted;

    /** The rounded values of a chunk, and terms of sums over it. */
    private final double[] rounded = new double[CHUNK];

    private final double[] terms = new double[CHUNK];
    private final double[] moreTerms = new double[CHUNK];

    /** Candidates for each doubling of p. */
    private final int coarsePerOctave;

    /** Coarse candidates that are refined. */
    private final int kept;

    private ScaleSearch(ValueSample sample, double amax, boolean search) {
        boolean few = sample.values().length < FEW_VALUES;
        coarsePerOctave = few ? 64 : 16;
        kept = few ? 32 : 8;
        this.values = new double[sample.values().length];
        Arrays.setAll(values, i -> sample.values()[i]);
        this.counts = sample.counts();
        this.amax = amax;
        this.sorted = few || !search ? null : new SortedSample(sample);
    }

    /**
     * The scale for values of equal weight.
     *
     * @param amax the largest magnitude, or a quantile of the magnitudes; need not be among the values
     * @param rounding rounds a scaled value to a value of the format: as the hardware does for activations, to the nearest
     *     for weights; integers are always rounded to the nearest
     * @return 1 if all values are zero
     */
    public static double scale(
            float[] values, double amax, NumberFormat format, ScaleMethod method, DoubleUnaryOperator rounding) {
        return scale(ValueSample.all(values), amax, Levels.of(format, rounding), method);
    }

    /** The scale for a sample of values. */
    public static double scale(ValueSample sample, double amax, Levels levels, ScaleMethod method) {
        if (amax == 0) {
            return 1;
        }
        double full = amax / levels.reference();
        return method == ScaleMethod.MSE ? new ScaleSearch(sample, amax, true).best(levels) : full;
    }

    private double best(Levels levels) {
        double best = amax / levels.reference();
        double bestError = squareError(best, levels, Double.POSITIVE_INFINITY);
        for (double candidate : candidates(levels).toArray()) {
            for (double scale : new double[] {candidate, settled(candidate, levels)}) {
                double error = isWorse(scale, levels, bestError) ? bestError : squareError(scale, levels, bestError);
                if (error < bestError) {
                    best = scale;
                    bestError = error;
                }
            }
        }
        return best;
    }

    private DoubleStream candidates(Levels levels) {
        DoubleStream simple = DoubleStream.of(amax / levels.reference(), amax / levels.largest());
        if (levels.narrower() != null) {
            simple = DoubleStream.concat(simple, DoubleStream.of(best(levels.narrower()) / 2));
        }
        return DoubleStream.concat(simple, Arrays.stream(coarse(levels)).map(p -> amax / refined(p, levels)));
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** The best of the p around a coarse one. */
    private double refined(double coarse, Levels levels) {
        int steps = FINE_PER_OCTAVE / coarsePerOctave;
        double best = coarse;
        double bestError = Double.POSITIVE_INFINITY;
        for (int i = -steps; i <= steps; i++) {
            double p = coarse * Math.pow(2, (double) i / FINE_PER_OCTAVE);
            double error = rank(amax / p, levels, bestError);
            if (error < bestError) {
                best = p;
                bestError = error;
            }
        }
        return best;
    }

    /** The few p with the smallest errors, best first; the error has many local minima. */
    private double[] coarse(Levels levels) {
        boolean wide = levels.narrower() != null && levels.bits() > SEARCHED_BITS;
        double low = wide ? levels.reference() : Math.min(levels.reference(), levels.largest()) / 16;
        double high = wide ? levels.reference() : Math.min(levels.largest(), levels.reference() * 256) * 16;
        double[] places = new double[kept];
        double[] errors = new double[kept];
        Arrays.fill(errors, Double.POSITIVE_INFINITY);
        int count = (int) Math.ceil(log2(high / low) * coarsePerOctave);
        for (double p : IntStream.rangeClosed(0, count)
                .mapToDouble(i -> low * Math.pow(2, (double) i / coarsePerOctave))
                .toArray()) {
            double error = rank(amax / p, levels, errors[kept - 1]);
            int place = kept;
            while (place > 0 && error < errors[place - 1]) {
                place--;
            }
            if (place < kept) {
                System.arraycopy(places, place, places, place + 1, kept - 1 - place);
                System.arraycopy(errors, place, errors, place + 1, kept - 1 - place);
                places[place] = p;
                errors[place] = error;
            }
        }
        return Arrays.stream(places).filter(p -> p > 0).toArray();
    }

    /**
     * The best scale for the codes that a scale gives, found repeatedly from the new codes: {@code v'x / v'v} with v the rounded and x the
     * given values. Values that lie on a coarse grid already keep it exactly.
     */
    private double settled(double scale, Levels levels) {
        double best = scale;
        for (int i = 0; i < SETTLING_ROUNDS; i++) {
            double next = isRanked(levels)
                    ? sorted.settled(
                            best, levels.integers().least(), levels.integers().most())
                    : settledOnce(best, levels);
            if (!(next > 0) || next == best) {
                return best;
            }
            best = next;
        }
        return best;
    }

    private double settledOnce(double scale, Levels levels) {
        double cross = 0;
        double square = 0;
        for (int from = 0; from < values.length; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            levels.round(values, from, count, scale, rounded);
            for (int k = 0; k < count; k++) {
                terms[k] = counts[from + k] * rounded[k] * values[from + k];
                moreTerms[k] = counts[from + k] * rounded[k] * rounded[k];
            }
            cross += sum(terms, count);
            square += sum(moreTerms, count);
        }
        return cross / square;
    }

    private boolean isRanked(Levels levels) {
        return sorted != null && levels.integers() != null;
    }

    /** The square error, for integers only about. */
    private double rank(double scale, Levels levels, double limit) {
        return isRanked(levels)
                ? sorted.squareError(
                        scale, levels.integers().least(), levels.integers().most())
                : squareError(scale, levels, limit);
    }

    private boolean isWorse(double scale, Levels levels, double error) {
        return isRanked(levels) && rank(scale, levels, error) > error + RANK_TOLERANCE * sorted.squares();
    }

    private double squareError(double scale, Levels levels, double limit) {
        double sum = 0;
        for (int from = 0; from < values.length && sum < limit; from += CHUNK) {
            int count = Math.min(CHUNK, values.length - from);
            levels.round(values, from, count, scale, rounded);
            for (int i = 0; i < count; i++) {
                double error = values[from + i] - scale * rounded[i];
                terms[i] = counts[from + i] * error * error;
            }
            sum += sum(terms, count);
        }
        return sum;
    }

    /** In four parts, which a processor adds at the same time; always in the same order. */
    private static double sum(double[] terms, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += terms[i];
            b += terms[i + 1];
            c += terms[i + 2];
            d += terms[i + 3];
        }
        for (; i < count; i++) {
            a += terms[i];
        }
        return a + b + (c + d);
    }

    /** Sum of the squared errors over all values that the sample represents. */
    public static double squareError(ValueSample sample, double scale, Levels levels) {
        return new ScaleSearch(sample, 0, false).squareError(scale, levels, Double.POSITIVE_INFINITY);
    }

    /** The largest magnitude, or with PERCENTILE the quantile of the magnitudes unless that is zero. */
    public static double magnitude(float[] values, ScaleMethod method) {
        float[] magnitudes = values.clone();
        for (int i = 0; i < magnitudes.length; i++) {
            magnitudes[i] = Math.abs(magnitudes[i]);
        }
        Arrays.sort(magnitudes);
        int last = magnitudes.length - 1;
        double quantile = method == ScaleMethod.PERCENTILE ? magnitudes[(int) Math.round(PERCENT / 100 * last)] : 0;
        return quantile > 0 ? quantile : magnitudes[last];
    }
}
