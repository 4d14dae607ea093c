// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.BlockFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.mac.unit.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Block formats in RTL against {@link WindowOracle}: random words, scales of every kind, ragged sums, pauses of the streams, beside other formats. */
@Tag("verilator")
class MacBlocksTest {
    private static final int LAYERS = 24;

    static Stream<MacConfig> configurations() {
        return Stream.of(
                config(
                        "blocks_all",
                        Target.GENERIC,
                        4,
                        64,
                        "MXFP4",
                        "MXFP6_E2M3",
                        "MXFP6_E3M2",
                        "MXFP8_E4M3",
                        "MXFP8_E5M2",
                        "MXINT8",
                        "NVFP4"),
                config(
                        "blocks_mixed",
                        Target.GENERIC,
                        2,
                        96,
                        "NVFP4",
                        "BF16",
                        "FP8_E5M2",
                        "INT8",
                        "MXFP4",
                        "MXINT8",
                        "POSIT16_1",
                        "FP4_E2M1"),
                config("blocks_xc7", Target.XC7, 4, 64, "MXFP4", "NVFP4"),
                config("blocks_two_paths_xc7", Target.XC7, 4, 48, "MXFP8_E5M2", "MXFP6_E3M2", "MXINT8", "MXFP8_E4M3"),
                config("blocks_ecp5", Target.ECP5, 3, 128, "MXINT8", "MXFP6_E2M3", "BF16"),
                config("blocks_ice40", Target.ICE40, 3, 64, "NVFP4", "MXFP8_E4M3", "POSIT4_1"),
                config("blocks_gowin", Target.GOWIN, 1, 64, "MXFP6_E3M2", "MXFP4", "MXFP8_E5M2", "BINARY"));
    }

    private static MacConfig config(String name, Target target, int pipeline, int windowBits, String... formats) {
        return new MacConfig(
                name,
                2,
                4,
                Stream.of(formats).map(NumberFormats::of).toList(),
                List.of(),
                Stream.of("BF16", "INT16", "FP16").map(NumberFormats::of).toList(),
                1 << 12,
                256,
                16,
                pipeline,
                32,
                1,
                16,
                Set.of(),
                MacOptions.DEFAULT.withTarget(target).withWindowBits(windowBits));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void randomSums(MacConfig config, @TempDir Path directory) throws Exception {
        long seed = config.name().hashCode();
        Random random = new Random(seed);
        long expected = 0;
        try (MatrixBench bench = new MatrixBench(MacDesign.generate(config), directory)) {
            for (NumberFormat format : config.formats()) {
                for (int layer = 0; layer < LAYERS; layer++) {
                    int pause = layer % 4 == 0 ? random.nextInt(90) : 0;
                    bench.transport.pauses("s_axis_act", pause, seed + layer);
                    bench.transport.pauses("m_axis_res", pause, seed + layer + 1);
                    int length = 1 + random.nextInt(layer % 6 == 0 ? 255 : 40);
                    int[][] a = operands(format, random, 1 + random.nextInt(7), length, layer % 5 == 0);
                    int[][] w = operands(format, random, 1 + random.nextInt(13), length, layer % 5 == 0);
                    NumberFormat result = result(config, random);
                    List<Rescale.Channel> channels = channels(format, result, random, w.length);
                    bench.load(format, w, channels);
                    bench.check(layer(format, result), a, w, channels, config.name() + " layer " + layer);
                    expected += (long) a.length * w.length;
                }
            }
            assertEquals(expected, bench.compared);
        }
    }

    /** Random words of up to {@code longest} operand words, against the oracle. */
    static void randomLayer(
            MatrixBench bench, NumberFormat format, NumberFormat result, Random random, int longest, String what) {
        boolean special = random.nextInt(5) == 0;
        int length = 1 + random.nextInt(longest);
        int[][] a = operands(format, random, 1 + random.nextInt(2 * bench.rows), length, special);
        int[][] w = operands(format, random, 1 + random.nextInt(2 * bench.columns), length, special);
        List<Rescale.Channel> channels = channels(format, result, random, w.length);
        bench.load(format, w, channels);
        bench.check(layer(format, result), a, w, channels, what);
    }

    private static NumberFormat result(MacConfig config, Random random) {
        List<NumberFormat> results = new ArrayList<>(config.resultFormats());
        config.formats().stream().filter(NumberFormat::canBeResult).forEach(results::add);
        return results.get(random.nextInt(results.size()));
    }

    private static Rescale.Layer layer(NumberFormat operand, NumberFormat result) {
        return new Rescale.Layer(operand, result, Rounding.NEAREST_EVEN, 16, result.minBits(), result.maxBits());
    }

    private static List<Rescale.Channel> channels(NumberFormat operand, NumberFormat result, Random random, int count) {
        List<Rescale.Channel> channels = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int scale = Rescale.scaleWord(
                    random.nextInt(4) == 0,
                    operand.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15 + random.nextInt(33) - 8);
            channels.add(new Rescale.Channel(
                    random.nextInt() >> random.nextInt(32), 0x8000 | random.nextInt(0x8000), scale, 0x8000, scale));
        }
        return channels;
    }

    /** Codes, or words whose scales are near one, anywhere, or NaN. */
    private static int[][] operands(NumberFormat format, Random random, int rows, int length, boolean special) {
        if (!(format instanceof BlockFormat block)) {
            return Codes.random(format, random, rows, length * format.lanes(), 6, special);
        }
        int[][] words = new int[rows][length];
        for (int[] row : words) {
            int center = random.nextInt(3) == 0 ? random.nextInt(255) : 127;
            Arrays.setAll(row, i -> random.nextInt(1 << 16));
            for (int i = 0; i < length; i++) {
                if (i % block.pairWords() == 0) {
                    row[i] = scale(block, random, center, special) | scale(block, random, center, special) << 8;
                } else if (!special && !block.sharesPlace()) {
                    row[i] &= 0xBFBF;
                }
            }
        }
        return words;
    }

    private static int scale(BlockFormat block, Random random, int center, boolean special) {
        if (special && random.nextInt(12) == 0) {
            return 255;
        }
        int code = block.unsignedE4m3() ? random.nextInt(127) : center - 20 + random.nextInt(40);
        return Math.max(0, Math.min(254, code));
    }
}
