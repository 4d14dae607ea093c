// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PulseShapeTest {
    private static final List<PulseShape> SHAPES = List.of(
            new PulseShape.CrRc(1, 30),
            new PulseShape.CrRc(2, 48),
            new PulseShape.CrRc(4, 100),
            new PulseShape.LogNormal(40, 0.6));

    @Test
    void startAtZeroAndPeakAtOne() {
        for (PulseShape shape : SHAPES) {
            assertEquals(0, shape.value(0), shape.toString());
            assertEquals(0, shape.value(-1), shape.toString());
            assertEquals(0, shape.slope(-1), shape.toString());
            assertEquals(1, shape.value(shape.peakNs()), 1e-15, shape.toString());
            assertEquals(0, shape.slope(shape.peakNs()), 1e-15, shape.toString());
        }
    }

    @Test
    void slopeIsTheDerivative() {
        double step = 1e-4;
        for (PulseShape shape : SHAPES) {
            for (double t = 1; t < 300; t += 7.3) {
                double difference = (shape.value(t + step) - shape.value(t - step)) / (2 * step);
                assertEquals(difference, shape.slope(t), 1e-8, shape + " at " + t);
            }
        }
    }

    /** ∫g² = τp·e^2n·(2n)!/(2n)^(2n+1). */
    @Test
    void energyOfCrRcIsTheClosedForm() {
        double sum = 0;
        PulseShape shape = new PulseShape.CrRc(2, 48);
        for (double t = 0; t < 2000; t += 0.01) {
            sum += shape.value(t) * shape.value(t) * 0.01;
        }
        assertEquals(48 * Math.exp(4) * 24 / 1024, sum, 1e-6);
    }
}
