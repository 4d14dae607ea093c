// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.flow.xc7;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compares the bits that bitread finds in a bitstream with the design from which it was made. */
public final class BitreadCheck {
    private BitreadCheck() {}

    /**
     * What is wrong: a missing or additional bit, a feature that the bits do not contain, or a bit that no feature of the design has.
     *
     * @param bits what {@code bitread -y} wrote, without ECC
     * @return empty if the bitstream is the design
     */
    public static Optional<String> problem(XrayDatabase database, FrameAssembler.Assembled design, Path bits) {
        Frames found = Frames.readBits(bits);
        Frames missing = design.frames().without(found);
        Frames more = found.without(design.frames());
        if (missing.ones() + more.ones() > 0) {
            return Optional.of(missing.ones() + " of " + design.frames().ones() + " bits are missing" + first(missing)
                    + " and " + more.ones() + " are too many" + first(more));
        }
        FrameDecoder.Decoded decoded = FrameDecoder.decode(database, found, design.features());
        SortedSet<String> lost = new TreeSet<>(design.features());
        lost.removeAll(decoded.features());
        if (!lost.isEmpty()) {
            return Optional.of(lost.size() + " of " + design.features().size() + " features are missing (first "
                    + lost.first() + ")");
        }
        Frames unexplained = decoded.unexplained();
        return unexplained.ones() == 0
                ? Optional.empty()
                : Optional.of(unexplained.ones() + " bits are of no feature of it" + first(unexplained));
    }

    private static String first(Frames frames) {
        return frames.ones() == 0 ? "" : " (first " + frames.first() + ")";
    }
}
