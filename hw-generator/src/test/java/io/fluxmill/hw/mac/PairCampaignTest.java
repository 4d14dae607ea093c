// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of different formats of at most 8 bits: {@code -Dmac.pairs=named} of those that are no P3109 formats, {@code -Dmac.pairs=all} of all. Every pair of codes in every
 * lane of a word of weights, rounded to the format of the activations.
 */
@Tag("verilator")
@EnabledIfSystemProperty(named = "mac.pairs", matches = "named|all")
class PairCampaignTest {
    /** Pairs of one design: with the activations' format all of its indices. */
    private static final int GROUP = 15;

    private static List<NumberFormat> narrow() {
        boolean all = "all".equals(System.getProperty("mac.pairs"));
        return NumberFormats.all().stream()
                .filter(format -> format.widthBits() <= 8)
                .filter(format -> all || !format.name().matches("BINARY\\dP.*"))
                .toList();
    }

    /** Groups of pairs with the same activations. */
    static Stream<List<FormatPair>> groups() {
        List<List<FormatPair>> groups = new ArrayList<>();
        for (NumberFormat activations : narrow()) {
            List<FormatPair> pairs = narrow().stream()
                    .map(weights -> new FormatPair(weights, activations))
                    .filter(FormatPair::isMixed)
                    .toList();
            for (int from = 0; from < pairs.size(); from += GROUP) {
                groups.add(pairs.subList(from, Math.min(pairs.size(), from + GROUP)));
            }
        }
        return groups.stream();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void everyPair(List<FormatPair> pairs, @TempDir Path directory) throws Exception {
        MacConfig config = new MacConfig(
                "pairs",
                2,
                2,
                List.of(),
                pairs,
                List.of(),
                1 << 16,
                1024,
                256,
                2,
                32,
                1,
                16,
                Set.of(),
                MacOptions.DEFAULT);
        try (MatrixBench bench = new MatrixBench(MacDesign.generate(config), directory)) {
            long expected = 0;
            for (FormatPair pair : pairs) {
                MacPairsTest.pairs(bench, pair, 0);
                expected += (long) pair.weights().lanes()
                        << pair.weights().widthBits() + pair.activations().widthBits();
            }
            assertEquals(expected, bench.compared);
            System.out.println("CAMPAIGN " + pairs.get(0).activations().name() + " pairs=" + pairs.size() + " products="
                    + bench.compared);
        }
    }
}
