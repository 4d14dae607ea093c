// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import io.fluxmill.boards.flow.xc7.Tile.Alias;
import io.fluxmill.boards.flow.xc7.Tile.Area;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * From frames to features: all features whose bits are as the database says, if any of them is 1. If the bits of one feature are a subset of
 * those of another, both are found.
 */
public final class FrameDecoder {
    private final XrayDatabase database;
    private final Frames frames;
    private final Set<String> expected;
    private final Set<String> features = new TreeSet<>();
    private final Frames explained = new Frames();

    private FrameDecoder(XrayDatabase database, Frames frames, Set<String> expected) {
        this.database = database;
        this.frames = frames;
        this.expected = expected;
    }

    /**
     * The content of frames.
     *
     * @param features {@code TILE.FEATURE} or {@code TILE.FEATURE[address]}
     * @param unexplained bits that belong to none of the features that were expected
     */
    public record Decoded(Set<String> features, Frames unexplained) {}

    /** Decodes frames without ECC. */
    public static Decoded decode(XrayDatabase database, Frames frames, Set<String> expected) {
        FrameDecoder decoder = new FrameDecoder(database, frames, Set.copyOf(expected));
        database.tilesWithBits().forEach(decoder::decode);
        return new Decoded(decoder.features, frames.without(decoder.explained));
    }

    private void decode(Tile tile) {
        tile.areas().forEach((block, area) -> {
            if (frames.anyIn(area)) {
                database.bitsOf(tile)
                        .segments()
                        .filter(segment -> segment.block() == block && matches(segment, area))
                        .forEach(segment -> found(tile, area, segment));
            }
        });
    }

    private boolean matches(Segment segment, Area area) {
        boolean any = false;
        for (SegmentBit bit : segment.bits()) {
            if (!area.contains(bit) || frames.get(area.frame(bit), area.position(bit)) != bit.set()) {
                return false;
            }
            any |= bit.set();
        }
        return any;
    }

    private void found(Tile tile, Area area, Segment segment) {
        String name = area.alias().map(alias -> smaller(alias, segment.name())).orElse(segment.name());
        String label = tile.name() + "." + name + segment.suffix();
        features.add(label);
        for (SegmentBit bit : segment.bits()) {
            if (bit.set() && expected.contains(label)) {
                explained.set(area.frame(bit), area.position(bit));
            }
        }
    }

    /** What a piece of a larger tile calls a feature. */
    private static String smaller(Alias alias, String feature) {
        Map<String, String> back =
                alias.sites().entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));
        return new Alias(alias.type(), alias.startOffset(), back).larger(feature);
    }
}
