// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final int COUNT = 400_000;

    @Test
    void whiteNoiseHasNoMemory() {
        assertTrue(Noise.white(3).isWhite());
        assertArrayEquals(new double[] {9, 0, 0}, Noise.white(3).autocovariance(3));
        assertEquals(9, Noise.white(3).densityAtZero(), 1e-12);
    }

    @Test
    void firstOrderDecaysGeometrically() {
        assertArrayEquals(new double[] {4, 2, 1, 0.5}, Noise.firstOrder(2, 0.5).autocovariance(4), 1e-12);
        assertEquals(4 * 3, Noise.firstOrder(2, 0.5).densityAtZero(), 1e-12);
    }

    @Test
    void samplesHaveTheGivenAutocovarianceFromTheFirstOneOn() {
        double[] given = {2.0, 1.1, 0.2, -0.3};
        Noise noise = Noise.fromAutocovariance(given);
        assertArrayEquals(given, noise.autocovariance(4), 1e-12);
        assertArrayEquals(given, measured(noise, 4), 0.05);
        double first = 0;
        for (int i = 0; i < 20_000; i++) {
            double sample = noise.start(GaussianSource.seeded(i)).next();
            first += sample * sample / 20_000;
        }
        assertEquals(2.0, first, 0.1);
    }

    private static double[] measured(Noise noise, int lags) {
        Noise.Process process = noise.start(GaussianSource.seeded(3));
        double[] samples = new double[COUNT + lags];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = process.next();
        }
        double[] measured = new double[lags];
        for (int k = 0; k < lags; k++) {
            for (int i = 0; i < COUNT; i++) {
                measured[k] += samples[i] * samples[i + k] / COUNT;
            }
        }
        return measured;
    }

    @Test
    void refusesWhatNoProcessHas() {
        assertThrows(IllegalArgumentException.class, () -> Noise.fromAutocovariance(new double[] {1, 1.2}));
        assertThrows(IllegalArgumentException.class, () -> Noise.fromAutocovariance(new double[] {1, 0.9, 0}));
    }
}
