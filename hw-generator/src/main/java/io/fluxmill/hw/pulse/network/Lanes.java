// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse.network;

import io.fluxmill.hw.hdl.Bit;
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
    static List<Word> rotateDown(String name, List<Word> lanes, Word amount) {
        return rotate(name, lanes, amount, 1);
    }

    /** Lane i of the result is lane {@code (i - amount) % lanes}; bits of the amount beyond the lanes are ignored. */
    static List<Word> rotateUp(String name, List<Word> lanes, Word amount) {
        return rotate(name, lanes, amount, -1);
    }

    /** Lane i after the stage of amount bit b is {@code <name>_by_<2^b>_<i>}. */
    private static List<Word> rotate(String name, List<Word> lanes, Word amount, int direction) {
        int count = lanes.size();
        List<Word> rotated = lanes;
        for (int bit = 0; 1 << bit < count; bit++) {
            List<Word> stage = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Word moved = rotated.get(Math.floorMod(i + direction * (1 << bit), count));
                stage.add(Word.mux(amount.bit(bit), moved, rotated.get(i)).named(name + "_by_" + (1 << bit) + "_" + i));
            }
            rotated = stage;
        }
        return rotated;
    }

    /** Row of a bank in a run of elements, one from each bank, that begins in bank {@code start} of row {@code row}. */
    static Word bankRow(String name, Word row, Word start, int bank) {
        boolean never = bank + 1 >= 1 << start.width();
        if (never) {
            return row;
        }
        Bit further = start.greaterOrEqual(bank + 1L).named(name + "_" + bank + "_is_next");
        return row.plus(further.extend(row.width())).named(name + "_" + bank);
    }

    /** The sum of two's complement lanes in a balanced tree, one bit wider for each level. */
    static Word sumSigned(String name, List<Word> lanes) {
        List<Word> level = lanes;
        while (level.size() > 1) {
            List<Word> sums = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                int bits = level.get(i).width() + 1;
                String sum = name + "_" + level.size() / 2 + "_" + i / 2;
                sums.add(level.get(i)
                        .signExtend(bits)
                        .plus(level.get(i + 1).signExtend(bits))
                        .named(sum));
            }
            level = sums;
        }
        return level.get(0);
    }
}
