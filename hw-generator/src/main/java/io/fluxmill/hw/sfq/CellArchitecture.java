// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the tick RTL of a cell consists of: a state register, a timer for each started critical time, and one delay line per output. */
record CellArchitecture(Cell cell) {
    /**
     * A down-counter that a pulse on an input starts in a state. It holds {@code quanta − age} of that pulse, so a critical time c
     * still runs while the counter is above {@code quanta − c}.
     *
     * @param quanta the longest critical time that the pulse starts
     */
    record CriticalTimer(int state, int input, int quanta) {
        int widthBits() {
            return bits(quanta);
        }

        /** The counter value above which a critical time still runs. */
        int over(Critical critical) {
            return quanta - critical.time();
        }

        boolean serves(Critical critical) {
            return critical.state() == state && critical.first() == input;
        }
    }

    /** What the Verilog of the cell depends on: cells that are equal in it share a module. */
    Object behaviour() {
        Set<Cell.Transition> transitions = Set.copyOf(cell.transitions());
        return List.of(kind(), cell.inputs(), cell.outputs(), cell.gate(), transitions, cell.criticals());
    }

    /** The cell's name in Verilog. */
    String kind() {
        return cell.name().toLowerCase(Locale.ROOT);
    }

    static int bits(int value) {
        return Math.max(1, 32 - Integer.numberOfLeadingZeros(value));
    }

    int stateBits() {
        return bits(cell.states() - 1);
    }

    /** One timer for each (state, first input) that has critical times. */
    List<CriticalTimer> timers() {
        List<CriticalTimer> timers = new ArrayList<>();
        for (int state = 0; state < cell.states(); state++) {
            for (int input = 0; input < cell.inputs().size(); input++) {
                CriticalTimer any = new CriticalTimer(state, input, 0);
                cell.criticals().stream()
                        .filter(any::serves)
                        .mapToInt(Critical::time)
                        .max()
                        .ifPresent(quanta -> timers.add(new CriticalTimer(any.state, any.input, quanta)));
            }
        }
        return timers;
    }

    /** Places of an output's delay line: its longest delay; 0 for an output that never emits. */
    int delayQuanta(int output) {
        return cell.transitions().stream()
                .flatMap(t -> t.emissions().stream())
                .filter(e -> e.output() == output)
                .mapToInt(Cell.Emission::delay)
                .max()
                .orElse(0);
    }
}
