// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import io.fluxmill.hw.mac.unit.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random values of every key of an engine at once: Verilator {@code -Wall}, Icarus and yosys have nothing to say of the design, and random layers have the bits of the
 * reference. {@code -Dmac.configurations=100 -Dmac.seed=1} for more and others; a seed is one configuration.
 */
@Tag("verilator")
@Tag("tools")
class RandomConfigurationsTest {
    private static final int COUNT = Integer.getInteger("mac.configurations", 3);
    private static final long FIRST_SEED = Long.getLong("mac.seed", 20_261_129L);
    private static final int LAYERS = 3;
    /** Carries of the longest sums of {@link MacDotProductTest#randomLayer}, 100 terms. */
    private static final int CARRY_BITS = 8;

    private static final List<NumberFormat> BLOCKS = List.copyOf(NumberFormats.blocks());

    static LongStream seeds() {
        return LongStream.range(FIRST_SEED, FIRST_SEED + COUNT);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void toolsAreSilentAndLayersHaveTheBitsOfTheReference(long seed, @TempDir Path directory) throws Exception {
        Random random = new Random(seed);
        Optional<MacConfig> drawn = Optional.empty();
        while (drawn.isEmpty()) {
            drawn = draw(random);
        }
        MacConfig config = drawn.get();
        String what = "seed " + seed + ": " + config;
        Design design = MacDesign.generate(config);
        Path verilog = Files.writeString(directory.resolve(config.name() + ".v"), design.verilog());
        silent(what, "verilator", "--lint-only", "-Wall", "--top-module", config.name(), verilog.toString());
        silent(what, "iverilog", "-t", "null", "-Wall", "-g2005", verilog.toString());
        silent(
                what,
                "yosys",
                "-q",
                "-p",
                "read_verilog " + verilog + "; hierarchy -check -top " + config.name() + "; proc; check -assert");
        long compared = 0;
        try (MatrixBench bench = new MatrixBench(design, directory)) {
            for (FormatPair operand : config.operands()) {
                for (int layer = 0; layer < LAYERS; layer++) {
                    NumberFormat result =
                            results(config).get(random.nextInt(results(config).size()));
                    if (operand.isBlocks()) {
                        MacBlocksTest.randomLayer(bench, operand.weights(), result, random, 24, what);
                    } else {
                        MacDotProductTest.randomLayer(
                                bench, config, operand, result, random.nextInt(60), random.nextLong());
                    }
                }
            }
            compared = bench.compared;
        } catch (AssertionError e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
        System.out.println("RANDOM seed " + seed + " compared=" + compared + " " + config);
    }

    /** Nothing if what was drawn is refused. */
    private static Optional<MacConfig> draw(Random random) {
        Multiplier multiplier = random.nextBoolean()
                ? Multiplier.AUTO
                : Multiplier.values()[random.nextInt(Multiplier.values().length)];
        List<NumberFormat> all = NumberFormats.all().stream()
                .filter(multiplier.multiplication()::takes)
                .toList();
        List<NumberFormat> formats = new ArrayList<>();
        List<FormatPair> pairs = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            boolean block = random.nextInt(5) == 0;
            formats.add(block ? any(BLOCKS, random) : any(random.nextBoolean() ? named(all) : all, random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            pairs.add(new FormatPair(any(all, random), any(all, random)));
        }
        if (random.nextInt(4) == 0 && !pairs.isEmpty()) {
            formats.clear();
        }
        Set<Gating> gating = EnumSet.noneOf(Gating.class);
        Stream.of(Gating.values()).filter(gate -> random.nextInt(3) == 0).forEach(gating::add);
        int rescaleBits = random.nextInt(3) == 0 ? 31 : 16;
        Set<Rounding> roundings = EnumSet.noneOf(Rounding.class);
        Stream.of(Rounding.values())
                .filter(rounding -> rescaleBits == 31 && random.nextInt(3) == 0)
                .forEach(roundings::add);
        MacOptions options = new MacOptions(
                any(List.of(Target.values()), random),
                any(List.of(MacConfig.Registers.values()), random),
                new UnitOptions(multiplier, gating),
                48 + random.nextInt(81));
        try {
            MacConfig config = new MacConfig(
                    "random",
                    1 << random.nextInt(4),
                    1 << random.nextInt(4),
                    formats,
                    pairs,
                    List.of(any(List.of(NumberFormats.of("INT16"), any(NumberFormats.all(), random)), random)),
                    1 << 10 + random.nextInt(3),
                    1 << 8 + random.nextInt(3),
                    1 << 4 + random.nextInt(3),
                    1 + random.nextInt(4),
                    16 << random.nextInt(3),
                    1 << random.nextInt(5),
                    rescaleBits,
                    roundings,
                    options);
            return holds(config) ? Optional.of(config) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether random sums fit the accumulator, as the mapper proves of layers. */
    private static boolean holds(MacConfig config) {
        MacArchitecture architecture = new MacArchitecture(config);
        return architecture.unit().forms().stream()
                .filter(form -> !form.formats().isWindowed())
                .allMatch(form -> form.largestUnits().bitLength() + CARRY_BITS < architecture.accumulatorBits());
    }

    private static List<NumberFormat> results(MacConfig config) {
        return config.results().stream().filter(NumberFormat::canBeResult).toList();
    }

    private static List<NumberFormat> named(List<NumberFormat> formats) {
        List<NumberFormat> named =
                formats.stream().filter(NumberFormats.named()::contains).toList();
        return named.isEmpty() ? formats : named;
    }

    private static <T> T any(List<T> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static void silent(String what, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals("", said, what + ": " + command[0]);
        assertEquals(0, process.waitFor(), what + ": " + command[0]);
    }
}
