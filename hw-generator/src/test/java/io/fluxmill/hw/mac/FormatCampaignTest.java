// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.Rescale;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.mac.multiply.Gating;
import io.fluxmill.hw.mac.multiply.Multiplier;
import io.fluxmill.hw.mac.multiply.UnitOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every format: {@code -Dmac.formats=all}. All pairs of codes of those of at most 8 bits in every lane; of wider ones boundary codes and
 * at least 100,000 random pairs. The products are rounded to the format itself, and sums of them to every other format of the design.
 */
@Tag("verilator")
@EnabledIfSystemProperty(named = "mac.formats", matches = "all")
class FormatCampaignTest {
    /** Formats of one design. */
    private static final int GROUP = 12;

    private static final int LAYERS = 6;
    private static final int WINDOW_BITS = 60;

    /** {@code -Dmac.multiplier=cells -Dmac.gating=lanes,rows,columns,zeros}. */
    private static final UnitOptions OPTIONS = UnitOptions.of(
            Multiplier.valueOf(System.getProperty("mac.multiplier", "auto").toUpperCase(Locale.ROOT)),
            Stream.of(System.getProperty("mac.gating", "").split(","))
                    .filter(key -> !key.isEmpty())
                    .map(Gating::of)
                    .toArray(Gating[]::new));

    /** Formats that can be operands, as many to a design as it builds fast. */
    static Stream<List<NumberFormat>> groups() {
        List<NumberFormat> formats = NumberFormats.all().stream()
                .filter(format -> OPTIONS.multiplier().multiplication().takes(format))
                .sorted((a, b) -> Integer.compare(a.productBits() * a.lanes(), b.productBits() * b.lanes()))
                .toList();
        List<List<NumberFormat>> groups = new ArrayList<>();
        for (int from = 0; from < formats.size(); from += GROUP) {
            groups.add(formats.subList(from, Math.min(formats.size(), from + GROUP)));
        }
        return groups.stream();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void everyFormat(List<NumberFormat> formats, @TempDir Path directory) throws Exception {
        MacConfig config = new MacConfig(
                        "campaign", 2, 2, formats, List.of(), 1 << 16, 1024, 256, 2, 32, 1, 16, Set.of())
                .withOptions(OPTIONS);
        long pairs = 0;
        long sums = 0;
        try (MatrixBench bench = new MatrixBench(MacDesign.generate(config), directory)) {
            for (NumberFormat format : formats) {
                long before = bench.compared;
                MacPairsTest.pairs(bench, FormatPair.of(format), 20261128L);
                pairs += bench.compared - before;
                before = bench.compared;
                for (String result : bench.manifest.formats()) {
                    sums(bench, format, NumberFormats.of(result));
                }
                sums += bench.compared - before;
            }
            assertEquals(pairs + sums, bench.compared);
            System.out.println("CAMPAIGN "
                    + formats.stream().map(NumberFormat::name).toList() + " pairs=" + pairs + " sums=" + sums);
        }
    }

    private static void sums(MatrixBench bench, NumberFormat operand, NumberFormat result) {
        Random random =
                new Random(operand.name().hashCode() * 31L + result.name().hashCode());
        for (int i = 0; i < LAYERS; i++) {
            int depth = 1 + random.nextInt(6);
            int[][] a = Codes.random(operand, random, 12, depth, 4, i == 0);
            int[][] w = Codes.random(operand, random, 12, depth, 4, i == 0);
            int bits = operand.isWindowed() ? WINDOW_BITS : operand.productBits();
            int spread = random.nextInt(2 * bits) - bits;
            int exponent = Math.max(-512, operand.sumExponent() - Rescale.BIAS_FRACTION_BITS - 15 + spread);
            int scale = Rescale.scaleWord(random.nextInt(4) == 0, Math.min(511, exponent));
            Rescale.Channel channel =
                    new Rescale.Channel(random.nextInt() >> random.nextInt(32), 0x8000, scale, 0xABCD, scale);
            List<Rescale.Channel> channels = Collections.nCopies(w.length, channel);
            int[] clips = {random.nextInt(1 << result.widthBits()), random.nextInt(1 << result.widthBits())};
            boolean clipped = i % 2 == 1;
            boolean ordered = result.order(clips[0]) <= result.order(clips[1]);
            Rescale.Layer layer = new Rescale.Layer(
                    operand,
                    result,
                    Rounding.NEAREST_EVEN,
                    random.nextInt(Math.max(1, bits - 15)),
                    clipped ? clips[ordered ? 0 : 1] : result.minBits(),
                    clipped ? clips[ordered ? 1 : 0] : result.maxBits());
            bench.load(operand, w, channels);
            bench.check(layer, a, w, channels, "sums " + i + " " + Arrays.toString(clips));
        }
    }
}
