// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.quantizer.mac.calibrate.ValueSample;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against sums over the values, one by one. */
class SortedSampleTest {
    private static final int SAMPLES = 300;
    private static final int SCALES = 40;

    @Test
    void errorsAndSettledScalesAreThoseOfTheValues() {
        Random random = new Random(11);
        int compared = 0;
        for (int n = 0; n < SAMPLES; n++) {
            ValueSample sample = sample(random);
            SortedSample sorted = new SortedSample(sample);
            double least = random.nextBoolean() ? 0 : -(1 << random.nextInt(8));
            double most = (1 << (1 + random.nextInt(8))) - 1;
            for (int i = 0; i < SCALES; i++) {
                double scale = Math.pow(2, random.nextDouble() * 14 - 11);
                double error = 0;
                double cross = 0;
                double square = 0;
                double energy = 0;
                for (int k = 0; k < sample.values().length; k++) {
                    double x = sample.values()[k];
                    double q = Math.max(least, Math.min(most, Math.rint(x / scale)));
                    error += sample.counts()[k] * (x - q * scale) * (x - q * scale);
                    cross += sample.counts()[k] * q * x;
                    square += sample.counts()[k] * q * q;
                    energy += sample.counts()[k] * (x * x + q * scale * q * scale);
                }
                assertEquals(error, sorted.squareError(scale, least, most), 1e-11 * energy);
                if (square > 0) {
                    assertEquals(cross / square, sorted.settled(scale, least, most), 1e-9 * Math.abs(cross / square));
                    compared++;
                }
            }
        }
        assertTrue(compared > SAMPLES * SCALES / 2, compared + " scales were compared");
    }

    /** Concentrated, spread, equal, whole or one-sided values. */
    private static ValueSample sample(Random random) {
        float[] values = new float[1 + random.nextInt(300)];
        double[] counts = new double[values.length];
        int kind = random.nextInt(5);
        for (int i = 0; i < values.length; i++) {
            double x = random.nextGaussian();
            values[i] = (float)
                    switch (kind) {
                        case 0 -> x;
                        case 1 -> Math.abs(x);
                        case 2 -> x * x * x * x * x;
                        case 3 -> Math.rint(3 * x);
                        default -> 0.7;
                    };
            counts[i] = 1 + random.nextInt(3);
        }
        return new ValueSample(values, counts);
    }
}
