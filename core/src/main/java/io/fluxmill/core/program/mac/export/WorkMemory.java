// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.program.mac.MacProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Places of a program's values in one memory: two values share codes only if one has been read for the last time before the other is written. Input
 * and result are elsewhere, in the caller's memory.
 */
final class WorkMemory {
    private final MacProgram program;
    private final int[] firstUse;
    private final int[] lastUse;
    private final long[] place;
    private long codes;

    WorkMemory(MacProgram program) {
        this.program = program;
        int values = program.values().size();
        firstUse = new int[values];
        lastUse = new int[values];
        place = new long[values];
        lifetimes();
        List<Integer> largestFirst = new ArrayList<>();
        for (int value = 1; value < values; value++) {
            if (value != program.output() && lastUse[value] >= 0) {
                largestFirst.add(value);
            }
        }
        largestFirst.sort(
                Comparator.comparingInt(value -> -program.values().get(value).elements()));
        for (int i = 0; i < largestFirst.size(); i++) {
            put(largestFirst.get(i), largestFirst.subList(0, i));
        }
    }

    private void lifetimes() {
        Arrays.fill(firstUse, Integer.MAX_VALUE);
        Arrays.fill(lastUse, -1);
        for (int step = 0; step < program.steps().size(); step++) {
            use(program.steps().get(step).output(), step);
            for (int value : program.steps().get(step).inputs()) {
                use(value, step);
            }
        }
    }

    private void use(int value, int step) {
        firstUse[value] = Math.min(firstUse[value], step);
        lastUse[value] = step;
    }

    /** The lowest place at which it meets none of the others that live at the same time. */
    private void put(int value, List<Integer> others) {
        long size = elements(value);
        long at = 0;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (int other : others) {
                boolean together = firstUse[value] <= lastUse[other] && firstUse[other] <= lastUse[value];
                if (together && at < place[other] + elements(other) && place[other] < at + size) {
                    at = place[other] + elements(other);
                    moved = true;
                }
            }
        }
        place[value] = at;
        codes = Math.max(codes, at + size);
    }

    private long elements(int value) {
        return program.values().get(value).elements();
    }

    /** The first code of a value; 0 for input and result. */
    long place(int value) {
        return place[value];
    }

    /** Codes of the whole memory, for one sample. */
    long codes() {
        return codes;
    }
}
