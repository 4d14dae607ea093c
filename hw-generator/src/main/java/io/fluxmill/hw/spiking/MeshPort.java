// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.INDEX_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_BITS;
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

/**
 * Stands between a core and its router: sends spikes where the routing table says, takes those of other cores, and keeps the phases of a tick.
 *
 * <p>A phase is the beginning of a tick, and then the spikes of each population. At its end a core tells all others, and goes on when all others have told it. What
 * tells it comes after all spikes of the phase, because flits keep their order. A core can be one phase ahead of another and no more, so that one bit tells them
 * apart.
 */
@Contract(
        """
        Between a core and its router: spikes, phases of a tick, and words from and to the host.
        in:  flit with flit_valid, flit_ready: from the router. sent_ready: that on sent is taken. own: the core's bit among
             the cores, number: its number. beat with beat_valid, beat_ready, beat_ends: a word for the host, the last
             one of a tick. fired_neuron, fired_value with fired_valid, fired_ready: a spike; fired_leaves: of an output.
             event_ready, word_ready: of the core. phase_over (pulse): all spikes of a phase were taken.
             load_routes, load_address, load_data: a word of the routing table.
        out: sent with sent_valid: to the router. word, word_valid: a word from the host. event_source, event_value,
             event_valid: a source of this core's sends. gathered: the phases of all cores are over. empty: no flit
             and no spike is inside.
        A spike takes two cycles, and another for an output that goes to other cores, too.
        Reset: empty, before the first phase; the routing table keeps its words.
        """)
final class MeshPort extends Module {
    final Word flit;
    final Bit flitValid = inBit();
    final Bit flitReady = outBit();
    final Word sent;
    final Bit sentValid = outBit();
    final Bit sentReady = inBit();
    final Word own;
    final Word number = in(SpikingLayout.CORE_BITS);
    final Word word = out(BEAT_BITS);
    final Bit wordValid = outBit();
    final Bit wordReady = inBit();
    final Word beat = in(BEAT_BITS);
    final Bit beatValid = inBit();
    final Bit beatReady = outBit();
    final Bit beatEnds = inBit();
    final Word firedNeuron;
    final Word firedValue;
    final Bit firedLeaves = inBit();
    final Bit firedValid = inBit();
    final Bit firedReady = outBit();
    final Word eventSource;
    final Word eventValue;
    final Bit eventValid = outBit();
    final Bit eventReady = inBit();
    final Bit phaseOver = inBit();
    final Bit gathered = outBit();
    final Bit empty = outBit();
    final Bit loadRoutes = inBit();
    final Word loadAddress = in(INDEX_BITS);
    final Word loadData;

    final FlitQueue queue;
    final io.fluxmill.hw.hdl.Memory routes;

    private final SpikingShape shape;
    private final int cores;
    private final Bit held = regBit(false);
    private final Bit phase = regBit(false);
    private final Bit tells = regBit(false);
    private final Word spikeLoad = wire(Flit.LOAD_BITS);
    private final Word beatLoad = wire(Flit.LOAD_BITS);
    private final Word elsewhere;
    private final Bit spikeGoes = wireBit();
    private final Bit beatGoes = wireBit();

    MeshPort(SpikingShape shape) {
        this.shape = shape;
        cores = shape.cores();
        int bits = Flit.bits(cores);
        flit = in(bits);
        sent = out(bits);
        own = in(cores);
        firedNeuron = in(neuronBits(shape));
        firedValue = in(shape.valueBits());
        eventSource = out(shape.sourceBits());
        eventValue = out(shape.valueBits());
        loadData = in(shape.widthBits(Memory.ROUTES));
        elsewhere = wire(cores);
        queue = child(() -> new FlitQueue(bits));
        routes = memory(shape.neurons(), shape.widthBits(Memory.ROUTES));
        routes.write(loadAddress.slice(0, routes.addressBits()), loadData, loadRoutes);
        spikes();
        phases();
        send();
        empty.set(queue.valid.or(held).not());
    }

    /** Bits of the number of a neuron of a core. */
    static int neuronBits(SpikingShape shape) {
        return 31 - Integer.numberOfLeadingZeros(shape.neurons());
    }

    /** Spikes of this core and of others; those of others go first. */
    private void spikes() {
        queue.pushed.set(flit);
        queue.push.set(flitValid);
        flitReady.set(queue.ready);
        Bit comes = queue.valid.and(Flit.is(queue.data, Flit.SPIKE)).named("spike_comes");
        Word load = Flit.load(queue.data);
        word.set(load);
        wordValid.set(queue.valid.and(Flit.is(queue.data, Flit.WORD)));
        queue.pop.set(Word.mux(
                        Flit.is(queue.data, Flit.SPIKE),
                        eventReady.asWord(),
                        Word.mux(Flit.is(queue.data, Flit.WORD), wordReady.asWord(), Word.of(1, 1)))
                .bit(0)
                .and(queue.valid));

        Bit free = held.not().named("free");
        Bit accept = firedValid.and(free).named("accept");
        Word route = routes.read(firedNeuron, accept).named("route");
        Word neuron = reg(firedNeuron.width()).named("held_neuron");
        Word value = reg(shape.valueBits()).named("held_value");
        Bit leaves = regBit(false).named("held_leaves");
        Bit here = regBit(false).named("was_here");
        Bit there = regBit(false).named("was_there");
        Bit out = regBit(false).named("was_out");
        firedReady.set(free);
        Word to = route.slice(0, cores);
        Word source = route.slice(cores, shape.sourceBits());
        elsewhere.set(to.and(own.not()));
        Bit hereDue = held.and(to.and(own).any()).and(here.not()).named("here_due");
        spikeGoes.set(held.and(elsewhere.any()).and(there.not()));
        beatGoes.set(held.and(leaves).and(out.not()));
        Bit hereDone = hereDue.and(eventReady).and(comes.not()).named("here_done");
        Bit thereDone = spikeGoes.and(sentReady).named("there_done");
        Bit outDone = beatGoes.and(spikeGoes.not()).and(sentReady).named("out_done");
        Bit done = held.and(hereDue.and(hereDone.not())
                        .or(spikeGoes.and(thereDone.not()))
                        .or(beatGoes.and(outDone.not()))
                        .not())
                .named("done");
        here.set(done.not().and(here.or(hereDone)));
        there.set(done.not().and(there.or(thereDone)));
        out.set(done.not().and(out.or(outDone)));
        when(done, () -> held.set(Bit.of(false)));
        when(accept, () -> {
            held.set(Bit.of(true));
            neuron.set(firedNeuron);
            value.set(firedValue);
            leaves.set(firedLeaves);
        });
        eventSource.set(Word.mux(comes, load.slice(0, shape.sourceBits()), source));
        eventValue.set(Word.mux(comes, load.slice(VALUE_LSB, shape.valueBits()), value));
        eventValid.set(comes.or(hereDue));
        spikeLoad.set(Word.cat(value.resize(BEAT_BITS - VALUE_LSB), source.resize(INDEX_BITS)));
        beatLoad.set(Word.cat(
                Word.of(SpikingLayout.SPIKE, OP_BITS),
                value.resize(VALUE_BITS),
                Word.cat(number, neuron).resize(INDEX_BITS)));
    }

    /** Whose phase is over. */
    private void phases() {
        int bits = 32 - Integer.numberOfLeadingZeros(cores);
        Bit waits = regBit(false).named("waits");
        Word even = reg(bits, 0).named("even_ends");
        Word odd = reg(bits, 0).named("odd_ends");
        Bit ended = queue.valid.and(Flit.is(queue.data, Flit.END)).named("end_comes");
        Bit ofOdd = Flit.load(queue.data).bit(0).named("end_of_odd");
        when(ended.and(ofOdd.not()), () -> even.set(even.plus(1)));
        when(ended.and(ofOdd), () -> odd.set(odd.plus(1)));
        Bit all = Word.mux(phase, odd, even).eq(cores - 1).named("all_ended");
        Bit over = waits.and(tells.not()).and(all).named("over");
        when(over.and(phase.not()), () -> even.set(Word.of(0, bits)));
        when(over.and(phase), () -> odd.set(Word.of(0, bits)));
        when(over, () -> {
            waits.set(Bit.of(false));
            phase.set(phase.not());
        });
        Bit told = tells.and(held.not()).and(sentReady).named("told");
        when(told, () -> tells.set(Bit.of(false)));
        when(phaseOver, () -> {
            waits.set(Bit.of(true));
            tells.set(Bit.of(true));
        });
        gathered.set(waits.not());
    }

    /** A spike, then the end of its phase, then words for the host. */
    private void send() {
        Word host = Word.of(1L << cores, cores + 1);
        Word spike = Flit.of(Flit.SPIKE, spikeLoad, elsewhere.resize(cores + 1));
        Word output = Flit.of(Flit.WORD, beatLoad, host);
        Word end = Flit.of(Flit.END, phase.extend(Flit.LOAD_BITS), own.not().resize(cores + 1));
        Word last = Flit.of(Flit.END, beat, host);
        Word state = Flit.of(Flit.WORD, beat, host);
        sent.set(Word.mux(
                held, Word.mux(spikeGoes, spike, output), Word.mux(tells, end, Word.mux(beatEnds, last, state))));
        sentValid.set(spikeGoes.or(beatGoes).or(held.not().and(tells.or(beatValid))));
        beatReady.set(held.not().and(tells.not()).and(sentReady));
    }
}
