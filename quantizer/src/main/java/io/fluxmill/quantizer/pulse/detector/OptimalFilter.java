// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The linear estimator of least variance (Cleland and Stern, Nucl. Instrum. Meth. A 338:467, 1994): for a pulse that begins
 * close to an expansion time t, {@code A = Σ a_i y_i} and {@code A·τ = Σ b_i y_i}, and the pulse begins at t + τ. With Q = C⁻¹,
 * Q1 = gᵀQg, Q2 = g′ᵀQg′, Q3 = gᵀQg′ and Δ = Q1·Q2 − Q3²: a = (Q2·Qg − Q3·Qg′)/Δ and b = (Q3·Qg − Q1·Qg′)/Δ. An unknown baseline is
 * one more column of the same least squares; the coefficients then sum to 0.
 *
 * <p>Far from its expansion point the filter is biased; banks for several times, chosen by a coarse time, keep it close.
 */
public final class OptimalFilter {
    private final List<Bank> banks;

    private OptimalFilter(List<Bank> banks) {
        this.banks = List.copyOf(banks);
    }

    /**
     * Coefficients for one expansion time, {@code [samples]}.
     *
     * @param timeSamples expansion time, in samples from the window's first one
     * @param amplitude a
     * @param amplitudeTime b, times in samples
     */
    public record Bank(double timeSamples, double[] amplitude, double[] amplitudeTime) {
        /** Takes copies. */
        public Bank {
            amplitude = amplitude.clone();
            amplitudeTime = amplitudeTime.clone();
        }

        Estimate estimate(double[] samples) {
            double height = 0;
            double product = 0;
            for (int i = 0; i < amplitude.length; i++) {
                height += amplitude[i] * samples[i];
                product += amplitudeTime[i] * samples[i];
            }
            return new Estimate(timeSamples + product / height, height);
        }
    }

    /**
     * Banks at the middle of equal parts of a range of times.
     *
     * @param information of the pulse in the noise; its samples are the filter's
     * @param from first time, in samples from the window's first one
     * @param to last time, more than {@code from}
     * @param banks 1 or more
     */
    public static OptimalFilter of(
            FisherInformation information, double from, double to, int banks, boolean baselineKnown) {
        if (!(from < to) || banks < 1) {
            throw new IllegalArgumentException(
                    "from must be less than to, and banks 1 or more: from=" + from + " to=" + to + " banks=" + banks);
        }
        List<Bank> made = new ArrayList<>();
        for (int i = 0; i < banks; i++) {
            made.add(bank(information, from + (to - from) * (i + 0.5) / banks, baselineKnown));
        }
        return new OptimalFilter(made);
    }

    private static Bank bank(FisherInformation information, double time, boolean baselineKnown) {
        RealMatrix jacobian = information.jacobian(time, 1, !baselineKnown);
        RealMatrix weighted = jacobian.transpose().multiply(information.precision());
        RealMatrix solution = new LUDecomposition(weighted.multiply(jacobian))
                .getSolver()
                .solve(new Array2DRowRealMatrix(weighted.getData(), false));
        double[] amplitudeTime = solution.getRow(1);
        for (int i = 0; i < amplitudeTime.length; i++) {
            amplitudeTime[i] /= information.periodNs();
        }
        return new Bank(time, solution.getRow(0), amplitudeTime);
    }

    public List<Bank> banks() {
        return banks;
    }

    /** With the bank whose expansion time is nearest to a coarse time. */
    public Estimate estimate(double[] samples, double coarseTime) {
        return banks.get(nearest(coarseTime)).estimate(samples);
    }

    /** Index of the bank whose expansion time is nearest. */
    public int nearest(double coarseTime) {
        double first = banks.get(0).timeSamples();
        if (banks.size() == 1) {
            return 0;
        }
        double pitch = banks.get(1).timeSamples() - first;
        return (int) Math.max(0, Math.min(banks.size() - 1, Math.rint((coarseTime - first) / pitch)));
    }

    /**
     * Whole multiples of 2^−fraction, each of signed {@code bits}: what the hardware multiplies with.
     *
     * @param amplitudeFraction fractional bits of a
     * @param timeFraction fractional bits of b
     */
    public record Coefficients(int[][] amplitude, int[][] amplitudeTime, int amplitudeFraction, int timeFraction) {}

    /** Rounded to as many fractional bits as the largest coefficient of all banks leaves. */
    public Coefficients coefficients(int bits) {
        int amplitudeFraction =
                fraction(bits, banks.stream().map(Bank::amplitude).toList());
        int timeFraction =
                fraction(bits, banks.stream().map(Bank::amplitudeTime).toList());
        int[][] amplitude = new int[banks.size()][];
        int[][] amplitudeTime = new int[banks.size()][];
        for (int i = 0; i < banks.size(); i++) {
            amplitude[i] = rounded(banks.get(i).amplitude(), amplitudeFraction);
            amplitudeTime[i] = rounded(banks.get(i).amplitudeTime(), timeFraction);
        }
        return new Coefficients(amplitude, amplitudeTime, amplitudeFraction, timeFraction);
    }

    private static int fraction(int bits, List<double[]> rows) {
        double largest = 0;
        for (double[] row : rows) {
            for (double value : row) {
                largest = Math.max(largest, Math.abs(value));
            }
        }
        int limit = (1 << bits - 1) - 1;
        int fraction = bits - 2 - Math.getExponent(largest);
        return Math.rint(Math.scalb(largest, fraction)) > limit ? fraction - 1 : fraction;
    }

    private static int[] rounded(double[] row, int fraction) {
        int[] whole = new int[row.length];
        for (int i = 0; i < row.length; i++) {
            whole[i] = (int) Math.rint(Math.scalb(row[i], fraction));
        }
        return whole;
    }
}
