// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
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
    /** A second result of narrow pairs, in which few products saturate: in the activations' own format most products of integers do. */
    private static final NumberFormat FIXED = NumberFormats.of("INT16");

    @ParameterizedTest
    @EnumSource(
            value = Configurations.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"POSIT16_XC7", "POSIT16_ICE40", "BF16_XC7", "ALIGNED_ACTIVATIONS_ECP5"})
    void everyPairOfEveryNarrowFormatInEveryLane(Configurations configuration, @TempDir Path directory)
            throws Exception {
        long pairs = 0;
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (FormatPair formats : configuration.config().operands()) {
                if (isNarrow(formats)) {
                    pairs += products(bench, formats);
                    everyPair(bench, formats);
                }
            }
            assertEquals(pairs, bench.compared);
        }
    }

    private static boolean isNarrow(FormatPair formats) {
        return formats.weights().widthBits() <= 8 && formats.activations().widthBits() <= 8;
    }

    private static int codeBits(FormatPair formats) {
        return formats.weights().widthBits() + formats.activations().widthBits();
    }

    /** Results that {@link #pairs} compares of a pair of narrow formats. */
    static long products(MatrixBench bench, FormatPair formats) {
        return (long) (hasFixed(bench, formats) ? 2 : 1) * formats.weights().lanes() << codeBits(formats);
    }

    private static boolean hasFixed(MatrixBench bench, FormatPair formats) {
        return bench.manifest.formats().contains(FIXED.name()) && !formats.isWindowed();
    }

    /** In every lane of a word of weights: rounded to the activations' format, and scaled so that the largest product has 15 bits. */
    private static void everyPair(MatrixBench bench, FormatPair formats) {
        for (int lane = 0; lane < formats.weights().lanes(); lane++) {
            int[][] a = every(formats.activations(), lane);
            int[][] w = every(formats.weights(), lane);
            List<Rescale.Channel> channels = Collections.nCopies(w.length, MatrixBench.unit(formats));
            bench.load(formats, w, channels);
            bench.check(MatrixBench.plain(formats, formats.activations()), a, w, channels, "lane " + lane);
            if (hasFixed(bench, formats)) {
                int exponent = Math.min(0, FIXED.widthBits() - 1 - formats.productBits());
                int scale = Rescale.scaleWord(false, exponent - Rescale.BIAS_FRACTION_BITS - 15);
                List<Rescale.Channel> scaled =
                        Collections.nCopies(w.length, new Rescale.Channel(0, 0x8000, scale, 0x8000, scale));
                bench.load(formats, w, scaled);
                bench.check(MatrixBench.plain(formats, FIXED), a, w, scaled, "fixed, lane " + lane);
            }
        }
    }

    private static int[][] every(NumberFormat format, int lane) {
        int[][] codes = new int[1 << format.widthBits()][lane + 1];
        for (int code = 0; code < codes.length; code++) {
            codes[code][lane] = code;
        }
        return codes;
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
                "BF16_GOWIN",
                "PAIRS",
                "WIDE_WEIGHTS_ECP5",
                "TWO_ALIGNED_XC7"
            })
    void boundaryAndRandomPairsOfSixteenBits(Configurations configuration, @TempDir Path directory) throws Exception {
        long seed = 20261121L + configuration.ordinal();
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            long expected = 0;
            for (FormatPair formats : configuration.config().operands()) {
                if (!isNarrow(formats)) {
                    sixteenBits(bench, formats, seed);
                    long boundaries = Codes.boundaries(formats.activations()).length;
                    expected +=
                            boundaries * Codes.boundaries(formats.weights()).length + (long) RANDOM_SIDE * RANDOM_SIDE;
                }
            }
            assertEquals(expected, bench.compared);
        }
    }

    /** Every pair in every lane, or of more than 8 bits boundaries and random pairs. */
    static void pairs(MatrixBench bench, FormatPair formats, long seed) {
        if (isNarrow(formats)) {
            everyPair(bench, formats);
        } else {
            sixteenBits(bench, formats, seed);
        }
    }

    private static void sixteenBits(MatrixBench bench, FormatPair formats, long seed) {
        Random random = new Random(seed);
        NumberFormat left = formats.activations();
        NumberFormat right = formats.weights();
        outerProduct(bench, formats, Codes.boundaries(left), Codes.boundaries(right), "boundaries");
        int[] a = random.ints(RANDOM_SIDE, 0, 1 << left.widthBits()).toArray();
        int[] w = random.ints(RANDOM_SIDE, 0, 1 << right.widthBits()).toArray();
        outerProduct(bench, formats, a, w, "seed " + seed);
    }

    private static void outerProduct(MatrixBench bench, FormatPair formats, int[] left, int[] right, String what) {
        int[][] a = Codes.column(left);
        int[][] w = Codes.column(right);
        List<Rescale.Channel> channels = Collections.nCopies(w.length, MatrixBench.unit(formats));
        bench.load(formats, w, channels);
        bench.check(MatrixBench.plain(formats, formats.activations()), a, w, channels, what);
    }
}
