// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

/**
 * A bit of a tile that a feature needs.
 *
 * @param column frame, from the tile's first
 * @param bit from bit 0 of the tile's first word
 * @param set whether it must be 1
 */
record SegmentBit(int column, int bit, boolean set) {
    /** From {@code 28_05} or {@code !28_05}. */
    static SegmentBit parse(String text) {
        boolean set = text.charAt(0) != '!';
        int separator = text.indexOf('_');
        return new SegmentBit(
                Integer.parseInt(text, set ? 0 : 1, separator, 10),
                Integer.parseInt(text, separator + 1, text.length(), 10),
                set);
    }
}
