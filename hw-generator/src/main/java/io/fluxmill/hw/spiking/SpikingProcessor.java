// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;

import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.AxiLiteTop;
import io.fluxmill.hw.parts.Fifo;
import java.util.List;
import java.util.Map;

/**
 * A spiking network, tick by tick; docs/spiking-engine.md is its contract.
 *
 * <pre>
 *  s_axis_evt ─▶ queue ─▶ (time stamps) ─▶ (encoder) ─▶ (read-out) ─▶ core, or cores on a mesh
 *  m_axis_evt ◀─ queue ◀─ (time stamps) ◀────────────── (read-out) ◀──────────┘
 * </pre>
 */
@Contract(
        """
        A spiking network, tick by tick.
        s_axi_*: AXI4-Lite slave, 32-bit registers; they are in the document <design>.md beside this file.
        s_axis_evt_*: words of 32 bits: spikes of inputs, ends of ticks, loads; m_axis_evt_*: spikes of outputs, ends
        of ticks, states. The words are in the document of the engine.
        A tick: biases, then population by population in the order of the program: its neurons are updated, then the
        spikes of those that fired are added to the sums of the neurons behind them.
        No event is lost: the engine waits while the queue out is full, and takes no word while it computes.
        irq: level, 1 while CONTROL.interrupt_enable and the engine is idle or the queue out is full.
        Reset: idle, tick 0; memories, and with them states, are undefined until they are loaded and cleared.
        """)
public final class SpikingProcessor extends AxiLiteTop {
    final AxiStream inStream = streamIn("s_axis_evt", BEAT_BITS);
    final AxiStream outStream = streamOut("m_axis_evt", BEAT_BITS);
    final Bit irq = interruptOut("irq");

    final Fifo wordsIn;
    final Fifo wordsOut;
    final SpikingUnit core;
    final Encoder encoder;
    final ReadOut readOut;
    final TimeStamps stamps;

    public SpikingProcessor(SpikingConfig config) {
        super(SpikingRegisters.of(config.ends()), SpikingRegisters.ADDRESS_BITS);
        SpikingEnds ends = config.ends();
        wordsIn = child(() -> new Fifo(config.queueWords(), BEAT_BITS));
        stamps = ends.timeStamps() ? child(TimeStamps::new) : null;
        encoder = ends.encoder() ? child(() -> new Encoder(config.shape().sources(), ends.encoderBits())) : null;
        readOut = ends.readOuts() ? child(() -> new ReadOut(config.shape())) : null;
        wordsOut = child(() -> new Fifo(config.queueWords(), BEAT_BITS));
        core = config.shape().cores() == 1
                ? child(() -> new SpikingCore(config.shape()))
                : child(() -> new SpikingMesh(config.shape()));
        wordsIn.push.set(inStream.valid);
        wordsIn.pushed.set(inStream.data);
        inStream.ready.set(wordsIn.ready);
        Way words = encoded(stamped(new Way(wordsIn.data, wordsIn.valid, wordsIn.pop)), ends.encoderBits());
        Way beats = new Way(core.beat, core.beatValid, core.beatReady);
        if (readOut != null) {
            words.to(readOut.word, readOut.wordValid, readOut.wordReady);
            beats.to(readOut.answer, readOut.answerValid, readOut.answerReady);
            readOut.raw.set(core.loading);
            readOut.kind.set(registers.field("READ_OUT", "kind"));
            readOut.outputs.set(registers.field("READ_OUT", "outputs"));
            words = new Way(readOut.sent, readOut.sentValid, readOut.sentReady);
            beats = new Way(readOut.beat, readOut.beatValid, readOut.beatReady);
        }
        words.to(core.word, core.wordValid, core.wordReady);
        if (stamps != null) {
            beats.to(stamps.answer, stamps.answerValid, stamps.answerReady);
            beats = new Way(stamps.beat, stamps.beatValid, stamps.beatReady);
        }
        beats.to(wordsOut.pushed, wordsOut.push, wordsOut.ready);
        outStream.data.set(wordsOut.data);
        outStream.valid.set(wordsOut.valid);
        wordsOut.pop.set(outStream.ready.and(wordsOut.valid));
        core.contractFields.set(ContractFields.packed(registers));
        core.inputs.set(registers.field("INPUTS", "inputs"));
        core.populationCount.set(registers.field("POPULATIONS", "populations"));
        core.lateTick.set(registers.field("LATE_TICK", "tick"));
        status(config.queueWords());
    }

    /** Words that wait to be taken. */
    private record Way(Word word, Bit valid, Bit taken) {
        void to(Word target, Bit targetValid, Bit targetReady) {
            target.set(word);
            targetValid.set(valid);
            taken.set(targetReady);
        }
    }

    private Way stamped(Way words) {
        if (stamps == null) {
            return words;
        }
        words.to(stamps.word, stamps.wordValid, stamps.wordReady);
        stamps.raw.set(core.loading);
        stamps.sparse.set(registers.flag("TIME_STAMPS", "sparse"));
        return new Way(stamps.sent, stamps.sentValid, stamps.sentReady);
    }

    private Way encoded(Way words, int bits) {
        if (encoder == null) {
            return words;
        }
        words.to(encoder.word, encoder.wordValid, encoder.wordReady);
        encoder.raw.set(core.loading);
        encoder.settings.set(Word.catLow(List.of(
                        registers.field("ENCODER", "kind"),
                        registers.flag("ENCODER", "every_tick").asWord(),
                        registers.flag("ENCODER", "off").asWord(),
                        registers.field("ENCODER", "threshold").slice(0, bits),
                        registers.field("ENCODER", "mask").slice(0, bits)))
                .named("encoder_settings"));
        encoder.values.set(registers.field("VALUES", "values"));
        return new Way(encoder.sent, encoder.sentValid, encoder.sentReady);
    }

    private void status(int queueWords) {
        Bit still = readOut == null ? core.idle : core.idle.and(readOut.idle);
        Bit idle = still.and(wordsIn.level.isZero()).named("idle");
        Bit full = wordsOut.ready.not().named("full");
        Bit error = regBit(false).named("error");
        when(stamps == null ? core.failed : core.failed.or(stamps.failed), () -> error.set(Bit.of(true)));
        irq.set(registers.flag("CONTROL", "interrupt_enable").and(idle.or(full)));
        registers.show("STATUS", Map.of("idle", idle.asWord(), "full", full.asWord(), "error", error.asWord()));
        registers.show("EVENTS", wordsOut.level.resize(32));
        Word capacity = Word.of(queueWords, 32).named("capacity");
        Word level = wordsIn.level.resize(32).named("words_inside");
        Word room = capacity.minus(level).named("room");
        registers.show("ROOM", Word.mux(level.less(capacity), room, Word.of(0, 32)));
        Bit clear = registers.command("CONTROL", "clear_counters").named("clear_counters");
        Bit ticking = encoder == null ? core.ticking : core.ticking.or(encoder.working);
        registers.counter("CYCLES", ticking, Word.of(1, 1), clear);
        registers.counter("SPIKES", core.spike, core.spikeValue, clear);
        registers.counter("WORDS", core.added, core.addedWords(), clear);
        Bit dropped = encoder == null ? core.dropped : core.dropped.or(encoder.dropped);
        registers.counter("DROPPED", dropped, Word.of(1, 1), clear);
    }
}
