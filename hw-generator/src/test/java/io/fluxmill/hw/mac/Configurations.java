// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.mac.unit.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The configurations that the RTL tests build: format sets, sizes and pipeline depths that exercise every derivation. */
public enum Configurations {
    /** The four formats of XR-NPE, full pipeline: a 13 x 13 multiplier and 32-bit segments. */
    XR_NPE(8, 8, 4, 1024, "FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"),
    /** Integers and posits on one 16 x 16 multiplier; sums of 4,096 terms in 16 bits. */
    NAMED(4, 4, 3, 4096, "INT4", "INT8", "INT16", "FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"),
    /** Standard posits: 64-bit segments, a 256-bit accumulator; odd widths. */
    STANDARD(
            4,
            2,
            2,
            4096,
            "POSIT16_2",
            "POSIT8_2",
            "POSIT8_1",
            "POSIT6_1",
            "POSIT5_2",
            "POSIT4_0",
            "POSIT3_0",
            "INT6",
            "INT2"),
    /** One narrow format, no pipeline. */
    MINIMAL(2, 4, 1, 1024, "INT4"),
    /** The least that there is. */
    ONE_UNIT(1, 1, 1, 256, "INT8"),
    /** One column of short lanes, as for the smallest FPGAs. */
    SMALLEST(2, 1, 1, 16, 16, 16, 256, "INT4"),
    /** One row; lanes of two widths in short segments. */
    SHORT(1, 2, 2, 16, 4, 16, 64, "INT4", "INT8"),
    /** The long multiplier of the output stage, at once. */
    PRECISE(2, 2, 2, 32, 1, 31, 1024, "INT8", "POSIT8_0"),
    /** The long multiplier in four parts. */
    PRECISE_SLOW(2, 1, 1, 16, 4, 31, 64, "INT8"),
    /** No format of 4 bits. */
    WIDE(2, 2, 1, 4096, "POSIT16_0", "INT12", "POSIT7_0"),
    /** Every rounding of int8 inference; totals of 84 bits. */
    INFERENCE(1, 32, EnumSet.allOf(Rounding.class), "INT8", "POSIT16_0", "INT4"),
    /** Two roundings of a product, in four parts, of a total of few bits. */
    INFERENCE_SLOW(4, 16, EnumSet.of(Rounding.NEAREST_TWICE), "INT8"),
    /** No rounding of a product; a total of many bits. */
    INFERENCE_ONCE(1, 32, EnumSet.of(Rounding.NEAREST_UP), "INT16", "INT8"),
    /** Floats alone. */
    INFERENCE_FLOAT(2, 16, EnumSet.of(Rounding.FLOAT32), "INT4", "POSIT6_1"),
    /** Floats with every kind of special values; one bit; results that are too wide for operands. */
    FLOATS(
            2,
            2,
            2,
            1024,
            List.of("BF16", "BINARY8P1UF", "INT16"),
            "BINARY",
            "TERNARY",
            "FP4_E2M1",
            "FP6_E2M3",
            "FP6_E3M2",
            "FP8_E4M3FN",
            "FP8_E5M2",
            "FP16"),
    /** P3109 with and without sign, infinities, mantissa and subnormals; magnitudes alone. */
    P3109(
            2,
            2,
            3,
            1024,
            List.of("UINT12", "BINARY8P1SE", "BINARY7P7UE"),
            "BINARY8P4SF",
            "BINARY8P3SE",
            "BINARY8P4UE",
            "BINARY6P3SF",
            "BINARY5P1SE",
            "BINARY4P2UF",
            "BINARY3P1SE",
            "BINARY3P3UF",
            "UINT8",
            "UINT3"),
    /** Products and accumulator in DSP blocks. */
    INT8_XC7(Target.XC7, 4, "INT8"),
    POSIT8_XC7(Target.XC7, 3, "POSIT8_0"),
    /** Tables for products. */
    FP4_XC7(Target.XC7, 4, "FP4_E2M1"),
    POSIT4_ICE40(Target.ICE40, 3, "POSIT4_1"),
    TABLES_GOWIN(Target.GOWIN, 2, "FP4_E2M1", "POSIT4_1", "POSIT3_1", "POSIT4_0"),
    LOGIC_GOWIN(Target.GOWIN, 3, "FP4_E2M1", "POSIT8_0", "POSIT6_0", "INT8"),
    /** One aligned path. */
    POSIT16_XC7(Target.XC7, 4, "POSIT16_1"),
    POSIT16_ICE40(Target.ICE40, 3, "POSIT16_1"),
    /** Three multipliers and a table; two and two tables. */
    XR_NPE_XC7(Target.XC7, 4, "FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"),
    XR_NPE_ECP5(Target.ECP5, 4, "FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"),
    XR_NPE_ICE40(Target.ICE40, 3, "FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"),
    /** Two aligned paths, fixed formats through them, and tables. */
    TWO_PATHS_XC7(Target.XC7, 4, "POSIT8_2", "POSIT8_1", "POSIT8_0", "FP4_E2M1"),
    TWO_PATHS_ECP5(Target.ECP5, 1, "POSIT8_2", "INT8", "POSIT16_1", "INT4"),
    /** The widest fixed format. */
    FIXED_ICE40(Target.ICE40, 3, "POSIT6_1", "INT16", "FP4_E2M1"),
    PAIR_ECP5(Target.ECP5, 3, "FP4_E2M1", "POSIT8_0"),
    /** Codes of four bits that a table of magnitudes does not have: with NaN, without sign. */
    MINIFLOATS_XC7(Target.XC7, 4, "BINARY4P2SF", "TERNARY", "UINT3", "FP6_E3M2", "FP8_E4M3FN", "FP8_E5M2", "FP4_E2M1"),
    BITS_GOWIN(Target.GOWIN, 3, "BINARY", "FP4_E2M1", "BINARY4P3UE", "BINARY3P2SE"),
    TABLES_XC7(Target.XC7, 3, "TERNARY", "FP4_E2M1"),
    /** Sums in a window: alone, beside exact sums, in two paths. */
    BF16_XC7(Target.XC7, 4, "BF16"),
    BF16_ICE40(Target.ICE40, 2, "BF16", "FP16", "INT4"),
    BF16_TWO_PATHS(Target.GENERIC, 3, "BF16", "BINARY8P1SE", "FP8_E5M2", "INT8"),
    BF16_GOWIN(Target.GOWIN, 1, "BF16", "POSIT8_0"),
    /** Weights of other formats than activations, beside single ones: two and four parts of a word of weights. */
    PAIRS(
            2,
            4,
            4,
            256,
            "INT4 x INT8",
            "INT8",
            "TERNARY x INT8",
            "FP4_E2M1 x FP8_E4M3FN",
            "INT8 x UINT8",
            "INT4 x INT16"),
    PAIRS_XC7(Target.XC7, 4, "INT4 x INT8", "TERNARY x INT8"),
    /** Wider weights than activations; an aligned operand with a fixed one, on either side. */
    WIDE_WEIGHTS_ECP5(Target.ECP5, 3, "INT8 x INT4", "FP4_E2M1 x POSIT16_1", "POSIT16_1 x INT8", "POSIT8_0"),
    /** Without zero in one operand or in both; tables of two formats. */
    PAIRS_ICE40(Target.ICE40, 3, "BINARY x INT8", "BINARY", "FP4_E2M1 x POSIT4_1"),
    PAIRS_GOWIN(Target.GOWIN, 2, "TERNARY x FP4_E2M1", "POSIT4_1 x FP4_E2M1"),
    /** Weights that tables have with activations that they do not. */
    HALF_TABLES_XC7(Target.XC7, 3, "FP4_E2M1 x INT4", "FP4_E2M1"),
    /** Places of one side alone, which reach beyond the first segment. */
    ALIGNED_ACTIVATIONS_ECP5(Target.ECP5, 2, "INT4 x POSIT16_1"),
    TWO_ALIGNED_XC7(Target.XC7, 4, "FP8_E4M3FN x FP8_E5M2", "FP8_E5M2 x FP16", "POSIT8_2 x POSIT8_1");

    private final MacConfig config;
    private Design design;

    Configurations(int rows, int columns, int pipeline, int activationWords, String... formats) {
        this(rows, columns, pipeline, 32, 1, 16, activationWords, formats);
    }

    Configurations(
            int rows,
            int columns,
            int pipeline,
            int segmentBits,
            int outputCycles,
            int rescaleBits,
            int activationWords,
            String... formats) {
        this(
                rows,
                columns,
                pipeline,
                segmentBits,
                outputCycles,
                rescaleBits,
                activationWords,
                Set.of(),
                Target.GENERIC,
                formats);
    }

    Configurations(Target target, int pipeline, String... formats) {
        this(2, 2, pipeline, 32, 1, 16, 1024, Set.of(), target, formats);
    }

    Configurations(int rows, int columns, int pipeline, int activationWords, List<String> results, String... formats) {
        this(rows, columns, pipeline, 32, 1, 16, activationWords, Set.of(), Target.GENERIC, results, formats);
    }

    Configurations(int outputCycles, int segmentBits, Set<Rounding> roundings, String... formats) {
        this(2, 2, 2, segmentBits, outputCycles, 31, 256, roundings, Target.GENERIC, formats);
    }

    Configurations(
            int rows,
            int columns,
            int pipeline,
            int segmentBits,
            int outputCycles,
            int rescaleBits,
            int activationWords,
            Set<Rounding> roundings,
            Target target,
            String... formats) {
        this(
                rows,
                columns,
                pipeline,
                segmentBits,
                outputCycles,
                rescaleBits,
                activationWords,
                roundings,
                target,
                List.of("INT16"),
                formats);
    }

    Configurations(
            int rows,
            int columns,
            int pipeline,
            int segmentBits,
            int outputCycles,
            int rescaleBits,
            int activationWords,
            Set<Rounding> roundings,
            Target target,
            List<String> results,
            String... formats) {
        config = new MacConfig(
                name().toLowerCase(Locale.ROOT),
                rows,
                columns,
                operands(false, formats).map(FormatPair::weights).toList(),
                operands(true, formats).toList(),
                results.stream().map(NumberFormats::of).toList(),
                1 << 16,
                activationWords,
                256,
                pipeline,
                segmentBits,
                outputCycles,
                rescaleBits,
                roundings,
                MacOptions.DEFAULT.withTarget(target));
    }

    private static Stream<FormatPair> operands(boolean mixed, String... names) {
        return Stream.of(names).map(FormatPair::of).filter(pair -> pair.isMixed() == mixed);
    }

    /** The generated design; generated once in a run of the tests. */
    public synchronized Design design() {
        if (design == null) {
            design = MacDesign.generate(config);
        }
        return design;
    }

    MacConfig config() {
        return config;
    }
}
