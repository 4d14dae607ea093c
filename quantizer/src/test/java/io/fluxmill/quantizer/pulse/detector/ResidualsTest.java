// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResidualsTest {
    @Test
    void aNormalDistributionHasItsKnownWidths() {
        GaussianSource random = GaussianSource.seeded(5);
        Residuals residuals = Residuals.of(IntStream.range(0, 200_000)
                .mapToDouble(i -> 3 + 2 * random.next())
                .toArray());
        assertEquals(3, residuals.mean(), 0.02);
        assertEquals(2, residuals.sigma(), 0.02);
        assertEquals(2 * 2.3548, residuals.fwhm(), 0.05);
        assertEquals(2 * Math.sqrt(2), residuals.pairSigma(), 0.03);
    }

    @Test
    void tailsWidenSigmaButNotTheFwhm() {
        GaussianSource random = GaussianSource.seeded(6);
        Residuals residuals = Residuals.of(IntStream.range(0, 100_000)
                .mapToDouble(i -> (i % 100 == 0 ? 20 : 1) * random.next())
                .toArray());
        assertEquals(2.3548, residuals.fwhm(), 0.05);
        assertEquals(Math.sqrt(0.99 + 0.01 * 400), residuals.sigma(), 0.15);
    }

    @Test
    void oneResidualIsNoStatistics() {
        assertThrows(IllegalArgumentException.class, () -> Residuals.of(new double[1]));
    }
}
