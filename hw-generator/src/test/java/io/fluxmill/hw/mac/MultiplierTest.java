// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.multiply.Gating.COLUMNS;
import static io.fluxmill.hw.mac.multiply.Gating.LANES;
import static io.fluxmill.hw.mac.multiply.Gating.ROWS;
import static io.fluxmill.hw.mac.multiply.Gating.ZEROS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.Target;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every multiplier and every gating: the bits of the quire, or of the approximate products' own definition. */
@Tag("verilator")
class MultiplierTest {
    private static final String[] XR_NPE = {"FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"};
    private static final Gating[] ALL = Gating.values();
    private static final int SPARSE_JOBS = 12;

    enum Variant {
        CELLS_XR_NPE(Target.GENERIC, 4, UnitOptions.of(Multiplier.CELLS, ALL), XR_NPE),
        CELLS_INTEGERS(
                Target.ECP5,
                3,
                UnitOptions.of(Multiplier.CELLS),
                "INT16",
                "INT8",
                "INT4",
                "UINT5",
                "TERNARY",
                "BINARY"),
        /** No format of one lane, long places; sums of two products of 100 bits. */
        CELLS_PAIRS(
                Target.XC7,
                2,
                UnitOptions.of(Multiplier.CELLS, ZEROS),
                "POSIT8_2",
                "FP8_E5M2",
                "FP8_E4M3FN",
                "FP6_E2M3",
                "BINARY8P3SE",
                "INT8"),
        CELLS_QUADS(Target.GENERIC, 1, UnitOptions.of(Multiplier.CELLS, LANES), "POSIT4_1", "FP4_E2M1", "BINARY4P1UF"),
        /** Weights and activations of different formats. */
        CELLS_MIXED(
                Target.GENERIC,
                3,
                UnitOptions.of(Multiplier.CELLS, ALL),
                "INT4 x INT8",
                "FP4_E2M1 x FP8_E4M3FN",
                "POSIT8_0 x POSIT16_1",
                "INT8"),
        CELLS_ALONE(Target.GENERIC, 4, UnitOptions.of(Multiplier.CELLS, ROWS), "POSIT16_2", "FP16"),
        LOGIC_XC7(Target.XC7, 4, UnitOptions.of(Multiplier.LOGIC, ZEROS, ROWS), XR_NPE),
        LOGIC_INTEGERS(Target.ICE40, 3, UnitOptions.of(Multiplier.LOGIC), "INT8", "INT4", "INT16"),
        LMUL_XR_NPE(Target.GENERIC, 4, UnitOptions.of(Multiplier.LMUL, ALL), XR_NPE),
        LMUL_FLOATS(
                Target.ECP5,
                3,
                UnitOptions.of(Multiplier.LMUL, COLUMNS),
                "FP8_E4M3FN",
                "FP8_E5M2",
                "FP6_E3M2",
                "FP16",
                "BINARY8P5SF",
                "BINARY3P1SE",
                "BINARY5P4UE"),
        /** No format of one lane, whose products are longer than sums of lanes. */
        LMUL_PAIRS(Target.GENERIC, 3, UnitOptions.of(Multiplier.LMUL, ZEROS), "POSIT8_0", "FP4_E2M1"),
        MITCHELL_XR_NPE(Target.XC7, 2, UnitOptions.of(Multiplier.MITCHELL, LANES), XR_NPE),
        MITCHELL_FLOATS(
                Target.GENERIC, 1, UnitOptions.of(Multiplier.MITCHELL), "FP16", "FP8_E4M3FN", "POSIT6_2", "POSIT8_1"),
        GATED_XR_NPE(Target.GENERIC, 4, UnitOptions.of(Multiplier.AUTO, ALL), XR_NPE),
        GATED_XC7(Target.XC7, 4, UnitOptions.of(Multiplier.AUTO, ZEROS, COLUMNS), "INT8"),
        GATED_ICE40(Target.ICE40, 3, UnitOptions.of(Multiplier.AUTO, ALL), XR_NPE),
        GATED_ECP5(Target.ECP5, 4, UnitOptions.of(Multiplier.AUTO, ALL), "POSIT8_2", "BINARY", "TERNARY", "FP4_E2M1");

        private final MacConfig config;

        Variant(Target target, int pipeline, UnitOptions options, String... formats) {
            config = new MacConfig(
                    "variant",
                    4,
                    2,
                    Stream.of(formats)
                            .map(FormatPair::of)
                            .filter(pair -> !pair.isMixed())
                            .map(FormatPair::weights)
                            .toList(),
                    Stream.of(formats)
                            .map(FormatPair::of)
                            .filter(FormatPair::isMixed)
                            .toList(),
                    List.of(NumberFormats.of("INT16")),
                    1 << 16,
                    1024,
                    256,
                    pipeline,
                    32,
                    1,
                    16,
                    Set.of(),
                    MacOptions.DEFAULT.withTarget(target).withUnit(options));
        }
    }

    @ParameterizedTest
    @EnumSource(Variant.class)
    void pairsSumsAndLayersHaveTheBitsOfTheReference(Variant variant, @TempDir Path directory) throws Exception {
        long seed = 20261129L + variant.ordinal();
        Random random = new Random(seed);
        MacConfig config = variant.config;
        try (MatrixBench bench = new MatrixBench(MacDesign.generate(config), directory)) {
            long pairs = 0;
            for (FormatPair formats : config.operands()) {
                NumberFormat w = formats.weights();
                NumberFormat a = formats.activations();
                MacPairsTest.pairs(bench, formats, seed);
                pairs += Math.max(w.widthBits(), a.widthBits()) <= 8
                        ? MacPairsTest.products(bench, formats)
                        : (long) Codes.boundaries(w).length * Codes.boundaries(a).length + 320L * 320;
            }
            assertEquals(pairs, bench.compared);
            for (FormatPair formats : config.operands()) {
                largest(bench, formats);
                for (int i = 0; i < SPARSE_JOBS; i++) {
                    sparse(bench, formats, random, "seed " + seed + ", sparse job " + i);
                }
                for (NumberFormat result : config.results()) {
                    MacDotProductTest.randomLayer(
                            bench, config, formats, result, random.nextInt(90), random.nextLong());
                }
            }
            assertTrue(bench.compared > pairs);
            System.out.println("VARIANT " + variant + " pairs=" + pairs + " others=" + (bench.compared - pairs));
        }
    }

    /** Sums of words whose lanes all have the largest product, of either sign. */
    private static void largest(MatrixBench bench, FormatPair formats) {
        int[] depths = {formats.lanes(), 5 * formats.lanes()};
        NumberFormat a = formats.activations();
        NumberFormat w = formats.weights();
        int[][] extremes = {{a.maxBits(), a.minBits(), least(a)}, {w.maxBits(), w.minBits(), least(w)}};
        for (int depth : depths) {
            int[][][] sides = new int[2][3][depth];
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i < 3; i++) {
                    Arrays.fill(sides[side][i], extremes[side][i]);
                }
            }
            int fit = 32 - Integer.numberOfLeadingZeros(depth);
            int scale = Rescale.scaleWord(false, formats.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15);
            int small = Rescale.scaleWord(
                    false, Math.max(-512, 14 - fit - formats.productBits() - Rescale.BIAS_FRACTION_BITS - 15));
            for (int word : new int[] {scale, small}) {
                NumberFormat result = word == small ? NumberFormats.of("INT16") : a;
                if (bench.manifest.formats().contains(result.name())) {
                    List<Rescale.Channel> channels =
                            Collections.nCopies(3, new Rescale.Channel(0, 0x8000, word, 0x8000, word));
                    bench.load(formats, sides[1], channels);
                    bench.check(MatrixBench.plain(formats, result), sides[0], sides[1], channels, "largest");
                }
            }
        }
    }

    /** The code of the largest magnitude that is not the largest value. */
    private static int least(NumberFormat format) {
        return format instanceof IntegerFormat ? format.narBits() : format.minBits();
    }

    /** Operands of which most are zero, some words as a whole; ragged sizes, pauses, and NaR now and then. */
    private static void sparse(MatrixBench bench, FormatPair formats, Random random, String what) {
        int pause = random.nextInt(60);
        bench.transport.pauses("s_axis_act", random.nextInt(pause + 1), random.nextLong());
        bench.transport.pauses("m_axis_res", pause, random.nextLong());
        int depth = 1 + random.nextInt(60);
        boolean nar = random.nextInt(4) == 0;
        int[][] a = Codes.random(formats.activations(), random, 1 + random.nextInt(11), depth, 8, nar);
        int[][] w = Codes.random(formats.weights(), random, 1 + random.nextInt(5), depth, 8, nar);
        for (int[][] side : new int[][][] {a, w}) {
            for (int[] row : side) {
                for (int k = 0; k < depth; k++) {
                    boolean clear = k % 4 == 0 ? random.nextInt(3) > 0 : random.nextInt(4) > 0 && row[k - 1] == 0;
                    row[k] = clear ? 0 : row[k];
                }
            }
        }
        List<Rescale.Channel> channels = Collections.nCopies(w.length, MatrixBench.unit(formats));
        bench.load(formats, w, channels);
        bench.check(MatrixBench.plain(formats, formats.activations()), a, w, channels, what);
    }
}
