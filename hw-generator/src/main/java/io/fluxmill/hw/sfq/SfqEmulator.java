// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import static io.fluxmill.hw.sfq.SfqArchitecture.GROUP_BITS;
import static io.fluxmill.hw.sfq.SfqArchitecture.GROUP_NETS;
import static io.fluxmill.hw.sfq.SfqArchitecture.RECORD_BITS;
import static io.fluxmill.hw.sfq.SfqArchitecture.TIME_BITS;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A netlist in tick RTL with registers, a queue of stimuli and a queue of events; docs/sfq.md is its contract. One quantum per clock while
 * records are available and neither a stimulus nor an event is due.
 *
 * <pre>
 *  s_axi ─▶ registers (run, flags, settings)
 *  s_axis_stim ─▶ stimulus queue ─▶ pending ─▶ circuit ─▶ observed ─▶ event queue ─▶ m_axis_puls
 * </pre>
 */
@Contract(
        """
        Emulator of an SFQ circuit: one clock is one time quantum, a net that is 1 in it carries a pulse.
        s_axi_*: AXI4-Lite slave, 32-bit registers; they are in the document <design>.md beside this file.
        s_axis_stim_*: stimuli in the order of time; m_axis_puls_*: pulses of its outputs. Records of 64 bits:
        63..48 mask, 47..40 group, 39..0 time in quanta; bit b of group g is input (or output) 16 g + b.
        A stimulus of mask 0 is the end: the run has the quanta before its time. Time goes on only while a record for
        a later time is there; a record of stimuli and one of events take a clock each.
        irq: level, 1 while CONTROL.interrupt_enable and the run is done, starved of stimuli, or the event queue full.
        tick is 1 in the clocks in which a quantum passes; now: its number. CONTROL.clear begins anew; settings stay.
        Reset: as CONTROL.clear, and settings have their initial values. The queues' memories keep their words.
        """)
public final class SfqEmulator extends AxiLiteTop {
    final AxiStream stimulusStream = streamIn("s_axis_stim", RECORD_BITS);
    final AxiStream pulseStream = streamOut("m_axis_puls", RECORD_BITS);
    final Bit irq = interruptOut("irq");

    final RecordQueue stimuli;
    final RecordQueue events;
    final TickCircuit circuit;

    private final SfqArchitecture architecture;
    private final Bit clear;
    private final Bit run;
    private final Word now = reg(TIME_BITS, 0);
    private final Bit done = regBit(false);
    private final Bit late = regBit(false);
    private final Bit tick = wireBit();

    public SfqEmulator(SfqArchitecture architecture) {
        super(SfqRegisters.MAP, SfqRegisters.ADDRESS_BITS);
        this.architecture = architecture;
        int depth = architecture.config().queueWords();
        stimuli = child(() -> new RecordQueue(depth, RECORD_BITS));
        events = child(() -> new RecordQueue(depth, RECORD_BITS));
        circuit = child(() -> new TickCircuit(architecture.netlist()));
        clear = registers.command("CONTROL", "clear").named("clear");
        run = registers.flag("CONTROL", "run").and(done.not()).named("run_now");
        stimuli.clear.set(clear);
        stimuli.inData.set(stimulusStream.data);
        stimuli.inValid.set(stimulusStream.valid);
        stimulusStream.ready.set(stimuli.inReady);
        events.clear.set(clear);
        pulseStream.data.set(events.outData);
        pulseStream.valid.set(events.outValid);
        events.outReady.set(pulseStream.ready);
        circuit.tick.set(tick);
        circuit.clear.set(clear);
        Bit idle = observe();
        stimulate(idle);
        settings();
        Bit violated = violations();
        status(idle, violated);
    }

    /** Records of the present time go into {@code pending}, one a clock; a later record lets time advance. */
    private void stimulate(Bit idle) {
        int inputs = architecture.netlist().inputs().size();
        Word time = stimuli.outData.slice(0, TIME_BITS).named("record_time");
        Word group = stimuli.outData.slice(TIME_BITS, GROUP_BITS).named("record_group");
        Word mask = stimuli.outData.slice(TIME_BITS + GROUP_BITS, GROUP_NETS).named("record_mask");
        Bit there = run.and(stimuli.outValid).named("record_there");
        Bit due = there.and(time.eq(now)).named("record_due");
        Bit passed = there.and(time.less(now)).named("record_passed");
        Bit end = due.and(mask.isZero()).named("end_due");
        tick.set(there.and(now.less(time)).and(idle));
        stimuli.outReady.set(passed.or(due.and(mask.any())).or(end.and(idle)));
        Word pending = reg(inputs, 0).named("pending");
        List<Word> hits = new ArrayList<>();
        for (int g = 0; g < SfqArchitecture.groups(inputs); g++) {
            int nets = Math.min(GROUP_NETS, inputs - g * GROUP_NETS);
            hits.add(mask.slice(0, nets).gate(due.and(group.eq(g))));
        }
        Word raised = pending.or(TickCircuit.joined("hits", hits));
        circuit.stimuli.set(pending);
        when(due, () -> pending.set(raised));
        when(tick, () -> {
            pending.set(Word.of(0, inputs));
            now.set(now.plus(1));
        });
        when(passed, () -> late.set(Bit.of(true)));
        when(end.and(idle), () -> done.set(Bit.of(true)));
        when(clear, () -> {
            pending.set(Word.of(0, inputs));
            now.set(Word.of(0, TIME_BITS));
            late.set(Bit.of(false));
            done.set(Bit.of(false));
        });
    }

    /** Pulses of a quantum leave as records, one group a clock; the result says that none is left. */
    private Bit observe() {
        int outputs = circuit.pulses.width();
        Word waiting = reg(outputs, 0).named("waiting");
        Word waitingTime = reg(TIME_BITS).named("waiting_time");
        Word mask = Word.of(0, GROUP_NETS);
        Word group = Word.of(0, GROUP_BITS);
        Bit earlier = null;
        List<Word> left = new ArrayList<>();
        for (int g = 0; g < SfqArchitecture.groups(outputs); g++) {
            int nets = Math.min(GROUP_NETS, outputs - g * GROUP_NETS);
            Word part = waiting.slice(g * GROUP_NETS, nets).named("waiting_group_" + g);
            Bit any = part.any();
            Bit first = (earlier == null ? any : any.and(earlier.not())).named("first_" + g);
            mask = mask.or(part.resize(GROUP_NETS).gate(first)).named("mask_to_" + g);
            group = group.or(Word.of(g, GROUP_BITS).gate(first)).named("group_to_" + g);
            left.add(part.gate(first.not()));
            earlier = (earlier == null ? part.any() : earlier.or(part.any())).named("any_to_" + g);
        }
        events.inData.set(Word.cat(mask, group, waitingTime));
        Bit some = earlier;
        events.inValid.set(some);
        Word rest = TickCircuit.joined("waiting_after", left);
        when(some.and(events.inReady), () -> waiting.set(rest));
        when(tick, () -> {
            waiting.set(circuit.pulses);
            waitingTime.set(now);
        });
        when(clear, () -> waiting.set(Word.of(0, outputs)));
        return some.not().named("none_waits");
    }

    private void settings() {
        if (circuit.settingIndex == null) {
            return;
        }
        circuit.settingIndex.set(registers.field("SETTING_INDEX", "instance"));
        circuit.settingData.set(registers.written());
        circuit.writeThreshold.set(registers.written("THRESHOLD"));
        circuit.writeSeed.set(registers.written("SEED"));
    }

    /** FLAGS, and the time of the quantum that set the first of them. */
    private Bit violations() {
        Word first = reg(TIME_BITS).named("first_violation");
        Word lastTick = reg(TIME_BITS).named("last_tick");
        when(tick, () -> lastTick.set(now));
        registers.counter("FIRST_VIOLATION", first);
        if (circuit.violated == null) {
            when(clear, () -> first.set(Word.of(0, TIME_BITS)));
            registers.show("FLAGS", Word.of(0, 32));
            return Bit.of(false);
        }
        int count = architecture.netlist().flags().size();
        List<Word> words = new ArrayList<>();
        for (int w = 0; w < architecture.flagWords(); w++) {
            words.add(
                    circuit.violated.slice(32 * w, Math.min(32, count - 32 * w)).resize(32));
        }
        Word index = registers.field("FLAG_INDEX", "word").named("flag_word");
        registers.show("FLAGS", chosen(words, index, 0));
        Bit any = circuit.violated.any().named("any_violation");
        Bit known = regBit(false).named("violation_known");
        when(any.and(known.not()), () -> first.set(lastTick));
        known.set(any.and(clear.not()));
        return any;
    }

    /** The word of this number, 0 for numbers beyond; a tree. */
    private static Word chosen(List<Word> words, Word index, int first) {
        if (words.size() == 1) {
            return words.get(0).gate(index.eq(first));
        }
        int middle = words.size() / 2;
        return chosen(words.subList(0, middle), index, first)
                .or(chosen(words.subList(middle, words.size()), index, first + middle));
    }

    private void status(Bit idle, Bit violated) {
        Bit starved = run.and(stimuli.outValid.not())
                .and(stimuli.level.isZero())
                .and(idle)
                .named("starved");
        Bit full = run.and(idle.not()).and(events.inReady.not()).named("full");
        irq.set(registers
                .flag("CONTROL", "interrupt_enable")
                .and(done.or(starved).or(full)));
        registers.show(
                "STATUS",
                Map.of(
                        "done",
                        done.asWord(),
                        "starved",
                        starved.asWord(),
                        "full",
                        full.asWord(),
                        "violated",
                        violated.asWord(),
                        "late",
                        late.asWord()));
        registers.show("EVENTS", events.level.resize(32));
        Word capacity = Word.of(architecture.config().queueWords(), 32).named("capacity");
        Word level = stimuli.level.resize(32).named("records_inside");
        Word room = capacity.minus(level).named("room");
        registers.show("ROOM", Word.mux(level.less(capacity), room, Word.of(0, 32)));
        registers.counter("NOW", now);
        registers.counter("PULSES", idle.not().and(events.inReady), Word.of(1, 1), clear);
        registers.counter("STALLS", run.and(tick.not()), Word.of(1, 1), clear);
    }
}
