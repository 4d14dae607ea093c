// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tensors of every kind that a scale is searched for, from a seed. */
final class TensorCases {
    static final int[] SIZES = {1, 2, 3, 8, 33, 100, 257, 1000, 5000};

    enum Kind {
        NORMAL,
        LAPLACE,
        UNIFORM,
        HEAVY_TAILS,
        SPARSE,
        NON_NEGATIVE,
        CHANNELS,
        CONSTANT,
        SINGLE,
        GRID,
        ZERO,
        OUTLIER,
        SAMPLE_MAJOR,
        TWO_VALUES
    }

    record Case(Kind kind, int size, long seed, float[] values) {
        @Override
        public String toString() {
            return kind + " n=" + size + " seed=" + seed;
        }
    }

    private TensorCases() {}

    /** Every kind in every size, {@code repeats} times. */
    static List<Case> all(long firstSeed, int repeats) {
        List<Case> cases = new ArrayList<>();
        long seed = firstSeed;
        for (Kind kind : Kind.values()) {
            for (int size : SIZES) {
                for (int i = 0; i < repeats; i++, seed++) {
                    cases.add(new Case(kind, size, seed, values(kind, size, new Random(seed))));
                }
            }
        }
        return cases;
    }

    private static float[] values(Kind kind, int size, Random random) {
        double unit = Math.pow(10, random.nextDouble() * 6 - 3);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (unit * value(kind, i, size, random));
        }
        if (kind == Kind.OUTLIER) {
            values[random.nextInt(size)] = (float) (unit * 300 * (random.nextBoolean() ? 1 : -1));
        }
        if (kind == Kind.CONSTANT || kind == Kind.SINGLE) {
            for (int i = 0; i < size; i++) {
                values[i] = kind == Kind.SINGLE && i > 0 ? 0 : values[0];
            }
        }
        return values;
    }

    private static double value(Kind kind, int i, int size, Random random) {
        double normal = random.nextGaussian();
        return switch (kind) {
            case LAPLACE -> Math.signum(normal) * -Math.log(1 - random.nextDouble());
            case UNIFORM -> random.nextDouble() * 2 - 1;
            case HEAVY_TAILS -> normal / Math.max(1e-3, Math.sqrt(random.nextDouble()));
            case SPARSE -> random.nextInt(10) == 0 ? normal : 0;
            case NON_NEGATIVE -> Math.max(0, normal);
                // Ten blocks of channels, the scale of each ten times smaller or larger than another's, up to 1000.
            case CHANNELS -> normal * Math.pow(10, i * 10 / size % 4);
            case GRID -> Math.max(-5, Math.min(5, Math.rint(normal * 2)));
            case ZERO -> 0;
                // Samples of 64 values; only one of 16 channels is large.
            case SAMPLE_MAJOR -> normal * (i % 16 == 5 ? 1000 : 1);
            case TWO_VALUES -> random.nextBoolean() ? 1 : -0.37;
            default -> normal;
        };
    }
}
