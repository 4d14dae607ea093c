// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.spiking.mesh.Grid;
import io.fluxmill.hw.spiking.mesh.Grid.Side;
import io.fluxmill.hw.spiking.mesh.Router;
import java.util.ArrayList;
import java.util.List;

/**
 * Several cores on a mesh.
 *
 * <pre>
 * word, beat ◀─▶ host ◀─▶ router 0 ◀─▶ router 1 ...
 *                          ▲            ▲
 *                          ▼            ▼
 *                         port         port
 *                          ▲            ▲
 *                          ▼            ▼
 *                         core         core
 * </pre>
 */
@Contract(
        """
        Several cores on a mesh, which do together what one does.
        in:  word with word_valid and word_ready: a word is taken where it goes into the mesh. beat_ready: the beat is
             taken. contract_fields, inputs, population_count, late_tick: the registers of these names, stable while not
             idle.
        out: beat with beat_valid. idle: nothing is under way. failed, dropped (pulses), ticking: as those of a core.
             added with added_count: words of weights are added to sums. spike (pulse) with spike_value: neurons fired,
             their values added.
        A tick: all cores begin it, then population by population: each core updates its neurons, and goes on when
        the spikes of that population have come from all others.
        Reset: idle, tick 0; memories, and with them states, are undefined until they are loaded and cleared.
        """)
final class SpikingMesh extends SpikingUnit {
    final Word addedCount;
    final MeshHost host;
    final Router[] routers;
    final MeshPort[] ports;
    final SpikingCore[] cores;

    SpikingMesh(SpikingShape shape) {
        super(shape.valueBits() + SpikingLayout.CORE_BITS);
        int count = shape.cores();
        Grid grid = new Grid(count);
        addedCount = out(SpikingLayout.CORE_BITS + 1);
        host = child(() -> new MeshHost(shape));
        routers = new Router[count];
        ports = new MeshPort[count];
        cores = new SpikingCore[count];
        for (int i = 0; i < count; i++) {
            int core = i;
            routers[i] = child(() -> new Router(grid, core));
            ports[i] = child(() -> new MeshPort(shape));
            cores[i] = child(() -> new SpikingCore(shape));
        }
        for (int i = 0; i < count; i++) {
            links(grid, i);
            core(i);
        }
        host.word.set(word);
        host.wordValid.set(wordValid);
        wordReady.set(host.wordReady);
        beat.set(host.beat);
        beatValid.set(host.beatValid);
        host.beatReady.set(beatReady);
        host.inputs.set(inputs);
        status(shape);
    }

    @Override
    Word addedWords() {
        return addedCount;
    }

    /** What comes in at the sides of a router, and whether what leaves is taken. */
    private void links(Grid grid, int core) {
        Router router = routers[core];
        MeshPort port = ports[core];
        router.feed(Side.LOCAL, port.sent, port.sentValid);
        port.sentReady.set(router.takes(Side.LOCAL));
        port.flit.set(router.flit(Side.LOCAL));
        port.flitValid.set(router.valid(Side.LOCAL));
        router.taken(Side.LOCAL, port.flitReady);
        for (Side side : Side.values()) {
            if (side == Side.LOCAL || !grid.has(core, side)) {
                continue;
            }
            int neighbour = grid.neighbour(core, side);
            if (neighbour == grid.host()) {
                router.feed(side, host.sent, host.sentValid);
                host.sentReady.set(router.takes(side));
                host.flit.set(router.flit(side));
                host.flitValid.set(router.valid(side));
                router.taken(side, host.flitReady);
            } else {
                Side other = Grid.opposite(side);
                router.feed(side, routers[neighbour].flit(other), routers[neighbour].valid(other));
                router.taken(side, routers[neighbour].takes(other));
            }
        }
    }

    private void core(int i) {
        SpikingCore core = cores[i];
        MeshPort port = ports[i];
        port.own.set(Word.of(1L << i, cores.length));
        port.number.set(Word.of(i, SpikingLayout.CORE_BITS));
        core.word.set(port.word);
        core.wordValid.set(port.wordValid);
        port.wordReady.set(core.wordReady);
        port.beat.set(core.beat);
        port.beatValid.set(core.beatValid);
        core.beatReady.set(port.beatReady);
        core.contractFields.set(contractFields);
        core.inputs.set(inputs);
        core.populationCount.set(populationCount);
        core.lateTick.set(lateTick);
        MeshSide side = core.mesh;
        port.beatEnds.set(side.beatEnds());
        port.firedNeuron.set(side.firedNeuron());
        port.firedValue.set(side.firedValue());
        port.firedLeaves.set(side.firedLeaves());
        port.firedValid.set(side.firedValid());
        side.firedReady().set(port.firedReady);
        side.eventSource().set(port.eventSource);
        side.eventValue().set(port.eventValue);
        side.eventValid().set(port.eventValid);
        port.eventReady.set(side.eventReady());
        port.phaseOver.set(side.phaseOver());
        side.gathered().set(port.gathered);
        port.loadRoutes.set(side.loadRoutes());
        port.loadAddress.set(side.loadAddress());
        port.loadData.set(side.loadData());
    }

    private void status(SpikingShape shape) {
        List<Bit> still = new ArrayList<>(List.of(host.idle));
        List<Bit> failures = new ArrayList<>(List.of(host.failed));
        List<Bit> losses = new ArrayList<>(List.of(host.dropped));
        List<Bit> ticks = new ArrayList<>(List.of(host.ticking));
        List<Bit> adds = new ArrayList<>();
        List<Bit> spikes = new ArrayList<>();
        Word sum = Word.of(0, spikeValue.width());
        Word words = Word.of(0, addedCount.width());
        for (int i = 0; i < cores.length; i++) {
            still.add(routers[i].empty);
            still.add(ports[i].empty);
            still.add(cores[i].idle);
            failures.add(cores[i].failed);
            losses.add(cores[i].dropped);
            ticks.add(cores[i].ticking);
            adds.add(cores[i].added);
            spikes.add(cores[i].spike);
            sum = sum.plus(cores[i].spikeValue.gate(cores[i].spike).resize(sum.width()))
                    .named("spikes_to_" + i);
            words = words.plus(cores[i].added.extend(words.width())).named("added_to_" + i);
        }
        loading.set(host.loading);
        idle.set(Bit.anyOf(still.stream().map(Bit::not).toList()).not());
        failed.set(Bit.anyOf(failures));
        dropped.set(Bit.anyOf(losses));
        ticking.set(Bit.anyOf(ticks));
        added.set(Bit.anyOf(adds));
        addedCount.set(words);
        spike.set(Bit.anyOf(spikes));
        spikeValue.set(sum);
    }
}
