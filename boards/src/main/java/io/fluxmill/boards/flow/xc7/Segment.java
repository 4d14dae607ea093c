// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import java.util.List;

/**
 * A feature of a type of tile.
 *
 * @param name without address
 * @param suffix {@code [address]}, or empty for a feature without addresses
 */
record Segment(String name, String suffix, Block block, List<SegmentBit> bits) {
    Segment {
        bits = List.copyOf(bits);
    }

    /** Whether any bit is 1. */
    boolean sets() {
        return bits.stream().anyMatch(SegmentBit::set);
    }
}
