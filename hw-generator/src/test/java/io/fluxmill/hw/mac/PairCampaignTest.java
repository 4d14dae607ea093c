// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fluxmill.core.format.FormatPair;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pairs of different formats of at most 8 bits: {@code -Dmac.pairs=named} of those that are no P3109 formats, {@code -Dmac.pairs=all} of all. Every pair of codes in every
 * lane of a word of weights, rounded to the format of the activations and, scaled, to INT16. With {@code all} the designs come in a random order, so that
 * {@code -Dmac.designs=0-99} is a fair sample of them.
 */
@Tag("verilator")
@EnabledIfSystemProperty(named = "mac.pairs", matches = "named|all")
class PairCampaignTest {
    /** Pairs of one design: with the activations' format and INT16 all of its indices. */
    private static final int GROUP = 14;

    private static final long ORDER = 20261129L;

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
                    .filter(FormatPair::canBeOperands)
                    .toList();
            for (int from = 0; from < pairs.size(); from += GROUP) {
                groups.add(pairs.subList(from, Math.min(pairs.size(), from + GROUP)));
            }
        }
        Collections.shuffle(groups, new Random(ORDER));
        String[] part = System.getProperty("mac.designs", "0-" + groups.size()).split("-");
        int from = Math.min(groups.size(), Integer.parseInt(part[0]));
        int to = Math.min(groups.size(), Integer.parseInt(part[1]) + 1);
        System.out.println("CAMPAIGN designs " + from + " to " + (to - 1) + " of " + groups.size());
        return groups.subList(from, to).stream();
    }

    /** One unit, which the simulation compiles fastest. */
    @ParameterizedTest
    @MethodSource("groups")
    void everyPair(List<FormatPair> pairs, @TempDir Path directory) throws Exception {
        MacConfig config = new MacConfig(
                "pairs",
                1,
                1,
                List.of(),
                pairs,
                List.of(NumberFormats.of("INT16")),
                1 << 12,
                16,
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
                expected += MacPairsTest.products(bench, pair);
            }
            assertEquals(expected, bench.compared);
            System.out.println("CAMPAIGN " + pairs.get(0).activations().name() + " pairs=" + pairs.size() + " products="
                    + bench.compared);
        }
    }
}
