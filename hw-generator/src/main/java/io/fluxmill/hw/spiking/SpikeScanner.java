// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;

/** Keeps the groups of a population in which neurons fired, and gives their spikes one by one. */
@Contract(
        """
        Keeps the groups in which neurons fired, and gives their spikes one by one, the lowest lane first.
        in:  fired with fired_group and spikes: a group is kept; there is room for every group of the engine. ready: the
             spike on neuron and value is taken.
        out: valid, neuron, value: a spike. empty: none is left.
        Reset: empty.
        """)
final class SpikeScanner extends Module {
    final Bit fired = inBit();
    final Word firedGroup;
    final Word spikes;
    final Bit valid = outBit();
    final Word neuron;
    final Word value;
    final Bit ready = inBit();
    final Bit empty = outBit();
    final Fifo queue;

    SpikeScanner(SpikingShape shape) {
        int lanes = shape.lanes();
        int valueBits = shape.valueBits();
        int laneBits = 31 - Integer.numberOfLeadingZeros(lanes);
        firedGroup = in(shape.groupBits());
        spikes = in(lanes * valueBits);
        neuron = out(shape.groupBits() + laneBits);
        value = out(valueBits);
        queue = child(() -> new Fifo(Math.max(2, shape.groups()), shape.groupBits() + lanes * valueBits));
        queue.push.set(fired);
        queue.pushed.set(Word.cat(firedGroup, spikes));
        Word left = reg(lanes * valueBits, 0).named("spikes_left");
        Word leftGroup = reg(shape.groupBits()).named("group_left");
        Word lane = Word.of(0, Math.max(1, laneBits));
        Word chosen = Word.of(0, valueBits);
        Word rest = left;
        Bit found = Bit.of(false);
        Word[] after = new Word[lanes];
        for (int i = 0; i < lanes; i++) {
            Word part = rest.slice(i * valueBits, valueBits);
            Bit first = part.any().and(found.not()).named("first_" + i);
            chosen = chosen.or(part.gate(first)).named("value_to_" + i);
            lane = lane.or(Word.of(i, lane.width()).gate(first)).named("lane_to_" + i);
            found = found.or(part.any()).named("found_to_" + i);
            after[i] = part.gate(first.not());
        }
        Bit some = found;
        Word others = Word.catLow(java.util.List.of(after)).named("spikes_after");
        Bit taken = some.and(ready).named("taken");
        Bit last = others.isZero().named("last_of_group");
        Bit pop = queue.valid.and(some.not().or(taken.and(last))).named("pop");
        queue.pop.set(pop);
        when(taken, () -> left.set(others));
        when(pop, () -> {
            left.set(queue.data.slice(0, lanes * valueBits));
            leftGroup.set(queue.data.slice(lanes * valueBits, shape.groupBits()));
        });
        valid.set(some);
        neuron.set(laneBits == 0 ? leftGroup : Word.cat(leftGroup, lane));
        value.set(chosen);
        empty.set(some.not().and(queue.level.isZero()));
    }
}
