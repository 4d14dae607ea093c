// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.simulator.verilator.Options;
import io.fluxmill.simulator.verilator.Waves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sums of random lengths with special values, and whole output stages with random parameters, under random stream pauses. */
@Tag("verilator")
class MacDotProductTest {
    private static final int MAX_DEPTH = 4096;
    private static final int WINDOW_BITS = 60;

    @ParameterizedTest
    @EnumSource(Configurations.class)
    void sumsOfUpTo4096Terms(Configurations configuration, @TempDir Path directory) throws Exception {
        long seed = 4096L + configuration.ordinal();
        Random random = new Random(seed);
        MacConfig config = configuration.config();
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (FormatPair formats : config.operands()) {
                int longest = Math.min(MAX_DEPTH, config.activationWords() * formats.lanes());
                int[] depths = {longest, longest - 1, 1 + random.nextInt(longest), 1 + random.nextInt(64)};
                for (int depth : depths) {
                    boolean nar = depth < 64;
                    int[][] a = Codes.random(formats.activations(), random, config.rows() + 1, depth, 3, nar);
                    int[][] w = Codes.random(formats.weights(), random, config.columns() + 1, depth, 3, nar);
                    NumberFormat result = formats.activations();
                    List<Rescale.Channel> channels = Collections.nCopies(w.length, scaled(formats, result, depth));
                    bench.load(formats, w, channels);
                    bench.check(MatrixBench.plain(formats, result), a, w, channels, "seed " + seed);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Configurations.class)
    void worstCaseSumsDoNotOverflow(Configurations configuration, @TempDir Path directory) throws Exception {
        MacConfig config = configuration.config();
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (FormatPair formats : config.operands()) {
                NumberFormat result = formats.activations();
                int depth = Math.min(MAX_DEPTH, 1 + safeDepth(bench, formats));
                int[][] a = constant(config.rows(), depth, largest(formats.activations()));
                int[][] w = constant(config.columns(), depth, largest(formats.weights()));
                Arrays.fill(w[w.length - 1], negative(formats.weights()));
                List<Rescale.Channel> channels = Collections.nCopies(w.length, scaled(formats, result, depth));
                bench.load(formats, w, channels);
                bench.check(MatrixBench.plain(formats, result), a, w, channels, "worst case of depth " + depth);
            }
        }
    }

    /** Terms whose worst-case sum fits the accumulator: all that the activation buffer holds, unless segment-bits limits it. */
    private static int safeDepth(MatrixBench bench, FormatPair format) {
        int carryBits = Math.max(0, (int) bench.manifest.parameter("accumulatorBits") - 1 - format.productBits());
        int words = (int) bench.manifest.parameter("activationWords");
        return Math.min(words * format.lanes(), (1 << Math.min(20, carryBits))) - 1;
    }

    private static int largest(NumberFormat format) {
        return format instanceof IntegerFormat ? format.narBits() : format.maxBits();
    }

    private static int negative(NumberFormat format) {
        return format instanceof IntegerFormat ? largest(format) - 1 : format.minBits();
    }

    private static int[][] constant(int rows, int columns, int code) {
        int[][] matrix = new int[rows][columns];
        for (int[] row : matrix) {
            Arrays.fill(row, code);
        }
        return matrix;
    }

    /** Ties of the exact sum that only a bias far below the rounded bit decides: the bits that the output stage drops. */
    @Test
    void theLowestBitOfTheBiasDecidesTies(@TempDir Path directory) throws Exception {
        NumberFormat format = NumberFormats.of("INT16");
        int[][] a = new int[30][1];
        for (int i = 0; i < a.length; i++) {
            a[i][0] = (2 * i - 29) * 1024 & 0xFFFF;
        }
        int[] biases = {0, 1, -1, 2, -2};
        int[][] w = constant(biases.length, 1, 512);
        int scale = Rescale.scaleWord(false, -Rescale.BIAS_FRACTION_BITS - 20 - 15);
        List<Rescale.Channel> channels = Arrays.stream(biases)
                .mapToObj(bias -> new Rescale.Channel(bias, 0x8000, scale, 0x8000, scale))
                .toList();
        try (MatrixBench bench = new MatrixBench(Configurations.NAMED, directory)) {
            bench.load(format, w, channels);
            for (Rounding rounding : List.of(Rounding.NEAREST_EVEN, Rounding.NEAREST_AWAY)) {
                Rescale.Layer layer =
                        new Rescale.Layer(format, format, rounding, 0, format.minBits(), format.maxBits());
                bench.check(layer, a, w, channels, "ties, " + rounding);
            }
        }
    }

    /** A scale that brings typical sums of this depth into the range of the result. */
    private static Rescale.Channel scaled(FormatPair operand, NumberFormat result, int depth) {
        int fit = result instanceof IntegerFormat && operand.weights() instanceof IntegerFormat
                ? operand.weights().widthBits()
                        + operand.activations().widthBits()
                        - result.widthBits()
                        + (32 - Integer.numberOfLeadingZeros(depth)) / 2
                : (32 - Integer.numberOfLeadingZeros(depth)) / 2;
        int scale = Rescale.scaleWord(false, operand.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15 - fit);
        return new Rescale.Channel(0, 0x8000, scale, 0x8000, scale);
    }

    @ParameterizedTest
    @EnumSource(Configurations.class)
    void randomLayersWithRandomPauses(Configurations configuration, @TempDir Path directory) throws Exception {
        MacConfig config = configuration.config();
        int layers = 0;
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (FormatPair operand : config.operands()) {
                for (NumberFormat result : config.results()) {
                    for (int pause : new int[] {0, 20, 90}) {
                        long seed = 31L * layers + configuration.ordinal();
                        randomLayer(bench, config, operand, result, pause, seed);
                        layers++;
                    }
                }
            }
        }
        assertTrue(layers >= 6, "layers=" + layers);
    }

    /** Every code times one, clipped to bounds that are no numbers, or the extremes: what is no number is below all others. */
    @ParameterizedTest
    @EnumSource(
            value = Configurations.class,
            names = {"XR_NPE", "FLOATS", "P3109"})
    void clipsAtWhatIsNotReal(Configurations configuration, @TempDir Path directory) throws Exception {
        int bounds = 0;
        try (MatrixBench bench = new MatrixBench(configuration, directory)) {
            for (NumberFormat format : configuration.config().formats()) {
                if (format.widthBits() > 8 || !format.isNaR(format.narBits())) {
                    continue;
                }
                int[][] a =
                        Codes.column(IntStream.range(0, 1 << format.widthBits()).toArray());
                int[][] w = {{format.oneBits()}};
                List<Rescale.Channel> channels = List.of(MatrixBench.unit(format));
                bench.load(format, w, channels);
                for (int high : new int[] {format.narBits(), format.minBits(), 0, format.maxBits()}) {
                    Rescale.Layer layer =
                            new Rescale.Layer(format, format, Rounding.NEAREST_EVEN, 0, format.narBits(), high);
                    bench.check(layer, a, w, channels, "high " + high);
                    bounds++;
                }
            }
        }
        assertTrue(bounds >= 8, "bounds=" + bounds);
    }

    /** The simulator's optimiser is not trusted either: the same layers on a model built without any optimisation. */
    @Test
    void theUnoptimisedModelAgreesToo(@TempDir Path directory) throws Exception {
        Configurations configuration = Configurations.XR_NPE;
        try (MatrixBench bench = new MatrixBench(configuration, directory, new Options(Waves.NONE, 0))) {
            for (NumberFormat operand : configuration.config().formats()) {
                randomLayer(bench, configuration.config(), FormatPair.of(operand), operand, 20, 77);
            }
        }
    }

    static void randomLayer(
            MatrixBench bench, MacConfig config, FormatPair operand, NumberFormat result, int pause, long seed) {
        Random random = new Random(seed);
        bench.transport.pauses("s_axis_act", pause == 0 ? 0 : random.nextInt(pause + 1), seed);
        bench.transport.pauses("s_axis_wgt", pause == 0 ? 0 : random.nextInt(pause + 1), seed + 1);
        bench.transport.pauses("m_axis_res", pause, seed + 2);
        int depth = 1 + random.nextInt(random.nextBoolean() ? 12 : 100);
        boolean nar = depth < 10;
        int[][] a = Codes.random(operand.activations(), random, 1 + random.nextInt(5 * config.rows()), depth, 8, nar);
        int[][] w = Codes.random(operand.weights(), random, 1 + random.nextInt(5 * config.columns()), depth, 8, nar);
        List<Rescale.Channel> channels = new ArrayList<>();
        int biasShift = Math.max(0, 16 + sumBits(operand) - 28 + random.nextInt(8));
        int biasBits = Math.min(32, (int) bench.manifest.parameter("totalBits") - 1 - biasShift);
        for (int n = 0; n < w.length; n++) {
            channels.add(randomChannel(config, operand, result, biasBits, random));
        }
        int low = random.nextInt(1 << result.widthBits());
        int high = random.nextInt(1 << result.widthBits());
        boolean swap = result.order(low) > result.order(high);
        boolean clip = random.nextInt(3) == 0;
        List<Rounding> roundings = List.copyOf(config.roundings());
        Rescale.Layer layer = new Rescale.Layer(
                operand,
                result,
                roundings.get(random.nextInt(roundings.size())),
                biasShift,
                clip ? (swap ? high : low) : result.minBits(),
                clip ? (swap ? low : high) : result.maxBits(),
                roundings.size() > 2 ? random.nextInt(1 << 16) - (1 << 15) >> random.nextInt(16) : 0);
        bench.load(operand, w, channels);
        bench.check(layer, a, w, channels, "seed " + seed + ", pause " + pause);
    }

    private static Rescale.Channel randomChannel(
            MacConfig config, FormatPair operand, NumberFormat result, int biasBits, Random random) {
        int fit = result instanceof IntegerFormat ? -result.widthBits() + sumBits(operand) + operand.sumExponent() : 0;
        int center = operand.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15 - fit;
        int pos = multiplier(random);
        int neg = multiplier(random);
        int fractions = 1 << config.rescaleBits() - 16;
        return new Rescale.Channel(
                random.nextInt() >> 32 - biasBits,
                pos,
                Rescale.scaleWord(random.nextInt(4) == 0, center + random.nextInt(17) - 8),
                neg,
                Rescale.scaleWord(random.nextInt(4) == 0, center + random.nextInt(17) - 8),
                pos == 0 ? 0 : random.nextInt(fractions),
                neg == 0 ? 0 : random.nextInt(fractions));
    }

    /** Bits of the largest product, or those of a window that most products do not reach. */
    private static int sumBits(FormatPair operand) {
        return operand.isWindowed() ? WINDOW_BITS : operand.productBits();
    }

    private static int multiplier(Random random) {
        return random.nextInt(8) == 0 ? 0 : 0x8000 | random.nextInt(0x8000);
    }
}
