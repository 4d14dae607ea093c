// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_LSB;
import static io.fluxmill.hw.spiking.SpikingUnit.TICK_BITS;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Makes ticks of times, and leaves out the ends of ticks in which nothing came; docs/spiking-engine.md is the contract.
 *
 * <pre>
 *  word ─▶ UNTIL to TICKs ─▶ sent ─▶ encoder, read-outs, cores ─▶ answer ─▶ without silent ticks ─▶ beat
 * </pre>
 */
@Contract(
        """
        Time stamps: stands before and behind all that takes words and answers them.
        in:  word with word_valid and word_ready. raw: the word is a beat of a load, and passes. sent_ready: that on sent
             is taken. answer with answer_valid and answer_ready: what comes of the words. beat_ready: that on beat is
             taken. sparse: silent ticks are left out; stable while a sample runs.
        out: sent with sent_valid, beat with beat_valid. failed (pulse): an UNTIL of a time that is over; it does nothing.
        UNTIL ends here: TICK is sent until as many were sent since CLEAR. Everything else passes. A word after TICK is
        looked at when the end of that tick came.
        A word on sent must be taken only when all of the answer to the word before was taken, of STATE, too: so what
        comes between a TICK and its end is of this tick, and everything else is untouched.
        Answers pass; with sparse, the end of a tick is taken and not given if no spike came in the tick, unless the word
        was TICK, or it is the last tick of an UNTIL.
        Reset: no TICK was sent, nothing is waited for.
        """)
final class TimeStamps extends Module {
    final Word word = in(BEAT_BITS);
    final Bit wordValid = inBit();
    final Bit wordReady = outBit();
    final Bit raw = inBit();
    final Word sent = out(BEAT_BITS);
    final Bit sentValid = outBit();
    final Bit sentReady = inBit();
    final Word answer = in(BEAT_BITS);
    final Bit answerValid = inBit();
    final Bit answerReady = outBit();
    final Word beat = out(BEAT_BITS);
    final Bit beatValid = outBit();
    final Bit beatReady = inBit();
    final Bit sparse = inBit();
    final Bit failed = outBit();

    /** From a TICK that was taken to its end. */
    private final Bit ticking = regBit(false);

    private final Word ticks = reg(TICK_BITS, 0);

    /** Whether the end of the tick under way is given in any case. */
    private final Bit wanted = regBit(false);

    private final Bit spiked = regBit(false);
    private final Word op;
    private final Bit head;

    TimeStamps() {
        op = word.slice(OP_LSB, OP_BITS).named("op");
        head = ticking.not().and(wordValid).and(raw.not()).named("head");
        words();
        answers();
    }

    private Bit is(int operation) {
        return head.and(op.eq(operation));
    }

    private void words() {
        Word time = word.slice(0, TICK_BITS).named("wanted_ticks");
        Bit until = is(SpikingLayout.UNTIL).named("is_until");
        Bit repeats = until.and(ticks.less(time)).named("repeats");
        Bit passes = ticking.not().and(wordValid).and(until.not()).named("passes");
        sent.set(Word.mux(repeats, Word.of(SpikingLayout.word(SpikingLayout.TICK, 0, 0), BEAT_BITS), word));
        sentValid.set(passes.or(repeats));
        wordReady.set(passes.and(sentReady).or(until.and(repeats.not())));
        failed.set(until.and(time.less(ticks)));
        Word next = ticks.plus(1).named("next_ticks");
        Bit begins = sentReady.and(repeats.or(is(SpikingLayout.TICK))).named("tick_begins");
        when(begins, () -> {
            ticking.set(Bit.of(true));
            ticks.set(next);
            spiked.set(Bit.of(false));
            wanted.set(until.not().or(next.eq(time)));
        });
        when(is(SpikingLayout.CLEAR).and(sentReady), () -> ticks.set(Word.of(0, TICK_BITS)));
    }

    private void answers() {
        Word kind = answer.slice(OP_LSB, OP_BITS).named("kind");
        Bit end = ticking.and(kind.eq(SpikingLayout.TICK)).named("tick_end");
        Bit silent = end.and(sparse).and(spiked.not()).and(wanted.not()).named("silent");
        beat.set(answer);
        beatValid.set(answerValid.and(silent.not()));
        answerReady.set(beatReady.or(silent));
        Bit moved = answerValid.and(beatReady.or(silent)).named("moved");
        when(moved.and(ticking).and(end.not()), () -> spiked.set(Bit.of(true)));
        when(moved.and(end), () -> ticking.set(Bit.of(false)));
    }
}
