// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Clock-driven connections: for each group of neurons the values of all sources, fired or not, one after the other with a word of weights each.
 *
 * <pre>
 * kept values ─▶ value ─┐
 * walks ─▶ source, group, weight address ─▶ one product a lane and cycle
 * </pre>
 */
@Contract(
        """
        Walks through clock-driven connections: a source and a word of weights a cycle.
        in:  look with look_address: the next cycle may have keep: value is added to what is kept of that source.
             start (pulse) with first: the walks from that number to the one that is the last are done; not while busy.
             clear with clear_address: what is kept is 0 after; not while busy. load with load_address: load_data is
             stored.
        out: busy. active with weight_address and walked_group: a word of weights and the group that it is for; the source's
             value is on found one cycle later. lost (pulse): a value was not kept, because it and what was kept before
             are too large together.
        Groups come one after the other, each with all sources; a walk that clears makes its values 0 in its last group.
        Reset: not busy; the memories keep their words.
        """)
final class DenseWalk extends Module {
    final Bit look = inBit();
    final Word lookAddress;
    final Bit keep = inBit();
    final Word value;
    final Bit start = inBit();
    final Word first;
    final Bit clear = inBit();
    final Word clearAddress;
    final Bit load = inBit();
    final Word loadAddress = in(SpikingLayout.INDEX_BITS);
    final Word loadData;
    final Bit busy = outBit();
    final Bit active = outBit();
    final Word weightAddress;
    final Word walkedGroup;
    final Word found;
    final Bit lost = outBit();

    final Memory walks;
    final Memory values;

    private final SpikingShape shape;

    DenseWalk(SpikingShape shape, int loadBits) {
        this.shape = shape;
        int sourceBits = shape.sourceBits();
        lookAddress = in(sourceBits);
        value = in(shape.valueBits());
        first = in(shape.walkBits());
        clearAddress = in(sourceBits);
        loadData = in(loadBits);
        weightAddress = out(shape.weightAddressBits());
        walkedGroup = out(shape.groupBits());
        found = out(shape.valueBits());
        walks = memory(shape.clockDriven(), shape.widthBits(SpikingLayout.Memory.WALKS));
        values = memory(shape.sources(), shape.valueBits());
        walks.write(loadAddress.slice(0, walks.addressBits()), loadData.slice(0, walks.widthBits()), load);
        walk(sourceBits);
    }

    private void walk(int sourceBits) {
        Word number = reg(shape.walkBits()).named("number");
        Bit fetching = regBit(false).named("fetching");
        Bit fetched = regBit(false).named("fetched");
        Bit running = regBit(false).named("running");
        Word source = reg(sourceBits).named("source");
        Word sourcesLeft = reg(sourceBits).named("sources_left");
        Word groupsLeft = reg(shape.groupBits()).named("groups_left");
        Word weight = reg(shape.weightAddressBits()).named("weight");
        Word at = reg(shape.groupBits()).named("at_group");
        Word entry = walks.read(number, fetching);
        int bit = 0;
        Word firstSource = entry.slice(bit, sourceBits);
        bit += sourceBits;
        Word moreSources = entry.slice(bit, sourceBits);
        bit += sourceBits;
        Word firstWeight = entry.slice(bit, shape.weightAddressBits());
        bit += shape.weightAddressBits();
        Word firstGroup = entry.slice(bit, shape.groupBits());
        bit += shape.groupBits();
        Word moreGroups = entry.slice(bit, shape.groupBits());
        bit += shape.groupBits();
        Bit clears = entry.bit(bit);
        Bit last = entry.bit(bit + 1);
        Bit groupEnds = running.and(sourcesLeft.isZero()).named("group_ends");
        Bit ends = groupEnds.and(groupsLeft.isZero()).named("walk_ends");
        fetched.set(fetching);
        when(start, () -> {
            number.set(first);
            fetching.set(Bit.of(true));
        });
        when(fetching, () -> fetching.set(Bit.of(false)));
        when(fetched, () -> {
            running.set(Bit.of(true));
            source.set(firstSource);
            sourcesLeft.set(moreSources);
            groupsLeft.set(moreGroups);
            weight.set(firstWeight);
            at.set(firstGroup);
        });
        when(running, () -> {
            source.set(source.plus(1));
            sourcesLeft.set(sourcesLeft.minus(1));
            weight.set(weight.plus(1));
        });
        when(groupEnds, () -> {
            source.set(firstSource);
            sourcesLeft.set(moreSources);
            groupsLeft.set(groupsLeft.minus(1));
            at.set(at.plus(1));
        });
        when(ends, () -> {
            running.set(Bit.of(false));
            number.set(number.plus(1));
            fetching.set(last.not());
        });
        busy.set(fetching.or(fetched).or(running));
        active.set(running);
        weightAddress.set(weight);
        walkedGroup.set(at);

        Word kept = values.read(Word.mux(running, source, lookAddress).named("value_address"), look.or(running));
        found.set(kept);
        Word keepAddress = reg(sourceBits).named("keep_address");
        when(look, () -> keepAddress.set(lookAddress));
        Word sum = kept.plusExpand(value).named("kept_sum");
        Bit fits = sum.bit(shape.valueBits()).not().named("kept_sum_fits");
        Bit stores = keep.and(fits).named("stores");
        Bit erases = running.and(clears).and(groupsLeft.isZero()).named("erases");
        Bit erased = next("erased", erases);
        Word erasedAt = next("erased_at", source);
        lost.set(keep.and(fits.not()));
        values.write(
                Word.mux(clear, clearAddress, Word.mux(erased, erasedAt, keepAddress))
                        .named("value_write_address"),
                sum.slice(0, shape.valueBits()).gate(clear.or(erased).not()).named("value_written"),
                stores.or(erased).or(clear));
    }
}
