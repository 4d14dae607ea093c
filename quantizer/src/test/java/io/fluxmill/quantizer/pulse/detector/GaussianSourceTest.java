// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class GaussianSourceTest {
    private static final int COUNT = 2_000_000;

    @Test
    void momentsAreThoseOfTheNormalDistribution() {
        GaussianSource random = GaussianSource.seeded(7);
        double[] moments = new double[5];
        for (int i = 0; i < COUNT; i++) {
            double x = random.next();
            double power = 1;
            for (int k = 1; k <= 4; k++) {
                power *= x;
                moments[k] += power / COUNT;
            }
        }
        assertEquals(0, moments[1], 4 / Math.sqrt(COUNT));
        assertEquals(1, moments[2], 4 * Math.sqrt(2.0 / COUNT));
        assertEquals(0, moments[3], 4 * Math.sqrt(15.0 / COUNT));
        assertEquals(3, moments[4], 4 * Math.sqrt(96.0 / COUNT));
    }

    /** Every layer of the ziggurat and its tail: a χ² over 64 classes of the same probability, and the classes beyond 3.7. */
    @Test
    void distributionIsNormal() {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        int classes = 64;
        double[] edges = new double[classes - 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = normal.inverseCumulativeProbability((i + 1.0) / classes);
        }
        int[] counts = new int[classes];
        int beyond = 0;
        GaussianSource random = GaussianSource.seeded(8);
        for (int i = 0; i < COUNT; i++) {
            double x = random.next();
            int at = java.util.Arrays.binarySearch(edges, x);
            counts[at < 0 ? -at - 1 : at]++;
            beyond += Math.abs(x) > 3.7 ? 1 : 0;
        }
        double expected = (double) COUNT / classes;
        double chi = 0;
        for (int count : counts) {
            chi += (count - expected) * (count - expected) / expected;
        }
        assertEquals(classes - 1, chi, 4.5 * Math.sqrt(2.0 * (classes - 1)), "χ²");
        double tail = 2 * COUNT * normal.cumulativeProbability(-3.7);
        assertEquals(tail, beyond, 5 * Math.sqrt(tail));
    }

    @Test
    void aSeedGivesTheSameNumbersEverywhere() {
        GaussianSource random = GaussianSource.seeded(1);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += random.next();
        }
        assertEquals(258.1043844401078, sum);
    }
}
