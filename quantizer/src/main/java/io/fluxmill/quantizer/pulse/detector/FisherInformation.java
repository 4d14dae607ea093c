// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Fisher information of amplitude, time and baseline in the samples {@code y_i = A·g(t_i − t0) + b + n_i}, and the Cramér–Rao
 * bound: the covariance of any unbiased estimator is at least the inverse of {@code F = Jᵀ C⁻¹ J}, J with the columns g, −A·g′
 * and 1.
 *
 * <p>White noise, CR-RC² with τp = 48 ns, 32 samples of 8 ns, a signal-to-noise ratio of 47.4 dB: 64.0 ps and 0.154 % are the
 * columns of amplitude and time ({@link #bound} with a known baseline), which a running baseline over many samples reaches.
 */
public final class FisherInformation {
    private final RealMatrix precision;
    private final double periodNs;
    private final PulseShape shape;

    private FisherInformation(PulseShape shape, double periodNs, RealMatrix precision) {
        this.shape = shape;
        this.periodNs = periodNs;
        this.precision = precision;
    }

    /**
     * @param covariance of the samples, {@code [samples][samples]}, squared ADC counts
     * @throws IllegalArgumentException if the covariance is not positive definite
     */
    public static FisherInformation of(PulseShape shape, double periodNs, RealMatrix covariance) {
        try {
            return new FisherInformation(
                    shape,
                    periodNs,
                    new CholeskyDecomposition(covariance).getSolver().getInverse());
        } catch (org.apache.commons.math3.exception.MathIllegalArgumentException e) {
            throw new IllegalArgumentException("covariance must be positive definite: " + e.getMessage(), e);
        }
    }

    /** Of the window that a front end cuts, with the ADC's rounding as part of the noise. */
    public static FisherInformation of(Acquisition setup) {
        return of(setup.shape(), setup.adc().periodNs(), setup.noise().covariance(setup.window(), Adc.QUANTISATION));
    }

    /** C⁻¹. */
    public RealMatrix precision() {
        return precision.copy();
    }

    /** Samples of the window. */
    public int samples() {
        return precision.getRowDimension();
    }

    /**
     * {@code F}: rows and columns amplitude, time and, if asked for, baseline.
     *
     * @param timeSamples beginning of the pulse, in samples from the first one
     * @param amplitude ADC counts
     */
    public RealMatrix matrix(double timeSamples, double amplitude, boolean withBaseline) {
        RealMatrix jacobian = jacobian(timeSamples, amplitude, withBaseline);
        return jacobian.transpose().multiply(precision).multiply(jacobian);
    }

    /** J, a row for each sample; times in nanoseconds. */
    RealMatrix jacobian(double timeSamples, double amplitude, boolean withBaseline) {
        int samples = samples();
        RealMatrix jacobian = new Array2DRowRealMatrix(samples, withBaseline ? 3 : 2);
        for (int i = 0; i < samples; i++) {
            double since = (i - timeSamples) * periodNs;
            jacobian.setEntry(i, 0, shape.value(since));
            jacobian.setEntry(i, 1, -amplitude * shape.slope(since));
            if (withBaseline) {
                jacobian.setEntry(i, 2, 1);
            }
        }
        return jacobian;
    }

    double periodNs() {
        return periodNs;
    }

    /** The bound for a pulse; parameters as for {@link #matrix}. */
    public Bound bound(double timeSamples, double amplitude, boolean baselineKnown) {
        RealMatrix inverse = new LUDecomposition(matrix(timeSamples, amplitude, !baselineKnown))
                .getSolver()
                .getInverse();
        return new Bound(1000 * Math.sqrt(inverse.getEntry(1, 1)), Math.sqrt(inverse.getEntry(0, 0)), amplitude);
    }

    /** The bound's variances averaged over a time that is uniform from one sample to the next. */
    public Bound meanBound(double timeSamples, double amplitude, boolean baselineKnown) {
        int phases = 32;
        double time = 0;
        double height = 0;
        for (int i = 0; i < phases; i++) {
            Bound bound = bound(timeSamples + (i + 0.5) / phases, amplitude, baselineKnown);
            time += bound.timePs() * bound.timePs() / phases;
            height += bound.amplitudeCounts() * bound.amplitudeCounts() / phases;
        }
        return new Bound(Math.sqrt(time), Math.sqrt(height), amplitude);
    }

    /**
     * Smallest standard deviations.
     *
     * @param timePs of the time, picoseconds
     * @param amplitudeCounts of the amplitude, ADC counts
     * @param amplitude the amplitude, ADC counts
     */
    public record Bound(double timePs, double amplitudeCounts, double amplitude) {
        /** Of the amplitude, in per cent of it. */
        public double amplitudePercent() {
            return 100 * amplitudeCounts / amplitude;
        }
    }
}
