// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import java.util.Map;
import java.util.Optional;

/** A tile of a fabric, with where its bits are in the frames of each block. */
record Tile(String name, String type, Map<Block, Area> areas) {
    Tile {
        areas = Map.copyOf(areas);
    }

    /** The alias, which all areas share, if the tile has one. */
    Optional<Alias> alias() {
        return areas.values().stream().flatMap(area -> area.alias().stream()).findFirst();
    }

    /**
     * @param address of the first frame
     * @param frames number of frames
     * @param offset of the first word in each frame
     * @param words number of words in each frame
     */
    record Area(int address, int frames, int offset, int words, Optional<Alias> alias) {
        /** First word of the type whose features the tile has; below {@link #offset} for the upper piece of a larger tile. */
        int origin() {
            return offset - alias.map(Alias::startOffset).orElse(0);
        }

        /** Address of the frame of a bit. */
        int frame(SegmentBit bit) {
            return address + bit.column();
        }

        /** Bit of the frame, from bit 0 of its word 0. */
        int position(SegmentBit bit) {
            return origin() * Frames.WORD_BITS + bit.bit();
        }

        /** Whether a bit is inside. */
        boolean contains(SegmentBit bit) {
            int word = Math.floorDiv(position(bit), Frames.WORD_BITS);
            return bit.column() < frames && word >= offset && word < offset + words;
        }
    }

    /**
     * A tile that is a piece of a larger type.
     *
     * @param type the larger one
     * @param startOffset word of the larger type that the piece begins with
     * @param sites of the piece, and what the larger type calls them
     */
    record Alias(String type, int startOffset, Map<String, String> sites) {
        Alias {
            sites = Map.copyOf(sites);
        }

        /** What the larger type calls a feature of the piece. */
        String larger(String feature) {
            int dot = feature.indexOf('.');
            String site = dot < 0 ? feature : feature.substring(0, dot);
            return sites.getOrDefault(site, site) + feature.substring(site.length());
        }
    }
}
