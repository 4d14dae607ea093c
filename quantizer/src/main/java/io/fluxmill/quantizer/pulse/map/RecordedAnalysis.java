// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.map;

import io.fluxmill.core.config.InputException;
import io.fluxmill.core.program.pulse.ClassicalSettings;
import io.fluxmill.quantizer.pulse.detector.Acquisition;
import io.fluxmill.quantizer.pulse.detector.Noise;
import io.fluxmill.quantizer.pulse.detector.Trapezoid;
import io.fluxmill.quantizer.pulse.reference.PulseEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * What can be learned from recorded pulses: their noise, from the samples before the pulses; their shape, the mean of the events divided by
 * their amplitudes; the optimal filter for both; and its resolution, the Cramér–Rao bound.
 *
 * @param autocovariance of the noise, squared ADC counts, {@code [lag]}
 * @param shape mean pulse of height 1 in the filter's samples, {@code [sample]}
 * @param coefficients of the optimal filter for an unknown baseline and decay of earlier pulses, {@code [sample]}
 * @param bound standard deviation of the filter's amplitude, ADC counts: the least of any unbiased estimator for these samples
 * @param stretches baseline without pulses, ADC counts
 */
public record RecordedAnalysis(
        double[] autocovariance, double[] shape, double[] coefficients, double bound, List<double[]> stretches) {
    /** Order of the autoregressive model of the noise, plus 1. */
    private static final int LAGS = 65;

    private static final int COEFFICIENT_BITS = 18;

    /** Number of fractional bits that a shift can remove while those of the amplitude remain. */
    private static final int LARGEST_FRACTION = 26;

    /** Remaining fractional bits of the amplitude, in sixteenths of a count. */
    private static final int AMPLITUDE_FRACTION = 8;

    private static final int LARGEST_ARM = (1 << 30) - 1;

    /** Samples before the trigger that a pulse's beginning may take. */
    private static final int CLEARANCE = 64;

    /**
     * Measures noise and shape.
     *
     * @param records ADC codes
     * @param firstTriggers the sample of each record's first trigger, or its length
     * @param events by the reference, one baseline and window each
     * @param from first sample of the filter in the window
     * @param length samples of the filter
     */
    public static RecordedAnalysis of(
            List<int[]> records,
            int[] firstTriggers,
            List<PulseEvent> events,
            Trapezoid trapezoid,
            int from,
            int length) {
        List<double[]> stretches = stretches(records, firstTriggers, length);
        RealMatrix underground = underground(length, trapezoid.pole());
        double[] autocovariance = autocovariance(stretches, underground, Math.min(LAGS, length));
        double[] shape = shape(events, trapezoid, from, length);
        RealMatrix covariance = Noise.fromAutocovariance(autocovariance).covariance(length, 0);
        RealMatrix jacobian = new Array2DRowRealMatrix(length, 1 + underground.getColumnDimension());
        jacobian.setColumn(0, shape);
        jacobian.setSubMatrix(underground.getData(), 0, 1);
        RealMatrix weighted =
                new CholeskyDecomposition(covariance, 1e-9, 1e-12).getSolver().solve(jacobian);
        RealMatrix inverse = new LUDecomposition(jacobian.transpose().multiply(weighted))
                .getSolver()
                .getInverse();
        double[] coefficients = inverse.multiply(weighted.transpose()).getRow(0);
        return new RecordedAnalysis(autocovariance, shape, coefficients, Math.sqrt(inverse.getEntry(0, 0)), stretches);
    }

    /** Pieces of the filter's length without pulses. */
    private static List<double[]> stretches(List<int[]> records, int[] firstTriggers, int length) {
        List<double[]> stretches = new ArrayList<>();
        for (int r = 0; r < records.size(); r++) {
            int end = firstTriggers[r] - CLEARANCE;
            for (int at = 0; at + length <= end; at += length) {
                stretches.add(Arrays.stream(records.get(r), at, at + length)
                        .asDoubleStream()
                        .toArray());
            }
        }
        if (stretches.size() < 2) {
            throw new InputException(
                    "records must have at least 2 stretches of " + length + " samples before their pulses: stretches="
                            + stretches.size(),
                    "use a smaller engine.filter-samples");
        }
        return stretches;
    }

    /** The background of a pulse: a constant and, with a pole, the decay of earlier pulses; {@code [samples][columns]}. */
    private static RealMatrix underground(int length, double pole) {
        RealMatrix columns = new Array2DRowRealMatrix(length, pole < 1 ? 2 : 1);
        for (int i = 0; i < length; i++) {
            columns.setEntry(i, 0, 1);
            if (pole < 1) {
                columns.setEntry(i, 1, Math.pow(pole, i));
            }
        }
        return columns;
    }

    /** Measured over the background of each stretch; the lost degrees of freedom are negligible against its length. */
    private static double[] autocovariance(List<double[]> stretches, RealMatrix underground, int lags) {
        DecompositionSolver fit = new QRDecomposition(underground).getSolver();
        double[] sums = new double[lags];
        for (double[] samples : stretches) {
            RealVector measured = new ArrayRealVector(samples);
            double[] stretch =
                    measured.subtract(underground.operate(fit.solve(measured))).toArray();
            for (int lag = 0; lag < lags; lag++) {
                double sum = 0;
                for (int i = 0; i + lag < stretch.length; i++) {
                    sum += stretch[i] * stretch[i + lag];
                }
                // Dividing by the length, not the number of terms, keeps the matrix positive definite.
                sums[lag] += sum / stretch.length / stretches.size();
            }
        }
        return sums;
    }

    private static double[] shape(List<PulseEvent> events, Trapezoid trapezoid, int from, int length) {
        double[] sum = new double[length];
        double weight = 0;
        for (PulseEvent event : events) {
            if (event.pileUp() || event.overRange()) {
                continue;
            }
            double amplitude = trapezoid.amplitude(counts(event));
            for (int i = 0; i < length; i++) {
                sum[i] += (double) event.samples()[from + i] / Acquisition.SUBCOUNTS;
            }
            weight += amplitude;
        }
        double total = weight;
        return Arrays.stream(sum).map(s -> s / total).toArray();
    }

    /** Samples of an event in ADC counts. */
    public static double[] counts(PulseEvent event) {
        return Arrays.stream(event.samples())
                .mapToDouble(y -> (double) y / Acquisition.SUBCOUNTS)
                .toArray();
    }

    /**
     * Settings of the classical chain: the filter in every bank, times by the CFD only.
     *
     * @param threshold of the trigger, ADC counts
     * @param from first sample of the filter in the window
     * @param banks of the design's optimal filter
     */
    public ClassicalSettings settings(Shaping shaping, double periodNs, double threshold, int from, int banks) {
        double largest = Arrays.stream(coefficients).map(Math::abs).max().orElseThrow();
        int fraction = Math.min(LARGEST_FRACTION, COEFFICIENT_BITS - 2 - Math.getExponent(largest));
        List<Integer> row = Arrays.stream(coefficients)
                .mapToObj(c -> (int) Math.rint(Math.scalb(c, fraction)))
                .toList();
        List<Integer> zero = Collections.nCopies(row.size(), 0);
        double arm = threshold * Acquisition.SUBCOUNTS * shaping.fractionCode() / 2;
        return new ClassicalSettings(
                shaping.pole(periodNs),
                shaping.rise(),
                shaping.flat(),
                shaping.pick(),
                shaping.fractionCode(),
                shaping.delay(),
                (int) Math.min(LARGEST_ARM, Math.rint(arm)),
                0,
                31,
                from,
                Math.max(0, fraction - AMPLITUDE_FRACTION),
                0,
                Collections.nCopies(banks, row),
                Collections.nCopies(banks, zero));
    }

    /** Standard deviation of the filter's amplitude over stretches without pulses, ADC counts. */
    public double filterNoise() {
        return deviation(stretches.stream()
                .mapToDouble(stretch -> {
                    double sum = 0;
                    for (int i = 0; i < stretch.length; i++) {
                        sum += coefficients[i] * stretch[i];
                    }
                    return sum;
                })
                .toArray());
    }

    /**
     * Standard deviation of the trapezoid read at one place of stretches without pulses, ADC counts.
     *
     * @param baselineSamples first samples of a stretch whose mean is its baseline
     */
    public double trapezoidNoise(Trapezoid trapezoid, int baselineSamples) {
        int at = 2 * trapezoid.rise() + trapezoid.flat() - 1;
        return deviation(stretches.stream()
                .filter(stretch -> at < stretch.length)
                .mapToDouble(stretch -> {
                    double mean = Arrays.stream(stretch, 0, Math.min(baselineSamples, stretch.length))
                            .average()
                            .orElseThrow();
                    return trapezoid
                            .shape(Arrays.stream(stretch).map(x -> x - mean).toArray())[at];
                })
                .toArray());
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
