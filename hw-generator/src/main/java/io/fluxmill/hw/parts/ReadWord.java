// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/** What a bus reads: OR of the words of all registers, each of which is zero unless it is addressed. */
public final class ReadWord {
    /** So that an expression in the Verilog fits a line. */
    private static final int GROUP = 4;

    private ReadWord() {}

    /**
     * OR of all words.
     *
     * @param name of the wires that hold the OR of four words each, which are numbered
     */
    public static Word of(String name, List<Word> words) {
        List<Word> groups = words;
        for (int level = 0; groups.size() > GROUP; level++) {
            List<Word> next = new ArrayList<>();
            for (int from = 0; from < groups.size(); from += GROUP) {
                Word group = or(groups.subList(from, Math.min(from + GROUP, groups.size())));
                next.add(group.named(name + (level == 0 ? "_" : "_" + level + "_") + from / GROUP));
            }
            groups = next;
        }
        return or(groups);
    }

    private static Word or(List<Word> words) {
        return words.stream().reduce(Word.of(0, words.get(0).width()), Word::or);
    }
}
