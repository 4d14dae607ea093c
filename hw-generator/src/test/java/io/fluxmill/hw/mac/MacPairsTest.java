// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rescale;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Products through multiply, accumulate, round and pack: all pairs of narrow formats, boundaries and random pairs of 16 bits. */
@Tag("verilator")
class MacPairsTest {
    private static final int RANDOM_SIDE = 320;

    @ParameterizedTest
    @EnumSource(
            value = Configurations.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"POSIT16_XC7", "POSIT16_ICE40", "BF16_XC7"})
    void everyPairOfEveryNarrowFormatInEveryLane(Configurations configuration, @TempDir Path directory)
            throws Exception {
        long pairs = 0;
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (NumberFormat format : configuration.config().formats()) {
                if (format.widthBits() <= 8) {
                    pairs += (long) format.lanes() << (2 * format.widthBits());
                    everyPair(bench, format);
                }
            }
            assertEquals(pairs, bench.compared);
        }
    }

    private static void everyPair(MatrixBench bench, NumberFormat format) {
        int codes = 1 << format.widthBits();
        List<Rescale.Channel> channels = Collections.nCopies(codes, MatrixBench.unit(format));
        for (int lane = 0; lane < format.lanes(); lane++) {
            int[][] operands = new int[codes][lane + 1];
            for (int code = 0; code < codes; code++) {
                operands[code][lane] = code;
            }
            bench.load(format, operands, channels);
            bench.check(MatrixBench.plain(format, format), operands, operands, channels, "lane " + lane);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Configurations.class,
            names = {
                "XR_NPE",
                "NAMED",
                "STANDARD",
                "WIDE",
                "FLOATS",
                "POSIT16_XC7",
                "POSIT16_ICE40",
                "XR_NPE_XC7",
                "XR_NPE_ECP5",
                "TWO_PATHS_ECP5",
                "BF16_XC7",
                "BF16_ICE40",
                "BF16_TWO_PATHS",
                "BF16_GOWIN"
            })
    void boundaryAndRandomPairsOfSixteenBits(Configurations configuration, @TempDir Path directory) throws Exception {
        long seed = 20261121L + configuration.ordinal();
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            long expected = 0;
            for (NumberFormat format : configuration.config().formats()) {
                if (format.widthBits() == 16) {
                    sixteenBits(bench, format, seed);
                    int boundaries = Codes.boundaries(format).length;
                    expected += (long) boundaries * boundaries + (long) RANDOM_SIDE * RANDOM_SIDE;
                }
            }
            assertEquals(expected, bench.compared);
        }
    }

    /** Every pair in every lane, or of more than 8 bits boundaries and random pairs. */
    static void pairs(MatrixBench bench, NumberFormat format, long seed) {
        if (format.widthBits() <= 8) {
            everyPair(bench, format);
        } else {
            sixteenBits(bench, format, seed);
        }
    }

    private static void sixteenBits(MatrixBench bench, NumberFormat format, long seed) {
        Random random = new Random(seed);
        int[] boundaries = Codes.boundaries(format);
        outerProduct(bench, format, boundaries, boundaries, "boundaries");
        int[] left = random.ints(RANDOM_SIDE, 0, 1 << format.widthBits()).toArray();
        int[] right = random.ints(RANDOM_SIDE, 0, 1 << format.widthBits()).toArray();
        outerProduct(bench, format, left, right, "seed " + seed);
    }

    private static void outerProduct(MatrixBench bench, NumberFormat format, int[] left, int[] right, String what) {
        int[][] a = Codes.column(left);
        int[][] w = Codes.column(right);
        List<Rescale.Channel> channels = Collections.nCopies(w.length, MatrixBench.unit(format));
        bench.load(format, w, channels);
        bench.check(MatrixBench.plain(format, format), a, w, channels, what);
    }
}
