// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The published table: CR-RC², τp = 48 ns, 32 samples of 8 ns, 47.4 dB, uniform phase; known baseline, no ADC. */
class EstimatorsTest {
    private static final int EVENTS = 6000;
    private static final int SAMPLES = 32;
    private static final double START = 4;
    private static final PulseShape SHAPE = new PulseShape.CrRc(2, 48);
    private static final double SIGMA = Acquisition.sigma(47.4, 1);
    private static final RealMatrix COVARIANCE = Noise.white(SIGMA).covariance(SAMPLES, 0);
    private static final FisherInformation INFORMATION = FisherInformation.of(SHAPE, 8, COVARIANCE);

    private static double[][] samples;
    private static double[] times;

    @BeforeAll
    static void makeEvents() {
        GaussianSource random = GaussianSource.seeded(2026);
        samples = new double[EVENTS][SAMPLES];
        times = new double[EVENTS];
        for (int n = 0; n < EVENTS; n++) {
            times[n] = START + random.uniform();
            for (int i = 0; i < SAMPLES; i++) {
                samples[n][i] = SHAPE.value(8 * (i - times[n])) + SIGMA * random.next();
            }
        }
    }

    private interface Estimator {
        Estimate estimate(double[] samples, double trueTime);
    }

    /** Standard deviations: picoseconds, per cent. */
    private static double[] resolution(double[][] events, Estimator estimator) {
        SummaryStatistics time = new SummaryStatistics();
        SummaryStatistics amplitude = new SummaryStatistics();
        for (int n = 0; n < EVENTS; n++) {
            Estimate estimate = estimator.estimate(events[n], times[n]);
            time.addValue(8000 * (estimate.timeSamples() - times[n]));
            amplitude.addValue(100 * (estimate.amplitude() - 1));
        }
        return new double[] {time.getStandardDeviation(), amplitude.getStandardDeviation()};
    }

    /** Within half of the published figure's last digit and four standard errors of a standard deviation. */
    private static void assertNear(double published, double digit, double measured) {
        assertEquals(published, measured, digit / 2 + 4 * published / Math.sqrt(2.0 * EVENTS));
    }

    @Test
    void maximumLikelihoodReachesTheBound() {
        MaximumLikelihoodFit fit = new MaximumLikelihoodFit(SHAPE, 8, COVARIANCE, true);
        double[] reached = resolution(samples, (y, time) -> fit.fit(y, new Estimate(time, 1)));
        assertNear(64.2, 0.1, reached[0]);
        assertNear(0.153, 0.001, reached[1]);
    }

    @Test
    void optimalFilterWithOnePhase() {
        OptimalFilter filter = OptimalFilter.of(INFORMATION, START, START + 1, 1, true);
        double[] reached = resolution(samples, (y, time) -> filter.estimate(y, 0));
        assertNear(67, 1, reached[0]);
        assertNear(0.205, 0.001, reached[1]);
    }

    @Test
    void optimalFilterWithSixteenPhasesReachesTheBound() {
        OptimalFilter filter = OptimalFilter.of(INFORMATION, START, START + 1, 16, true);
        double[] reached = resolution(samples, filter::estimate);
        assertNear(64.0, 0.1, reached[0]);
        assertNear(0.154, 0.001, reached[1]);
    }

    @Test
    void edges() {
        assertNear(83, 1, timePs(y -> FractionTiming.interpolated(y, 0.5)));
        assertNear(119, 1, timePs(y -> FractionTiming.leadingEdge(y, 0.5)));
        assertNear(141, 1, timePs(y -> FractionTiming.constantFraction(y, 0.5)));
        double[] peaks = resolution(
                samples,
                (y, time) -> new Estimate(0, java.util.Arrays.stream(y).max().getAsDouble()));
        assertNear(0.435, 0.001, peaks[1]);
    }

    private static double timePs(java.util.function.ToDoubleFunction<double[]> timing) {
        return resolution(samples, (y, time) -> new Estimate(timing.applyAsDouble(y), 1))[0];
    }

    /** a and b by the formulas of Q1, Q2, Q3 and Δ. */
    @Test
    void coefficientsAreTheClosedForm() {
        FisherInformation information =
                FisherInformation.of(SHAPE, 8, Noise.firstOrder(1, 0.6).covariance(SAMPLES, 0));
        RealMatrix q = information.precision();
        OptimalFilter.Bank bank =
                OptimalFilter.of(information, 4, 5, 1, true).banks().get(0);
        double[] g = new double[SAMPLES];
        double[] slope = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            g[i] = SHAPE.value(8 * (i - 4.5));
            slope[i] = 8 * SHAPE.slope(8 * (i - 4.5));
        }
        double[] qg = q.operate(g);
        double[] qs = q.operate(slope);
        double q1 = dot(g, qg);
        double q2 = dot(slope, qs);
        double q3 = dot(g, qs);
        double delta = q1 * q2 - q3 * q3;
        for (int i = 0; i < SAMPLES; i++) {
            assertEquals((q2 * qg[i] - q3 * qs[i]) / delta, bank.amplitude()[i], 1e-9);
            assertEquals((q3 * qg[i] - q1 * qs[i]) / delta, bank.amplitudeTime()[i], 1e-9);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void unknownBaselineIsFittedOrFilteredOut() {
        OptimalFilter filter = OptimalFilter.of(INFORMATION, START, START + 1, 16, false);
        MaximumLikelihoodFit fit = new MaximumLikelihoodFit(SHAPE, 8, COVARIANCE, false);
        double bound = INFORMATION.meanBound(START, 1, false).amplitudePercent();
        double[][] shifted = new double[EVENTS][SAMPLES];
        for (int n = 0; n < EVENTS; n++) {
            for (int i = 0; i < SAMPLES; i++) {
                shifted[n][i] = samples[n][i] + 0.03 * (n % 7 - 3);
            }
        }
        double[] filtered = resolution(shifted, filter::estimate);
        assertNear(64.0, 0.3, filtered[0]);
        assertNear(bound, 0.001, filtered[1]);
        double[] fitted = resolution(shifted, (y, time) -> fit.fit(y, new Estimate(time, 1)));
        assertNear(64.0, 0.3, fitted[0]);
        assertNear(bound, 0.001, fitted[1]);
    }

    @Test
    void integerCoefficientsFillTheirBits() {
        OptimalFilter filter = OptimalFilter.of(INFORMATION, START, START + 1, 16, true);
        OptimalFilter.Coefficients whole = filter.coefficients(18);
        int largest = 0;
        for (int bank = 0; bank < 16; bank++) {
            for (int i = 0; i < SAMPLES; i++) {
                largest = Math.max(largest, Math.abs(whole.amplitude()[bank][i]));
                double a = Math.scalb((double) whole.amplitude()[bank][i], -whole.amplitudeFraction());
                double b = Math.scalb((double) whole.amplitudeTime()[bank][i], -whole.timeFraction());
                assertEquals(filter.banks().get(bank).amplitude()[i], a, Math.scalb(0.5, -whole.amplitudeFraction()));
                assertEquals(filter.banks().get(bank).amplitudeTime()[i], b, Math.scalb(0.5, -whole.timeFraction()));
            }
        }
        assertTrue(largest < 1 << 17 && largest >= 1 << 16, "largest=" + largest);
    }

    /** A constant stays, and a slow wave comes half a window later, a little smaller. */
    @Test
    void interpolationFollowsSlowSignals() {
        double[] wave = new double[128];
        for (int i = 0; i < wave.length; i++) {
            wave[i] = 5 + Math.sin(0.1 * i);
        }
        double[] fine = FractionTiming.interpolate(wave);
        for (int i = 60; i < 400; i++) {
            assertEquals(5 + Math.sin(0.025 * (i - 13.5)), fine[i], 0.01);
        }
    }

    /** An exponential decay becomes a trapezoid of its height. */
    @Test
    void trapezoidOfADecay() {
        double[] decay = new double[60];
        double pole = Math.exp(-1.0 / 50);
        for (int i = 10; i < decay.length; i++) {
            decay[i] = 100 * Math.pow(pole, i - 10);
        }
        Trapezoid trapezoid = new Trapezoid(8, 4, pole);
        double[] shaped = trapezoid.shape(decay);
        assertEquals(0, shaped[9], 1e-9);
        assertEquals(12.5, shaped[10], 1e-9);
        for (int i = 17; i <= 21; i++) {
            assertEquals(100, shaped[i], 1e-9);
        }
        assertEquals(0, shaped[29], 1e-9);
        assertEquals(100, trapezoid.amplitude(decay), 1e-9);
    }
}
