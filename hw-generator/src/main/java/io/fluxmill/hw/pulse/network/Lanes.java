// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** Words side by side; their number is a power of two. */
final class Lanes {
    private Lanes() {}

    /** The lanes of a word, lane 0 least significant. */
    static List<Word> of(Word word, int laneBits) {
        List<Word> lanes = new ArrayList<>();
        for (int offset = 0; offset < word.width(); offset += laneBits) {
            lanes.add(word.slice(offset, laneBits));
        }
        return lanes;
    }

    /** Lane i of the result is lane {@code (i + amount) % lanes}; bits of the amount beyond the lanes are ignored. */
    static List<Word> rotateDown(List<Word> lanes, Word amount) {
        return rotate(lanes, amount, 1);
    }

    /** Lane i of the result is lane {@code (i - amount) % lanes}; bits of the amount beyond the lanes are ignored. */
    static List<Word> rotateUp(List<Word> lanes, Word amount) {
        return rotate(lanes, amount, -1);
    }

    private static List<Word> rotate(List<Word> lanes, Word amount, int direction) {
        int count = lanes.size();
        List<Word> rotated = lanes;
        for (int bit = 0; 1 << bit < count; bit++) {
            List<Word> stage = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Word moved = rotated.get(Math.floorMod(i + direction * (1 << bit), count));
                stage.add(Word.mux(amount.bit(bit), moved, rotated.get(i)));
            }
            rotated = stage;
        }
        return rotated;
    }

    /** Row of a bank in a run of elements, one from each bank, that begins in bank {@code start} of row {@code row}. */
    static Word bankRow(Word row, Word start, int bank) {
        boolean never = bank + 1 >= 1 << start.width();
        return never ? row : row.plus(start.greaterOrEqual(bank + 1L).extend(row.width()));
    }

    /** The sum of two's complement lanes in a balanced tree, one bit wider for each level. */
    static Word sumSigned(List<Word> lanes) {
        List<Word> level = lanes;
        while (level.size() > 1) {
            List<Word> sums = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                int bits = level.get(i).width() + 1;
                sums.add(level.get(i).signExtend(bits).plus(level.get(i + 1).signExtend(bits)));
            }
            level = sums;
        }
        return level.get(0);
    }
}
