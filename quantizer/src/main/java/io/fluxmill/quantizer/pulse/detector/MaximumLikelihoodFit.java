// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.util.Pair;

/**
 * Amplitude, time and, if it is not known, baseline of a pulse by maximum likelihood: for Gaussian noise the least squares of
 * the whitened residuals, found by Levenberg and Marquardt's method. It reaches the Cramér–Rao bound and so shows how much information the
 * samples hold; it is far too slow for hardware.
 */
public final class MaximumLikelihoodFit {
    private static final int EVALUATIONS = 200;

    private final PulseShape shape;
    private final double periodNs;
    /** W with WᵀW = C⁻¹. */
    private final RealMatrix whitening;

    private final boolean baselineKnown;

    /** @param covariance of the samples, {@code [samples][samples]}, positive definite */
    public MaximumLikelihoodFit(PulseShape shape, double periodNs, RealMatrix covariance, boolean baselineKnown) {
        this.shape = shape;
        this.periodNs = periodNs;
        this.baselineKnown = baselineKnown;
        whitening = MatrixUtils.inverse(new CholeskyDecomposition(covariance).getL());
    }

    /**
     * @param samples over the baseline if it is known
     * @param start where to begin, the closer the better: the time within about a rise time
     * @throws IllegalStateException if the search does not converge
     */
    public Estimate fit(double[] samples, Estimate start) {
        double[] from = baselineKnown
                ? new double[] {start.amplitude(), start.timeSamples()}
                : new double[] {start.amplitude(), start.timeSamples(), 0};
        try {
            RealVector found = new LevenbergMarquardtOptimizer()
                    .optimize(new LeastSquaresBuilder()
                            .start(from)
                            .model(model(samples.length))
                            .target(whitening.operate(samples))
                            .maxEvaluations(EVALUATIONS)
                            .maxIterations(EVALUATIONS)
                            .build())
                    .getPoint();
            return new Estimate(found.getEntry(1), found.getEntry(0));
        } catch (TooManyEvaluationsException
                | TooManyIterationsException
                | ConvergenceException
                | SingularMatrixException e) {
            throw new IllegalStateException("the fit must converge from time " + start.timeSamples(), e);
        }
    }

    private MultivariateJacobianFunction model(int samples) {
        return point -> {
            double amplitude = point.getEntry(0);
            double time = point.getEntry(1);
            RealVector value = new ArrayRealVector(samples);
            RealMatrix jacobian = new Array2DRowRealMatrix(samples, point.getDimension());
            for (int i = 0; i < samples; i++) {
                double since = (i - time) * periodNs;
                double g = shape.value(since);
                value.setEntry(i, amplitude * g + (baselineKnown ? 0 : point.getEntry(2)));
                jacobian.setEntry(i, 0, g);
                jacobian.setEntry(i, 1, -amplitude * periodNs * shape.slope(since));
                if (!baselineKnown) {
                    jacobian.setEntry(i, 2, 1);
                }
            }
            return new Pair<>(whitening.operate(value), whitening.multiply(jacobian));
        };
    }
}
