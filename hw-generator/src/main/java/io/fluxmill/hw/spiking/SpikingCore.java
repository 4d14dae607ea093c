// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.INDEX_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_LSB;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_LSB;
import static io.fluxmill.hw.spiking.CoreState.CLEARING;
import static io.fluxmill.hw.spiking.CoreState.DRAIN;
import static io.fluxmill.hw.spiking.CoreState.EARLY;
import static io.fluxmill.hw.spiking.CoreState.EVENT;
import static io.fluxmill.hw.spiking.CoreState.IDLE;
import static io.fluxmill.hw.spiking.CoreState.LATE;
import static io.fluxmill.hw.spiking.CoreState.LOADING;
import static io.fluxmill.hw.spiking.CoreState.REPORT;
import static io.fluxmill.hw.spiking.CoreState.SETTLE;
import static io.fluxmill.hw.spiking.CoreState.SHOWING;
import static io.fluxmill.hw.spiking.CoreState.SHOWN;
import static io.fluxmill.hw.spiking.CoreState.TURN;
import static io.fluxmill.hw.spiking.CoreState.UPDATE;
import static io.fluxmill.hw.spiking.CoreState.WALK;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Word;
import java.util.List;

/**
 * What processes the words of the streams: loads, spikes of inputs, ticks.
 *
 * <pre>
 *  word ─▶ control ─▶ events ─▶ synapses ─▶ sums
 *             │         ▲                    │
 *             │      scanner ◀─ neurons ◀────┘
 *             └─▶ beat
 * </pre>
 */
@Contract(
        """
        What processes the words of the streams, which are in the document of the engine.
        in:  word with word_valid and word_ready: a word is taken where it is processed. beat_ready: the beat is taken.
             contract_fields, inputs, population_count, late_tick: the registers of these names, stable while not idle.
        out: beat with beat_valid. idle: a word that is there would be looked at. loading: the word is a beat of a load.
             failed (pulse): a word with an unknown operation, or a load beyond a memory. dropped (pulse): a spike for
             an input that the program does not have, or a second one in a tick that is too large for a clock-driven connection. ticking: an input's spike or a tick is processed. added: a word
             of weights is added to sums. spike (pulse) with spike_value: a neuron fired.
        A tick: biases, then population by population in the order of the program: its neurons are updated, then the
        spikes of those that fired are added to the sums of the neurons behind them.
        On a mesh, fired_* are the spikes, with fired_leaves for those of outputs; event_* are what sends to the neurons here
        while a tick is processed, from this core or another. phase_over (pulse): a tick has begun, or the spikes of a
        population were taken; the next population waits for gathered. beat_ends: the beat is the end of a tick.
        load_routes, load_address, load_data: a word of the routing table.
        Reset: idle, tick 0; memories, and with them states, are undefined until they are loaded and cleared.
        """)
final class SpikingCore extends SpikingUnit {
    /** On a mesh only. */
    final MeshSide mesh;

    final MemoryLoader loader;
    final SynapseEngine synapses;
    final NeuronUpdate neurons;
    final SpikeScanner scanner;
    final Memory populations;

    private final SpikingShape shape;
    private final Word state = reg(CoreState.BITS, IDLE);
    private final Word tick = reg(TICK_BITS, 0);
    private final Word slot;
    private final Word population;
    private final Word sweep;
    private final Word lane;
    private final Word shown = wire(BEAT_BITS);
    private final Word op;
    private final Word value;
    private final Word index;
    private final Bit head;
    /** Whether spikes of neurons are sent; on a single core also while others are updated, whose sums are not touched until then. */
    private final Bit sends;

    private final Bit begins = wireBit().named("update_begins");

    SpikingCore(SpikingShape shape) {
        super(shape.valueBits());
        this.shape = shape;
        int loadBits = MemoryLoader.dataBits(shape);
        mesh = shape.cores() > 1 ? meshSide(shape) : null;
        loader = child(() -> new MemoryLoader(shape));
        synapses = child(() -> new SynapseEngine(shape, loadBits));
        neurons = child(() -> new NeuronUpdate(shape, loadBits));
        scanner = child(() -> new SpikeScanner(shape));
        populations = memory(shape.populations(), shape.widthBits(SpikingLayout.Memory.POPULATIONS));
        slot = reg(shape.slotBits(), 0);
        population = reg(populations.addressBits());
        sweep = reg(Math.max(shape.groupBits() + shape.slotBits(), shape.clockDriven() > 0 ? shape.sourceBits() : 0));
        lane = reg(7);
        op = word.slice(OP_LSB, OP_BITS).named("op");
        value = word.slice(VALUE_LSB, VALUE_BITS).named("word_value");
        index = word.slice(0, INDEX_BITS).named("word_index");
        head = at(IDLE).and(wordValid)
                .and(op.eq(SpikingLayout.SPIKE).or(op.eq(SpikingLayout.TICK)).or(synapses.idle))
                .named("head");
        sends = (mesh == null ? at(DRAIN).or(at(UPDATE)) : at(DRAIN)).named("sends");
        loads();
        Word entry = populations.read(population, Bit.of(true)).named("population_entry");
        events(entry);
        update(entry);
        states();
        control(entry);
        report(entry);
        status();
        if (mesh != null) {
            mesh(entry);
        }
    }

    @Override
    Word addedWords() {
        return Word.of(1, 1);
    }

    /** Spikes leave through the port, and events come from it. */
    private void mesh(Word entry) {
        mesh.firedNeuron().set(scanner.neuron);
        mesh.firedValue().set(scanner.value);
        mesh.firedLeaves().set(outputs(entry));
        mesh.firedValid().set(at(DRAIN).and(scanner.valid));
        mesh.eventReady().set(synapses.eventReady.and(open()));
        mesh.beatEnds().set(at(REPORT));
        mesh.loadRoutes().set(loader.write(SpikingLayout.Memory.ROUTES));
        mesh.loadAddress().set(loader.writeAddress);
        mesh.loadData().set(loader.data.slice(0, mesh.loadData().width()));
    }

    /** Whether events of the mesh are taken: while no event of this core's own is, and no sums are used. */
    private Bit open() {
        return own().or(at(WALK)).or(at(UPDATE)).or(begins).not();
    }

    private Bit own() {
        return at(EVENT).or(at(EARLY)).or(at(LATE));
    }

    private Bit at(int which) {
        return state.eq(which);
    }

    private void go(int which) {
        state.set(Word.of(which, CoreState.BITS));
    }

    private Bit is(int operation) {
        return head.and(op.eq(operation));
    }

    private void loads() {
        loader.start.set(is(SpikingLayout.LOAD));
        loader.memory.set(value);
        loader.address.set(index);
        loader.beat.set(word);
        loader.take.set(at(LOADING).and(wordValid).and(loader.busy));
        loader.feed(synapses, neurons, populations);
    }

    /** Who sends to the synapses: an input, a constant, or a neuron that fired. */
    private void events(Word entry) {
        Word first = inputs.resize(INDEX_BITS + 1).plus(SpikingLayout.CONSTANTS).named("first_neuron_source");
        Word neuron = scanner.neuron.resize(INDEX_BITS + 1).plus(first).named("neuron_source");
        Word input = index.resize(INDEX_BITS + 1).plus(SpikingLayout.CONSTANTS).named("input_source");
        Word constant = at(LATE).extend(INDEX_BITS + 1);
        Word inputValue = value.slice(0, shape.valueBits());
        Word one = Word.of(1, shape.valueBits());
        Bit late = tick.less(lateTick).not().named("late");
        if (mesh != null) {
            Word own = Word.mux(at(EVENT), input, constant).slice(0, shape.sourceBits());
            synapses.eventSource.set(Word.mux(own(), own, mesh.eventSource()));
            synapses.eventValue.set(Word.mux(own(), Word.mux(at(EVENT), inputValue, one), mesh.eventValue()));
            synapses.eventValid.set(
                    at(EVENT).or(at(EARLY)).or(at(LATE).and(late)).or(open().and(mesh.eventValid())));
            scanner.ready.set(at(DRAIN).and(mesh.firedReady()));
            synapses.slot.set(slot);
            return;
        }
        Word source =
                Word.mux(sends, neuron, Word.mux(at(EVENT), input, constant)).named("event_source");
        synapses.eventSource.set(source.slice(0, synapses.eventSource.width()));
        synapses.eventValue.set(Word.mux(sends, scanner.value, Word.mux(at(EVENT), inputValue, one)));
        Bit leaves = outputs(entry).not().or(beatReady).named("output_has_room");
        synapses.eventValid.set(at(EVENT)
                .or(at(EARLY))
                .or(at(LATE).and(late))
                .or(sends.and(scanner.valid).and(leaves)));
        scanner.ready.set(sends.and(synapses.eventReady).and(leaves));
        synapses.slot.set(slot);
    }

    private Bit outputs(Word entry) {
        return entry.bit(2 * shape.groupBits() + 3);
    }

    /** Whether the population has clock-driven connections. */
    private Bit walks(Word entry) {
        int at = 2 * shape.groupBits() + 4;
        boolean any = shape.clockDriven() > 0;
        synapses.walkFirst.set(any ? entry.slice(at, shape.walkBits()) : Word.of(0, shape.walkBits()));
        return (any ? entry.bit(at + shape.walkBits()) : Bit.of(false)).named("has_walks");
    }

    private void update(Word entry) {
        int groupBits = shape.groupBits();
        neurons.firstGroup.set(entry.slice(0, groupBits));
        neurons.moreGroups.set(entry.slice(groupBits, groupBits));
        neurons.synapse.set(entry.bit(2 * groupBits));
        neurons.fires.set(entry.bit(2 * groupBits + 1));
        neurons.threshold.set(entry.bit(2 * groupBits + 2));
        neurons.contractFields.set(contractFields);
        neurons.taken.set(synapses.taken);
        synapses.taking.set(at(UPDATE));
        synapses.take.set(neurons.take);
        synapses.takeGroup.set(neurons.takeGroup);
        scanner.fired.set(neurons.fired);
        scanner.firedGroup.set(neurons.firedGroup);
        scanner.spikes.set(neurons.spikes);
    }

    /** States are cleared and shown. */
    private void states() {
        Bit clearing = at(CLEARING);
        synapses.clearSums.set(clearing.or(neurons.clearSums));
        Word sums = sweep.slice(0, shape.groupBits() + shape.slotBits());
        synapses.clearAt.set(Word.mux(clearing, sums, Word.cat(slot, neurons.clearSumsGroup)));
        synapses.clearValues.set(clearing);
        synapses.clearValueAt.set(sweep.resize(shape.sourceBits()));
        neurons.clear.set(clearing);
        neurons.clearGroup.set(sweep.slice(0, shape.groupBits()));
        neurons.show.set(at(SHOWING));
        neurons.showGroup.set(index.slice(0, shape.groupBits()));
        shown.set(lane.select(neurons.shownWords()));
    }

    static int shownWords(SpikingShape shape) {
        return (shape.currents() ? 2 : 1) * shape.lanes();
    }

    private void control(Word entry) {
        Bit settled = mesh == null ? synapses.idle : synapses.idle.and(mesh.gathered());
        // The entry of a population comes a cycle after its number.
        Bit there = next("entry_is_there", at(SETTLE));
        begins.set(at(SETTLE).and(there).and(settled));
        when(head, () -> {
            Bit spike = op.eq(SpikingLayout.SPIKE);
            when(spike.and(known()).and(value.any()), () -> go(EVENT));
            when(op.eq(SpikingLayout.TICK), () -> go(EARLY));
            when(op.eq(SpikingLayout.STATE), () -> go(SHOWING));
            when(op.eq(SpikingLayout.LOAD), () -> go(LOADING));
            when(op.eq(SpikingLayout.CLEAR), () -> {
                go(CLEARING);
                sweep.set(Word.of(0, sweep.width()));
            });
        });
        when(at(EVENT).and(synapses.eventReady), () -> go(IDLE));
        when(at(EARLY).and(synapses.eventReady), () -> go(LATE));
        Bit late = tick.less(lateTick).not().named("late_now");
        Bit begun = at(LATE).and(synapses.eventReady.or(late.not())).named("tick_begun");
        when(begun, () -> {
            go(SETTLE);
            population.set(Word.of(0, population.width()));
        });
        Bit last = population
                .resize(9)
                .plus(1)
                .less(populationCount.resize(9))
                .not()
                .named("last_population");
        // The pulse that starts an update is the cycle in which SETTLE ends; its groups are under way from the next on.
        Bit walks = walks(entry);
        synapses.walkStart.set(begins.and(walks));
        when(begins, () -> go(UPDATE));
        when(begins.and(walks), () -> go(WALK));
        Bit walked = at(WALK).and(next("walk_began", at(WALK))).and(settled).named("walk_ends");
        when(walked, () -> go(UPDATE));
        Bit starts = begins.and(walks.not()).or(walked).named("update_starts");
        neurons.start.set(mesh == null ? starts : starts.and(entry.top()));
        when(at(UPDATE).and(neurons.busy.not()), () -> go(DRAIN));
        Bit drained = at(DRAIN).and(scanner.empty);
        if (mesh != null) {
            drained = drained.and(mesh.firedReady());
            mesh.phaseOver().set(begun.or(drained));
        }
        when(drained, () -> {
            go(SETTLE);
            population.set(population.plus(1));
        });
        // What waits for the next tick is added to its sums before the end of this one is told.
        boolean waits = shape.delayQueue() > 0;
        when(drained.and(last), () -> go(waits ? TURN : REPORT));
        Bit turned = at(TURN).and(settled).named("turned");
        synapses.turn.set(turned);
        when(turned, () -> go(REPORT));
        Bit told = at(REPORT).and(beatReady).and(settled).named("told");
        when(told, () -> {
            go(IDLE);
            tick.set(tick.plus(1));
        });
        when(waits ? turned : told, () -> slot.set(slot.plus(1)));
        when(at(LOADING).and(loader.busy.not()), () -> go(IDLE));
        when(at(CLEARING), () -> {
            sweep.set(sweep.plus(1));
            tick.set(Word.of(0, TICK_BITS));
            slot.set(Word.of(0, slot.width()));
        });
        when(at(CLEARING).and(sweep.not().isZero()), () -> go(IDLE));
        when(at(SHOWING), () -> {
            go(SHOWN);
            lane.set(Word.of(0, lane.width()));
        });
        when(at(SHOWN).and(beatReady), () -> lane.set(lane.plus(1)));
        when(at(SHOWN).and(beatReady).and(lane.eq(shownWords(shape) - 1L)), () -> go(IDLE));
        // A word is taken where it was processed: spikes and states in their own states, the others at once.
        Bit atOnce = head.and(op.eq(SpikingLayout.TICK)
                        .or(op.eq(SpikingLayout.LOAD))
                        .or(op.eq(SpikingLayout.CLEAR))
                        .or(unknown())
                        .or(op.eq(SpikingLayout.SPIKE)
                                .and(known().and(value.any()).not())))
                .named("taken_at_once");
        wordReady.set(
                atOnce.or(at(EVENT).and(synapses.eventReady)).or(loader.take).or(at(SHOWING)));
    }

    private Bit known() {
        return index.less(inputs);
    }

    private Bit unknown() {
        return Word.of(SpikingLayout.CLEAR, OP_BITS).less(op);
    }

    private void report(Word entry) {
        Word end = Word.cat(Word.of(SpikingLayout.TICK, OP_BITS), tick);
        if (mesh != null) {
            beat.set(Word.mux(at(SHOWN), shown, end));
            beatValid.set(at(SHOWN).or(at(REPORT).and(synapses.idle).and(mesh.gathered())));
            return;
        }
        Word spike = Word.cat(
                Word.of(SpikingLayout.SPIKE, OP_BITS),
                scanner.value.resize(VALUE_BITS),
                scanner.neuron.resize(INDEX_BITS));
        Bit leaves = sends.and(scanner.valid)
                .and(synapses.eventReady)
                .and(outputs(entry))
                .named("spike_leaves");
        beat.set(Word.mux(at(SHOWN), shown, Word.mux(at(REPORT), end, spike)));
        beatValid.set(leaves.or(at(SHOWN)).or(at(REPORT).and(synapses.idle)));
    }

    private void status() {
        idle.set(at(IDLE).or(at(LOADING)));
        loading.set(loader.busy);
        failed.set(loader.failed.or(head.and(unknown())));
        dropped.set(is(SpikingLayout.SPIKE).and(known().not()).or(synapses.lost));
        ticking.set(Bit.anyOf(List.of(
                        at(EVENT),
                        at(EARLY),
                        at(LATE),
                        at(SETTLE),
                        at(WALK),
                        at(UPDATE),
                        at(DRAIN),
                        at(TURN),
                        at(REPORT)))
                .or(head.and(op.eq(SpikingLayout.SPIKE).or(op.eq(SpikingLayout.TICK))))
                .or(synapses.idle.not()));
        added.set(synapses.added);
        spike.set(scanner.valid.and(scanner.ready));
        spikeValue.set(scanner.value);
    }
}
