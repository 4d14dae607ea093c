// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Normally distributed random numbers, mean 0 and variance 1, the same for a seed on every JVM: the ziggurat of Marsaglia and
 * Tsang (Journal of Statistical Software 5:8, 2000) with 256 layers, 53-bit abscissae and tables from {@link StrictMath}.
 *
 * <p>Not thread-safe.
 */
public final class GaussianSource {
    private static final int LAYERS = 256;

    /** Where the tail begins, and the area of a layer, for 256 layers. */
    private static final double TAIL = 3.6541528853610088;

    private static final double AREA = 0.00492867323399;
    private static final double UNIT_53 = 0x1.0p-53;

    /** Right edges, falling; entry 0 is the width of the base layer as if it were a rectangle. */
    private static final double[] EDGES = new double[LAYERS + 1];

    private static final double[] DENSITIES = new double[LAYERS + 1];

    static {
        EDGES[0] = AREA / density(TAIL);
        EDGES[1] = TAIL;
        for (int i = 2; i < LAYERS; i++) {
            EDGES[i] = StrictMath.sqrt(-2 * StrictMath.log(AREA / EDGES[i - 1] + density(EDGES[i - 1])));
        }
        EDGES[LAYERS] = 0;
        for (int i = 0; i <= LAYERS; i++) {
            DENSITIES[i] = density(EDGES[i]);
        }
    }

    private final RandomGenerator random;

    private GaussianSource(RandomGenerator random) {
        this.random = random;
    }

    public static GaussianSource seeded(long seed) {
        return new GaussianSource(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
    }

    private static double density(double x) {
        return StrictMath.exp(-0.5 * x * x);
    }

    /** Uniform from 0 inclusive to 1 exclusive, in steps of 2^-53. */
    public double uniform() {
        return (random.nextLong() >>> 11) * UNIT_53;
    }

    /** Uniform from low inclusive to high exclusive. */
    public double uniform(double low, double high) {
        return low + (high - low) * uniform();
    }

    /** The next normally distributed number. */
    public double next() {
        while (true) {
            long bits = random.nextLong();
            int layer = (int) bits & LAYERS - 1;
            double x = (bits >> 10) * UNIT_53 * EDGES[layer];
            if (Math.abs(x) < EDGES[layer + 1]) {
                return x;
            }
            if (layer == 0) {
                return tail(bits < 0);
            }
            double height = DENSITIES[layer] + uniform() * (DENSITIES[layer + 1] - DENSITIES[layer]);
            if (height < density(x)) {
                return x;
            }
        }
    }

    /** Beyond {@link #TAIL} (Marsaglia, 1964). */
    private double tail(boolean negative) {
        while (true) {
            double x = -StrictMath.log(1 - uniform()) / TAIL;
            double y = -StrictMath.log(1 - uniform());
            if (2 * y > x * x) {
                return negative ? -(TAIL + x) : TAIL + x;
            }
        }
    }
}
