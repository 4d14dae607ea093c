// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.pulse.detector.FisherInformation.Bound;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class FisherInformationTest {
    private static final double START = 4;

    private static Bound bound(double snrDb, double peakNs) {
        double sigma = Acquisition.sigma(snrDb, 3000);
        RealMatrix covariance = Noise.white(sigma).covariance(32, 0);
        return FisherInformation.of(new PulseShape.CrRc(2, peakNs), 8, covariance)
                .meanBound(START, 3000, true);
    }

    /** The published figures: amplitude and time, the baseline known. */
    @Test
    void knownBaselineGivesThePublishedBound() {
        assertEquals(64.0, bound(47.4, 48).timePs(), 0.05);
        assertEquals(0.154, bound(47.4, 48).amplitudePercent(), 0.0005);
        assertEquals(150, bound(40, 48).timePs(), 0.5);
        assertEquals(0.361, bound(40, 48).amplitudePercent(), 0.0005);
        assertEquals(475, bound(30, 48).timePs(), 1);
        assertEquals(1.14, bound(30, 48).amplitudePercent(), 0.005);
        assertEquals(60, bound(47.4, 42).timePs(), 0.2);
    }

    /** σ_A/A = (σ/A)/√Σg² and σ_t = (σ_A/A)·τp·√(2n−1)/n for dense samples of a whole pulse. */
    @Test
    void denseSamplesGiveTheClosedForm() {
        int order = 3;
        RealMatrix covariance = MatrixUtils.createRealIdentityMatrix(600);
        Bound bound = FisherInformation.of(new PulseShape.CrRc(order, 50), 1, covariance)
                .bound(2.5, 100, true);
        double energy = 50 * Math.exp(6) * 720 / Math.pow(6, 7);
        assertEquals(1 / Math.sqrt(energy), bound.amplitudeCounts(), 1e-6);
        assertEquals(0.01 / Math.sqrt(energy) * 50 * Math.sqrt(5) / 3 * 1000, bound.timePs(), 1e-3);
    }

    /** Only for the amplitude: slope and baseline are orthogonal over a whole pulse. */
    @Test
    void anUnknownBaselineCosts() {
        FisherInformation information = FisherInformation.of(Pulses.crRc(48));
        Bound known = information.meanBound(START, Pulses.REFERENCE, true);
        Bound unknown = information.meanBound(START, Pulses.REFERENCE, false);
        assertEquals(64.0, known.timePs(), 0.1);
        assertEquals(0.154, known.amplitudePercent(), 0.0005);
        assertEquals(known.timePs(), unknown.timePs(), 0.1);
        assertTrue(unknown.amplitudePercent() > 1.2 * known.amplitudePercent(), "" + unknown.amplitudePercent());
    }

    /** First-order noise: C⁻¹ is tridiagonal, with (1 + ρ²)/(σ²(1 − ρ²)) inside and −ρ/(σ²(1 − ρ²)) beside it. */
    @Test
    void colouredNoiseUsesTheInverseCovariance() {
        RealMatrix covariance = Noise.firstOrder(2, 0.79).covariance(8, 0);
        RealMatrix precision =
                FisherInformation.of(new PulseShape.CrRc(2, 48), 8, covariance).precision();
        double scale = 4 * (1 - 0.79 * 0.79);
        assertEquals((1 + 0.79 * 0.79) / scale, precision.getEntry(3, 3), 1e-9);
        assertEquals(-0.79 / scale, precision.getEntry(3, 4), 1e-9);
        assertEquals(0, precision.getEntry(3, 5), 1e-9);
    }

    @Test
    void refusesACovarianceThatIsNone() {
        RealMatrix zero = MatrixUtils.createRealMatrix(4, 4);
        PulseShape shape = new PulseShape.CrRc(2, 48);
        assertThrows(IllegalArgumentException.class, () -> FisherInformation.of(shape, 8, zero));
    }
}
