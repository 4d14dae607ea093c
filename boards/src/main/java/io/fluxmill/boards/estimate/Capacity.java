// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.estimate;

import io.fluxmill.boards.board.Board;
import java.util.Map;
import java.util.OptionalInt;

/**
 * What the parts have, as nextpnr places it: the column "available" of {@code utilization} in the report of a build for the part (versions in
 * docs/build.md; PackingTest compares). The XC7A35T is an exception: its die is that of the XC7A50T, and nextpnr offers all of it; here are the
 * published figures of the part. Of other parts nothing is known here.
 */
final class Capacity {
    static final String ICE40_CELLS = "logic cells";
    static final String RAM = "block RAM ";
    static final String LUT4 = "LUT4";
    static final String LUT6 = "LUT";
    static final String FLIP_FLOPS = "flip-flops";

    /** Name of a resource to the number of it, by the key of {@link Board#flow} that names the die. */
    private static final Map<String, Map<String, Integer>> PARTS = Map.of(
            "hx8k", Map.of(ICE40_CELLS, 7680, RAM + "SB_RAM40_4K", 32, "SB_SPRAM256KA", 0, "SB_MAC16", 0),
            "up5k", Map.of(ICE40_CELLS, 5280, RAM + "SB_RAM40_4K", 30, "SB_SPRAM256KA", 4, "SB_MAC16", 8),
            "25k", Map.of(LUT4, 24288, FLIP_FLOPS, 24288, RAM + "DP16KD", 56, "MULT18X18D", 28),
            "85k", Map.of(LUT4, 83640, FLIP_FLOPS, 83640, RAM + "DP16KD", 208, "MULT18X18D", 156),
            "GW1N-9C", Map.of(LUT4, 8640, FLIP_FLOPS, 6480, RAM + "BSRAM", 26, "RAM16SDP4", 270),
            "GW2A-18C", Map.of(LUT4, 20736, FLIP_FLOPS, 15552, RAM + "BSRAM", 46, "RAM16SDP4", 648),
            "xc7a35tcsg324-1", Map.of(LUT6, 20800, FLIP_FLOPS, 41600, RAM + "RAMB18", 100, "DSP48E1", 90));

    private Capacity() {}

    /** The number of a resource that a board's part has. */
    static OptionalInt of(Board board, String resource) {
        String die = board.flow().getOrDefault("family", board.flow().getOrDefault("device", ""));
        Integer number = PARTS.getOrDefault(die, Map.of()).get(resource);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
