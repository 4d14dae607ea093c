// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.INDEX_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_LSB;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_LSB;

import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingFeatures;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Counts what outputs send, or keeps their first ticks, and finds the class; docs/spiking-contract.md is the contract of the read-outs.
 *
 * <pre>
 *  word ─▶ control ─▶ sent ─▶ core ─▶ answer ─┬─▶ beat
 *             └──────────▶ counts ◀───────────┘
 * </pre>
 */
@Contract(
        """
        Reads the outputs: stands before and behind the core.
        in:  word with word_valid and word_ready. raw: the word is a beat of a load, and passes. sent_ready: that on sent
             is taken. answer with answer_valid and answer_ready: from the core. beat_ready: that on beat is taken. kind:
             0 counts, 1 first ticks, 2 membranes; outputs: how many; stable while a sample runs.
        out: sent with sent_valid, beat with beat_valid. idle: nothing is under way.
        OUTPUT and READ end here. CLEAR passes when the counts of all outputs are 0. A word after TICK or STATE is looked
        at when that was answered. READ goes through the outputs twice: for the class, then for their words.
        Counts are kept by neuron, saturate, and are 0 for a neuron that did not fire; first ticks are kept inverted.
        Reset: idle; counts and the table of outputs are undefined until they are loaded and cleared.
        """)
final class ReadOut extends Module {
    private static final int STATE_BITS = 4;
    private static final int PASS = 0;
    private static final int SEND = 1;
    private static final int TICKING = 2;
    private static final int SHOW = 3;
    private static final int FIND = 4;
    private static final int LOOK = 5;
    private static final int GATHER = 6;
    private static final int WEIGH = 7;
    private static final int CLASS = 8;
    private static final int FIRST_TICK = 1;
    private static final int MEMBRANE = 2;
    private static final int BEAT_COUNT_BITS = 7;
    private static final int BITS = SpikingEnds.COUNT_BITS;

    /** Bits of the number of outputs. */
    static final int OUTPUT_BITS = 9;

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
    final Word kind = in(2);
    final Word outputs = in(OUTPUT_BITS);
    final Bit idle = outBit();

    final Memory counts;
    final Memory places;

    private final SpikingShape shape;
    private final Word state = reg(STATE_BITS, PASS);
    private final Word tick = reg(BITS);
    private final Word place = reg(OUTPUT_BITS);
    private final Word beats = reg(BEAT_COUNT_BITS);
    private final Bit taken = regBit(false);
    private final Bit clearing = regBit(false);
    private final Bit telling = regBit(false);
    private final Word membrane = reg(BEAT_BITS);
    private final Word best = reg(OUTPUT_BITS);
    private final Word most = reg(BEAT_BITS);
    private final Word op;
    private final Bit head;

    ReadOut(SpikingShape shape) {
        this.shape = shape;
        counts = memory(shape.cores() * shape.neurons(), BITS);
        places = memory(Math.min(shape.neurons(), SpikingEnds.MOST_OUTPUTS), counts.addressBits());
        op = word.slice(OP_LSB, OP_BITS).named("op");
        head = at(PASS).and(wordValid).and(raw.not()).named("head");
        Bit looks = is(SpikingLayout.CLEAR).or(is(SpikingLayout.READ)).named("looks");
        Bit shows = is(SpikingLayout.STATE).and(answered()).named("shows");
        Bit loads = is(SpikingLayout.OUTPUT).named("loads");
        places.write(
                word.slice(VALUE_LSB, VALUE_BITS).resize(places.addressBits()),
                word.slice(0, places.widthBits()),
                loads);
        Bit end = place.less(outputs).not().named("all_places");
        Word neuron = places.read(place.slice(0, places.addressBits()), at(FIND).and(end.not()));
        Word count = count(neuron);
        Bit membranes = kind.eq(MEMBRANE).named("membranes");
        Word weighed = Word.mux(membranes, membrane, count.resize(BEAT_BITS)).named("weighed");
        Word told = Word.mux(kind.eq(FIRST_TICK), count.not().resize(BEAT_BITS), weighed)
                .named("told");
        Bit asks = at(LOOK).and(clearing.not()).and(membranes).named("asks");
        Bit passes = at(SEND).or(at(SHOW).and(taken.not()))
                .or(at(PASS).and(wordValid).and(looks.or(shows).or(loads).not()))
                .named("passes");
        sent.set(Word.mux(asks, asked(neuron), word));
        sentValid.set(passes.or(asks));
        Bit done = at(FIND).and(end).and(telling).and(clearing.not()).named("done");
        wordReady.set(passes.and(sentReady).or(loads).or(done));
        Bit tells = at(WEIGH).and(telling).named("tells");
        Word found = Word.cat(Word.of(SpikingLayout.READ, OP_BITS), best.resize(VALUE_BITS + INDEX_BITS));
        beat.set(Word.mux(at(CLASS), found, Word.mux(tells, told, answer)));
        beatValid.set(at(CLASS).or(tells).or(answerValid.and(at(GATHER).not())));
        answerReady.set(beatReady.or(at(GATHER)));
        idle.set(at(PASS));
        follow(looks, shows);
        gather(neuron, asks);
        weigh(end, weighed, done);
    }

    /** Whether the core that a STATE asks is there, and so answers. */
    private Bit answered() {
        Word core = word.slice(VALUE_LSB + SpikingLayout.CORE_LSB, SpikingLayout.CORE_BITS);
        int cores = shape.cores();
        return cores == 1 || cores == SpikingFeatures.MOST_CORES
                ? Bit.of(true)
                : core.less(Word.of(cores, core.width()));
    }

    private Bit at(int which) {
        return state.eq(which);
    }

    private void go(int which) {
        state.set(Word.of(which, STATE_BITS));
    }

    private Bit is(int operation) {
        return head.and(op.eq(operation));
    }

    private Bit answers(int operation) {
        return at(TICKING)
                .and(answerValid)
                .and(beatReady)
                .and(answer.slice(OP_LSB, OP_BITS).eq(operation));
    }

    /** The count of an output, a cycle after LOOK; spikes are added in the cycle after they came. */
    private Word count(Word neuron) {
        Bit spike = answers(SpikingLayout.SPIKE).named("spike");
        Word sender = answer.slice(0, counts.addressBits());
        Word count = counts.read(Word.mux(at(TICKING), sender, neuron).named("read_address"), spike.or(at(LOOK)));
        Bit adds = next("adds", spike);
        Word added = next("added", answer.slice(VALUE_LSB, VALUE_BITS));
        Word target = next("target", sender);
        Word sum = count.plusExpand(added.resize(BITS)).named("sum");
        Word saturated = sum.slice(0, BITS).or(sum.bit(BITS).repeat(BITS)).named("saturated");
        Word first = Word.mux(count.any(), count, tick.not()).named("first_inverted");
        Bit clears = at(LOOK).and(clearing).named("clears");
        counts.write(
                Word.mux(clears, neuron, target).named("write_address"),
                Word.mux(kind.eq(FIRST_TICK), first, saturated)
                        .gate(clears.not())
                        .named("written"),
                clears.or(adds));
        return count;
    }

    /** The word that asks the core for the states of a neuron's group. */
    private Word asked(Word neuron) {
        int laneBits = 31 - Integer.numberOfLeadingZeros(shape.lanes());
        int ofCore = Integer.numberOfTrailingZeros(shape.neurons());
        Word group = neuron.slice(laneBits, ofCore - laneBits);
        Word core = shape.cores() == 1 ? Word.of(0, 1) : neuron.slice(ofCore, neuron.width() - ofCore);
        return Word.cat(
                Word.of(SpikingLayout.STATE, OP_BITS),
                core.resize(SpikingLayout.CORE_BITS),
                Word.of(0, SpikingLayout.CORE_LSB),
                group.resize(INDEX_BITS));
    }

    /** Words of the core, which wait for their answers. */
    private void follow(Bit looks, Bit shows) {
        when(looks, () -> {
            go(FIND);
            place.set(Word.of(0, OUTPUT_BITS));
            best.set(Word.of(0, OUTPUT_BITS));
            clearing.set(op.eq(SpikingLayout.CLEAR));
            telling.set(Bit.of(false));
        });
        when(is(SpikingLayout.CLEAR), () -> tick.set(Word.of(0, BITS)));
        when(at(SEND).and(sentReady), () -> go(PASS));
        when(is(SpikingLayout.TICK).and(sentReady), () -> go(TICKING));
        when(answers(SpikingLayout.TICK), () -> {
            go(PASS);
            when(tick.not().any(), () -> tick.set(tick.plus(1)));
        });
        when(shows, () -> {
            go(SHOW);
            taken.set(Bit.of(false));
            beats.set(Word.of(0, BEAT_COUNT_BITS));
        });
        when(at(SHOW).and(sentReady), () -> taken.set(Bit.of(true)));
    }

    /** Beats of states: those for the host are counted, of those for a read-out one is kept. */
    private void gather(Word neuron, Bit asks) {
        int laneBits = 31 - Integer.numberOfLeadingZeros(shape.lanes());
        Word lane = laneBits == 0
                ? Word.of(0, BEAT_COUNT_BITS)
                : neuron.slice(0, laneBits).resize(BEAT_COUNT_BITS);
        when(at(LOOK).and(clearing), () -> {
            go(FIND);
            place.set(place.plus(1));
        });
        when(at(LOOK).and(clearing.not()).and(asks.not()), () -> go(WEIGH));
        when(asks.and(sentReady), () -> {
            go(GATHER);
            beats.set(Word.of(0, BEAT_COUNT_BITS));
        });
        int words = (shape.currents() ? 2 : 1) * shape.lanes();
        Bit counted = answerValid.and(at(GATHER).or(at(SHOW).and(beatReady))).named("counted");
        when(counted, () -> beats.set(beats.plus(1)));
        when(counted.and(beats.eq(lane)), () -> membrane.set(answer));
        Bit last = counted.and(beats.eq(words - 1L)).named("last_beat");
        when(last.and(at(GATHER)), () -> go(WEIGH));
        when(last.and(at(SHOW)), () -> go(PASS));
    }

    /** Output by output. */
    private void weigh(Bit end, Word weighed, Bit done) {
        when(at(FIND).and(end.not()), () -> go(LOOK));
        when(at(FIND).and(end), () -> go(CLASS));
        when(at(FIND).and(end).and(clearing), () -> go(SEND));
        when(done, () -> go(PASS));
        Bit better = place.isZero().or(most.lessSigned(weighed)).named("better");
        when(at(WEIGH).and(better).and(telling.not()), () -> {
            best.set(place);
            most.set(weighed);
        });
        when(at(WEIGH).and(telling.not().or(beatReady)), () -> {
            go(FIND);
            place.set(place.plus(1));
        });
        when(at(CLASS).and(beatReady), () -> {
            go(FIND);
            telling.set(Bit.of(true));
            place.set(Word.of(0, OUTPUT_BITS));
        });
    }
}
