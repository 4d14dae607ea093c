// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.sfq.CellArchitecture.CriticalTimer;
import io.fluxmill.netlist.cell.Cell;
import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Cell.Emission;
import io.fluxmill.netlist.cell.Cell.Transition;
import io.fluxmill.netlist.cell.Gate;
import java.util.ArrayList;
import java.util.List;

/**
 * The tick RTL of any cell, from its table. A clock with {@code tick} is one time quantum; a pulse is an input or output that is high in it. The
 * inputs are processed one after the other within the clock, in the cell's order, as docs/sfq.md says. {@code violated} has a sticky flag for
 * each critical time of the cell, in its order. {@code clear} is a reset by software; settings stay.
 */
@Contract(
        """
        One kind of SFQ cell. p_<pin>: 1 in a clock with tick is a pulse on this pin in this quantum.
        Inputs are taken one after the other within the clock, in the order of the ports; data come before p_clk.
        present_state: the cell's state; since_<state>_<pin>: counts down after a pulse on pin in this state, while
        another pulse may come too early; *_line_<pin>: pulses on their way to an output, bit 0 leaves now.
        violated: a sticky bit for each critical time; a pulse too early sets it (and is lost, in a merger).
        asks, passes (cells with a gate): a pulse is taken, and whether it goes on, in the same clock.
        Without tick everything stands still. Reset, or clear: state 0, no pulse on its way, no flag.
        """)
final class CellModule extends Module {
    final Bit tick = inBit();
    final Bit clear = inBit();
    final Bit[] pulses;
    final Bit[] outputs;
    /** Null for a cell without critical times. */
    final Word violated;

    /** High when the pulse of a cell with a gate is processed; the next field is the gate's answer in the same clock. Null without a gate. */
    final Bit asks;

    final Bit passes;

    private final CellArchitecture architecture;
    private final Cell cell;
    private final List<CriticalTimer> timers;

    /** What has been processed of the current quantum: the state and counters after the inputs so far. */
    private Word state;

    private final Word[] counters;
    private final List<List<Bit>> fired = new ArrayList<>();
    private final Bit[] raised;

    CellModule(String name, Cell cell) {
        definition(name);
        this.cell = cell;
        architecture = new CellArchitecture(cell);
        timers = architecture.timers();
        pulses = new Bit[cell.inputs().size()];
        outputs = new Bit[cell.outputs().size()];
        for (int i = 0; i < pulses.length; i++) {
            pulses[i] = inBit().named("p_" + cell.inputs().get(i));
        }
        int criticals = cell.criticals().size();
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = outBit().named("p_" + cell.outputs().get(i));
        }
        violated = criticals == 0 ? null : out(criticals);
        asks = cell.gate() == Gate.NONE ? null : outBit();
        passes = cell.gate() == Gate.NONE ? null : inBit();
        counters = new Word[timers.size()];
        raised = new Bit[criticals];
        Word stateRegister = cell.states() == 1
                ? Word.of(0, 1)
                : reg(architecture.stateBits(), 0).named("present_state");
        Word[] counterRegisters = new Word[timers.size()];
        for (int i = 0; i < counters.length; i++) {
            CriticalTimer timer = timers.get(i);
            counterRegisters[i] = reg(timer.widthBits(), 0).named(timerName(timer));
        }
        state = stateRegister;
        System.arraycopy(counterRegisters, 0, counters, 0, counters.length);
        for (int input = 0; input < pulses.length; input++) {
            process(input);
        }
        if (cell.states() > 1) {
            update(stateRegister, state);
        }
        for (int i = 0; i < counters.length; i++) {
            Word running = counters[i];
            Word less = running.minus(1).named(timerName(timers.get(i)) + "_less_one");
            update(counterRegisters[i], Word.mux(running.any(), less, running));
        }
        for (int output = 0; output < outputs.length; output++) {
            delayLine(output);
        }
        flags();
    }

    private String timerName(CriticalTimer timer) {
        return "since_" + timer.state() + "_" + cell.inputs().get(timer.input());
    }

    private void update(Word register, Word value) {
        when(tick, () -> register.set(value));
        when(clear, () -> register.set(Word.of(0, register.width())));
    }

    /** Processes one input's pulse, if there is one, after the inputs before it. */
    private void process(int input) {
        String pin = cell.inputs().get(input);
        Bit taken = pulses[input];
        List<Bit> absorbed = new ArrayList<>();
        for (int i = 0; i < raised.length; i++) {
            Critical critical = cell.criticals().get(i);
            if (critical.second() == input) {
                raised[i] = pulses[input].and(running(critical)).named("violates_" + i);
                if (critical.absorbs()) {
                    absorbed.add(raised[i]);
                }
            }
        }
        if (!absorbed.isEmpty()) {
            taken = taken.and(Bit.anyOf(absorbed).not()).named("taken_" + pin);
        }
        Bit emits = taken;
        if (asks != null) {
            asks.set(taken);
            emits = taken.and(passes).named("emits");
        }
        Word before = state;
        Word after = state;
        for (int s = 0; s < cell.states(); s++) {
            Bit here = cell.states() == 1 ? taken : taken.and(before.eq(s)).named(pin + "_in_state_" + s);
            for (int t = 0; t < counters.length; t++) {
                CriticalTimer timer = timers.get(t);
                if (timer.state() == s && timer.input() == input) {
                    counters[t] = Word.mux(here, Word.of(timer.quanta(), timer.widthBits()), counters[t])
                            .named(timerName(timer) + "_now");
                }
            }
            Transition transition = cell.transition(s, input);
            if (transition == null) {
                continue;
            }
            if (transition.next() != s) {
                after = Word.mux(here, Word.of(transition.next(), after.width()), after);
            }
            Bit emitsHere = cell.states() == 1 ? emits : asks == null ? here : emits.and(before.eq(s));
            for (Emission emission : transition.emissions()) {
                fire(emission, emitsHere);
            }
        }
        state = after == before ? before : after.named("state_after_" + pin);
    }

    private Bit running(Critical critical) {
        for (int t = 0; t < counters.length; t++) {
            CriticalTimer timer = timers.get(t);
            if (timer.serves(critical)) {
                int over = timer.over(critical);
                return over == 0 ? counters[t].any() : counters[t].greaterOrEqual(over + 1L);
            }
        }
        return Bit.of(false);
    }

    private void fire(Emission emission, Bit when) {
        while (fired.size() <= emission.output()) {
            fired.add(new ArrayList<>());
        }
        List<Bit> line = fired.get(emission.output());
        while (line.size() < emission.delay()) {
            line.add(null);
        }
        Bit other = line.get(emission.delay() - 1);
        line.set(emission.delay() - 1, other == null ? when : other.or(when));
    }

    /**
     * A shift register that emissions enter at the place of their delay; place 0 is the output. Its name contains the cell's name, because
     * SpinalHDL would otherwise emit cells with equal figures as one module.
     */
    private void delayLine(int output) {
        int length = architecture.delayQuanta(output);
        if (length == 0) {
            outputs[output].set(Bit.of(false));
            return;
        }
        Word line = reg(length, 0)
                .named(architecture.kind() + "_line_" + cell.outputs().get(output));
        List<Bit> entries = fired.get(output);
        List<Word> next = new ArrayList<>();
        int from = 0;
        for (int place = 0; place < length; place++) {
            if (entries.get(place) != null) {
                if (place > from) {
                    next.add(line.slice(from + 1, place - from));
                }
                Bit moved = place + 1 < length ? line.bit(place + 1).or(entries.get(place)) : entries.get(place);
                next.add(moved.asWord());
                from = place + 1;
            }
        }
        update(line, next.size() == 1 ? next.get(0) : Word.catLow(next));
        outputs[output].set(line.bit(0));
    }

    private void flags() {
        if (violated == null) {
            return;
        }
        Word sticky = reg(raised.length, 0).named("sticky");
        List<Word> now = new ArrayList<>();
        for (Bit bit : raised) {
            now.add(bit.asWord());
        }
        update(sticky, sticky.or(now.size() == 1 ? now.get(0) : Word.catLow(now)));
        violated.set(sticky);
    }
}
