// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.CORE_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.CORE_LSB;
import static io.fluxmill.core.program.spiking.SpikingLayout.INDEX_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_LSB;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_LSB;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingLayout.Memory;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.spiking.mesh.Flit;
import io.fluxmill.hw.spiking.mesh.FlitQueue;
import java.util.ArrayList;
import java.util.List;

/** Stands between the streams and the mesh: sends each word to the cores that need it, and makes one stream of what they send. */
@Contract(
        """
        Between the streams and the mesh.
        in:  word with word_valid and word_ready. beat_ready: the beat is taken. inputs: the register of this name.
             flit with flit_valid and flit_ready: from the router of core 0. sent_ready: that on sent is taken.
        out: beat with beat_valid. sent with sent_valid: to the router. idle: no word and no flit is inside. loading: the
             word is a beat of a load. ticking: an input's spike or a tick is sent or processed. failed (pulse): a word
             with an unknown operation, for a core that is not there, or a load beyond a memory. dropped (pulse): a
             spike for an input that the program does not have.
        After a tick, or a word that asks for states, the next word is looked at when all cores have answered: so no
        spike waits behind a word that waits for spikes, and answers do not mix.
        Reset: idle; the routes of the inputs keep their words.
        """)
final class MeshHost extends Module {
    private static final int STATE_BITS = 3;
    private static final int IDLE = 0;
    private static final int ROUTE = 1;
    private static final int LOADING = 2;
    private static final int TICKING = 3;
    private static final int SHOWING = 4;

    final Word word = in(BEAT_BITS);
    final Bit wordValid = inBit();
    final Bit wordReady = outBit();
    final Word beat = out(BEAT_BITS);
    final Bit beatValid = outBit();
    final Bit beatReady = inBit();
    final Word inputs = in(INDEX_BITS);
    final Word flit;
    final Bit flitValid = inBit();
    final Bit flitReady = outBit();
    final Word sent;
    final Bit sentValid = outBit();
    final Bit sentReady = inBit();
    final Bit idle = outBit();
    final Bit ticking = outBit();
    final Bit loading = outBit();
    final Bit failed = outBit();
    final Bit dropped = outBit();

    final MemoryLoader loader;
    final FlitQueue queue;
    final io.fluxmill.hw.hdl.Memory routes;

    private final SpikingShape shape;
    private final int cores;
    private final Word state = reg(STATE_BITS, IDLE);
    private final Word answers = reg(7);
    private final Word target;
    private final Word op;
    private final Word value;
    private final Word index;
    private final Bit head;

    MeshHost(SpikingShape shape) {
        this.shape = shape;
        cores = shape.cores();
        int bits = Flit.bits(cores);
        flit = in(bits);
        sent = out(bits);
        target = reg(cores);
        loader = child(() -> new MemoryLoader(shape));
        queue = child(() -> new FlitQueue(bits));
        routes = memory(shape.sources(), cores);
        op = word.slice(OP_LSB, OP_BITS).named("op");
        value = word.slice(VALUE_LSB, VALUE_BITS).named("word_value");
        index = word.slice(0, INDEX_BITS).named("word_index");
        head = at(IDLE).and(wordValid).named("head");
        words();
        answers();
        loading.set(loader.busy);
        idle.set(at(IDLE).or(at(LOADING)).and(queue.valid.not()));
        ticking.set(at(ROUTE).or(at(TICKING)).or(is(SpikingLayout.SPIKE)).or(is(SpikingLayout.TICK)));
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

    private void words() {
        Word number = value.slice(CORE_LSB, CORE_BITS);
        List<Word> eachCore = new ArrayList<>();
        for (int core = 0; core < cores; core++) {
            eachCore.add(number.eq(core).asWord());
        }
        Word named = Word.catLow(eachCore).named("named_core");
        Bit known = index.less(inputs).and(value.any()).named("known");
        Bit toAll = op.eq(SpikingLayout.TICK).or(op.eq(SpikingLayout.CLEAR)).named("to_all");
        Bit toOne = op.eq(SpikingLayout.STATE).or(op.eq(SpikingLayout.LOAD)).named("to_one");
        Bit missing = toOne.and(named.isZero());
        Bit unknown = toAll.or(toOne).or(op.eq(SpikingLayout.SPIKE)).not();
        Bit refused = missing.or(unknown).named("refused");
        // A load for a core that is not there is swallowed whole: it goes to nobody.
        Bit sends = toAll.or(op.eq(SpikingLayout.LOAD))
                .or(op.eq(SpikingLayout.STATE).and(missing.not()))
                .named("sends");

        loader.memory.set(value.slice(0, CORE_LSB).resize(VALUE_BITS));
        loader.address.set(index);
        loader.beat.set(word);
        routes.write(
                loader.writeAddress.slice(0, routes.addressBits()),
                loader.data.slice(0, cores),
                loader.write(Memory.INPUT_ROUTES));
        Bit lookUp = is(SpikingLayout.SPIKE).and(known).named("look_up");
        Word route = routes.read(index.slice(0, routes.addressBits()), lookUp);
        when(lookUp, () -> go(ROUTE));

        Bit commands = head.and(sends).named("commands");
        Bit loads = at(LOADING).and(wordValid).and(loader.busy).named("loads");
        Bit routed = at(ROUTE).and(route.any()).named("routed");
        Word all = Word.of((1L << cores) - 1, cores);
        Word to = Word.mux(at(ROUTE), route, Word.mux(at(LOADING), target, Word.mux(toAll, all, named)));
        // The cores know nothing of each other: a core sees the memory only.
        Word plain = Word.cat(op, value.slice(0, CORE_LSB).resize(VALUE_BITS), index);
        Word load = Word.mux(is(SpikingLayout.LOAD), plain, word).named("load");
        sent.set(Flit.of(Flit.WORD, load, to.resize(cores + 1)));
        sentValid.set(commands.or(loads).or(routed));
        Bit goes = commands.and(sentReady).named("goes");
        loader.start.set(goes.and(op.eq(SpikingLayout.LOAD)));
        loader.take.set(loads.and(sentReady));
        when(goes, () -> {
            target.set(named);
            when(op.eq(SpikingLayout.LOAD), () -> go(LOADING));
            when(op.eq(SpikingLayout.TICK), () -> {
                go(TICKING);
                answers.set(Word.of(cores - 1L, answers.width()));
            });
            when(op.eq(SpikingLayout.STATE), () -> {
                go(SHOWING);
                answers.set(Word.of(SpikingCore.shownWords(shape) - 1L, answers.width()));
            });
        });
        when(at(ROUTE).and(routed.not().or(sentReady)), () -> go(IDLE));
        when(at(LOADING).and(loader.busy.not()), () -> go(IDLE));
        Bit ignored = head.and(sends.not()).and(lookUp.not()).named("ignored");
        wordReady.set(Bit.anyOf(
                List.of(ignored, goes, loader.take, at(ROUTE).and(routed.not().or(sentReady)))));
        failed.set(loader.failed.or(head.and(refused)));
        dropped.set(is(SpikingLayout.SPIKE).and(index.less(inputs).not()));
    }

    /** Ends of all cores are one end, the last of them. */
    private void answers() {
        queue.pushed.set(flit);
        queue.push.set(flitValid);
        flitReady.set(queue.ready);
        Bit end = Flit.is(queue.data, Flit.END);
        Bit last = answers.isZero().named("last_answer");
        Bit silent = end.and(last.not()).named("silent");
        beat.set(Flit.load(queue.data));
        beatValid.set(queue.valid.and(silent.not()));
        Bit pop = queue.valid.and(silent.or(beatReady)).named("pop");
        queue.pop.set(pop);
        Bit answer = pop.and(end.or(at(SHOWING))).named("answer");
        when(answer, () -> answers.set(answers.minus(1)));
        when(answer.and(last), () -> go(IDLE));
    }
}
