// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.reference;

import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.Instance;
import io.fluxmill.netlist.cell.Lfsr;
import io.fluxmill.netlist.cell.Settings;
import io.fluxmill.netlist.trace.TimingViolation;
import java.util.Arrays;
import java.util.function.Consumer;

/** One instance during a run: docs/sfq.md, section Cells. */
final class CellState {
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Instance instance;
    private final Cell cell;
    /** Transitions by state · inputs + input. */
    private final Transition[] transitions;
    /** Critical times by their second input. */
    private final Critical[][] criticals;
    /** When a pulse arrived last, by state · inputs + input. */
    private final long[] arrived;

    private int state;
    private int lfsr;
    private int current;
    private long leakedUntil;

    CellState(Instance instance) {
        this.instance = instance;
        cell = instance.cell();
        int inputs = cell.inputs().size();
        transitions = new Transition[cell.states() * inputs];
        cell.transitions().forEach(t -> transitions[t.state() * inputs + t.input()] = t);
        criticals = new Critical[inputs][];
        for (int i = 0; i < inputs; i++) {
            int second = i;
            criticals[i] =
                    cell.criticals().stream().filter(c -> c.second() == second).toArray(Critical[]::new);
        }
        int states = Math.max(
                cell.states(),
                1 + cell.criticals().stream().mapToInt(Critical::state).max().orElse(0));
        arrived = new long[states * inputs];
        Arrays.fill(arrived, NEVER);
        lfsr = instance.settings().seed();
    }

    /** What an output does: emit after a delay. */
    interface Emit {
        void pulse(int output, int delay);
    }

    /** Processes one pulse. */
    void pulse(int input, long time, Emit emit, Consumer<TimingViolation> violations) {
        int inputs = cell.inputs().size();
        boolean absorbed = false;
        for (Critical c : criticals[input]) {
            long first = arrived[c.state() * inputs + c.first()];
            if (time - first < c.time()) {
                violations.accept(new TimingViolation(instance, c, first, time));
                absorbed |= c.absorbs();
            }
        }
        if (absorbed) {
            return;
        }
        arrived[state * inputs + input] = time;
        boolean passes = passes(time);
        Transition transition = transitions[state * inputs + input];
        if (transition == null) {
            return;
        }
        state = transition.next();
        if (passes) {
            for (Emission e : transition.emissions()) {
                emit.pulse(e.output(), e.delay());
            }
        }
    }

    private boolean passes(long time) {
        return switch (cell.gate()) {
            case NONE -> true;
            case DRAW -> {
                lfsr = Lfsr.advance(lfsr);
                yield Lfsr.draw(lfsr) < instance.settings().threshold();
            }
            case INTEGRATE -> integrate(time);
        };
    }

    private boolean integrate(long time) {
        leak(time);
        current += Settings.FLUX_QUANTUM;
        if (current < instance.settings().threshold()) {
            return false;
        }
        current -= Settings.FLUX_QUANTUM;
        return true;
    }

    /** Applies the leaks since the last pulse; once the shifted current is 0, further leaks change nothing. */
    private void leak(long time) {
        int period = instance.settings().leakPeriod();
        if (period == 0) {
            return;
        }
        long leaks = time / period - leakedUntil / period;
        leakedUntil = time;
        int shift = instance.settings().leakShift();
        for (; leaks > 0 && current >> shift != 0; leaks--) {
            current -= current >> shift;
        }
    }
}
