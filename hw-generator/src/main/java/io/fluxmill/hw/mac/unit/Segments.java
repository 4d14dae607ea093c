// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of an accumulator to which an aligned product is added, lowest first; the last one can be shorter.
 *
 * @param accumulatorBits of all
 * @param segmentBits of each but the last
 */
public record Segments(int accumulatorBits, int segmentBits) {
    private static final int DRAIN_WORD_BITS = 64;

    public int count() {
        return (accumulatorBits + segmentBits - 1) / segmentBits;
    }

    /** Bits of a segment. */
    int bits(int segment) {
        return Math.min(segmentBits, accumulatorBits - segment * segmentBits);
    }

    /** Segments of each word of the drain register, lowest first: words of at most 64 bits, which simulators move as one, if segments are no longer. */
    List<List<Integer>> drainWords() {
        int segmentsInWord = Math.max(1, DRAIN_WORD_BITS / segmentBits);
        List<List<Integer>> words = new ArrayList<>();
        for (int s = 0; s < count(); s++) {
            if (s % segmentsInWord == 0) {
                words.add(new ArrayList<>());
            }
            words.get(words.size() - 1).add(s);
        }
        return words;
    }

    /** Bits of a word of the drain register. */
    int drainWordBits(int word) {
        return drainWords().get(word).stream().mapToInt(this::bits).sum();
    }
}
