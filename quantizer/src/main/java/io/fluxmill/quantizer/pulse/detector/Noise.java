// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Stationary Gaussian noise as an autoregressive process {@code n[i] = Σ φ_j n[i−j] + ε[i]}; white noise has no
 * coefficients.
 */
public final class Noise {
    private final double[] coefficients;
    private final double innovation;
    private final double[] autocovariance;

    /** @param autocovariance lags 0 to p; further lags follow from the process */
    private Noise(double[] coefficients, double innovation, double[] autocovariance) {
        this.coefficients = coefficients;
        this.innovation = innovation;
        this.autocovariance = autocovariance;
    }

    /** @param sigma standard deviation of a sample, in ADC counts, 0 or more */
    public static Noise white(double sigma) {
        return fromAutocovariance(new double[] {sigma * sigma});
    }

    /**
     * A process of first order.
     *
     * @param sigma standard deviation of a sample, in ADC counts
     * @param correlation of neighbours, between −1 and 1 exclusive
     */
    public static Noise firstOrder(double sigma, double correlation) {
        return correlation == 0
                ? white(sigma)
                : fromAutocovariance(new double[] {sigma * sigma, sigma * sigma * correlation});
    }

    /**
     * The process of order p that has the given autocovariance (Levinson and Durbin).
     *
     * @param autocovariance lags 0 to p, in squared ADC counts
     * @throws IllegalArgumentException if no process has it: its matrix must be positive definite, or all zero
     */
    public static Noise fromAutocovariance(double[] autocovariance) {
        int order = autocovariance.length - 1;
        double[] phi = new double[order];
        double error = autocovariance[0];
        for (int k = 0; k < order && error > 0; k++) {
            double sum = autocovariance[k + 1];
            for (int j = 0; j < k; j++) {
                sum -= phi[j] * autocovariance[k - j];
            }
            double reflection = sum / error;
            double[] before = Arrays.copyOf(phi, k);
            phi[k] = reflection;
            for (int j = 0; j < k; j++) {
                phi[j] = before[j] - reflection * before[k - 1 - j];
            }
            error *= 1 - reflection * reflection;
        }
        if (!(error >= 0) || autocovariance[0] > 0 && error == 0) {
            throw new IllegalArgumentException("autocovariance must be positive definite: prediction error=" + error);
        }
        return new Noise(phi, Math.sqrt(error), autocovariance.clone());
    }

    /** Standard deviation of a sample. */
    public double sigma() {
        return Math.sqrt(autocovariance[0]);
    }

    public boolean isWhite() {
        return coefficients.length == 0;
    }

    /** Sum of the autocovariance over all lags: the spectral density at frequency 0; a sample's variance for white noise. */
    public double densityAtZero() {
        double sum = 0;
        for (double coefficient : coefficients) {
            sum += coefficient;
        }
        return innovation * innovation / ((1 - sum) * (1 - sum));
    }

    /** Autocovariance at lags 0 to count − 1. */
    public double[] autocovariance(int count) {
        double[] lags = Arrays.copyOf(autocovariance, count);
        for (int k = autocovariance.length; k < count; k++) {
            for (int j = 0; j < coefficients.length; j++) {
                lags[k] += coefficients[j] * lags[Math.abs(k - 1 - j)];
            }
        }
        return lags;
    }

    /**
     * Covariance of neighbouring samples of an ADC, {@code [count][count]}.
     *
     * @param quantisation variance that rounding adds to each sample: 1/12 for a rounding ADC
     */
    public RealMatrix covariance(int count, double quantisation) {
        double[] lags = autocovariance(count);
        RealMatrix matrix = new Array2DRowRealMatrix(count, count);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                matrix.setEntry(i, j, lags[Math.abs(i - j)] + (i == j ? quantisation : 0));
            }
        }
        return matrix;
    }

    /** A realisation of the process, in its stationary state from the first sample on. */
    public Process start(GaussianSource random) {
        return new Process(random);
    }

    /** One realisation. */
    public final class Process {
        private final GaussianSource random;
        /** The last p samples, newest at {@code at}. */
        private final double[] past = new double[coefficients.length];

        private int at;

        private Process(GaussianSource random) {
            this.random = random;
            // Levinson-Durbin again: sample k of the start is predicted from the k before it.
            double[] made = new double[past.length];
            for (int k = 0; k < made.length; k++) {
                Noise shorter = fromAutocovariance(Arrays.copyOf(autocovariance, k + 1));
                made[k] = shorter.innovation * random.next();
                for (int j = 0; j < k; j++) {
                    made[k] += shorter.coefficients[j] * made[k - 1 - j];
                }
            }
            for (int k = 0; k < made.length; k++) {
                past[made.length - 1 - k] = made[k];
            }
        }

        public double next() {
            double sample = innovation * random.next();
            int order = past.length;
            if (order == 0) {
                return sample;
            }
            for (int j = 0; j < order; j++) {
                int index = at + j;
                sample += coefficients[j] * past[index < order ? index : index - order];
            }
            at = at == 0 ? order - 1 : at - 1;
            past[at] = sample;
            return sample;
        }
    }
}
