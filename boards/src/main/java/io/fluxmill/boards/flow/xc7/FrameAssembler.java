// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import io.fluxmill.boards.flow.xc7.Tile.Area;
import io.fluxmill.core.config.InputException;
import io.fluxmill.core.config.NearestName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From FASM to frames: looks up every feature and sets its bits. docs/xc7-frames.md has the rules. */
public final class FrameAssembler {
    private static final String TOOLS = "nextpnr and the database must fit: fluxmill tools install xc7";

    private final XrayDatabase database;
    private final String file;
    private final List<FasmFeature> features;
    private final Set<String> labels = new HashSet<>();
    private final Frames ones = new Frames();

    /** Bits that some feature needs to be 0. */
    private final Frames zeros = new Frames();

    private FrameAssembler(XrayDatabase database, Path fasm) {
        this.database = database;
        file = fasm.getFileName().toString();
        features = new ArrayList<>(database.required());
        features.addAll(FasmReader.read(fasm));
    }

    /**
     * A design.
     *
     * @param features that set bits: {@code TILE.FEATURE} or {@code TILE.FEATURE[address]}
     * @param frames without the ECC
     */
    public record Assembled(Set<String> features, Frames frames) {}

    /**
     * Features and frames of a design.
     *
     * @throws InputException for the first line that the database cannot carry out
     */
    public static Assembled assemble(XrayDatabase database, Path fasm) {
        FrameAssembler assembler = new FrameAssembler(database, fasm);
        assembler.features.forEach(assembler::apply);
        return new Assembled(assembler.labels, assembler.ones);
    }

    private void apply(FasmFeature feature) {
        for (Placed placed : placed(feature)) {
            if (placed.segment().sets()) {
                labels.add(feature + placed.segment().suffix());
            }
            for (SegmentBit bit : placed.segment().bits()) {
                apply(feature, placed.area(), bit);
            }
        }
    }

    private void apply(FasmFeature feature, Area area, SegmentBit bit) {
        int frame = area.frame(bit);
        int position = area.position(bit);
        if (!area.contains(bit) || !database.hasFrame(frame) || Frames.isEcc(position)) {
            throw error(feature, "bits must be inside the tile", TOOLS);
        }
        if ((bit.set() ? zeros : ones).get(frame, position)) {
            FasmFeature other = firstWith(frame, position, !bit.set());
            throw error(
                    feature,
                    "a feature must not "
                            + (bit.set() ? "set a bit that another clears" : "clear a bit that another sets")
                            + " (line " + other.line() + ", " + other + ")",
                    "one of the two must go");
        }
        (bit.set() ? ones : zeros).set(frame, position);
    }

    private FasmFeature firstWith(int frame, int position, boolean set) {
        for (FasmFeature feature : features) {
            for (Placed placed : placed(feature)) {
                Area area = placed.area();
                if (placed.segment().bits().stream()
                        .anyMatch(bit ->
                                bit.set() == set && area.frame(bit) == frame && area.position(bit) == position)) {
                    return feature;
                }
            }
        }
        throw new IllegalStateException(Frames.name(frame, position) + " was not set by any feature");
    }

    /** A feature at one address, and where the bits of its tile are. */
    private record Placed(Segment segment, Area area) {}

    /** The features with bits in a line: one for each address that is on, none for a pseudo pip. */
    private Collection<Placed> placed(FasmFeature feature) {
        Tile tile = database.tile(feature.tile())
                .orElseThrow(() -> error(feature, "tile must be one of the fabric", TOOLS));
        String name = tile.alias().map(alias -> alias.larger(feature.name())).orElse(feature.name());
        TileType type = database.bitsOf(tile);
        if (database.type(tile.type()).isPseudo(feature.name()) || type.isPseudo(name)) {
            return List.of();
        }
        if (!type.has(name)) {
            throw error(feature, "feature must be one of tile type " + tile.type(), nearest(name, type));
        }
        List<Placed> placed = new ArrayList<>();
        feature.addresses().stream().forEach(address -> {
            Segment segment = type.segment(name, address)
                    .orElseThrow(() -> error(feature, "address must be one of the feature: address=" + address, TOOLS));
            Area area = Optional.ofNullable(tile.areas().get(segment.block()))
                    .orElseThrow(() -> error(feature, "tile must have bits", TOOLS));
            placed.add(new Placed(segment, area));
        });
        return placed;
    }

    private static String nearest(String name, TileType type) {
        return NearestName.of(name, type.features())
                .map(near -> "did you mean " + near + "?")
                .orElse(TOOLS);
    }

    private InputException error(FasmFeature feature, String rule, String remedy) {
        return new InputException(file + ":" + feature.line() + ": " + rule + ": " + feature, remedy);
    }
}
