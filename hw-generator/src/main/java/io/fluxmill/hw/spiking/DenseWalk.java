// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Clock-driven connections: for each group of neurons the values of all sources, fired or not, some in each cycle, with a word of weights for each.
 *
 * <pre>
 * kept values ─▶ values ─┐
 * walks ─▶ step of sources, group, step of weights ─▶ one product a lane and source
 * </pre>
 */
@Contract(
        """
        Walks through clock-driven connections: a step of walk_sources sources, and as many words of weights, a cycle.
        in:  look with look_address: the next cycle may have keep: value is added to what is kept of that source.
             start (pulse) with first: the walks from that number to the one that is the last are done; not while busy.
             clear with clear_address: what is kept of its step is 0 after; not while busy. load with load_address:
             load_data is stored.
        out: busy. active with weight_step and walked_group: the words and the group that they are for; the sources'
             values are on found one cycle later. lost (pulse): a value was not kept, because it and what was kept
             before are too large together.
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
    final Word weightStep;
    final Word walkedGroup;
    final Word found;
    final Bit lost = outBit();

    final Memory walks;
    final Memory[] values;

    private final SpikingShape shape;
    private final int wayBits;

    private final Word step;
    private final Word mask;
    private final Bit erases = wireBit();

    DenseWalk(SpikingShape shape, int loadBits) {
        this.shape = shape;
        wayBits = Integer.numberOfTrailingZeros(shape.walkSources());
        lookAddress = in(shape.sourceBits());
        value = in(shape.valueBits());
        first = in(shape.walkBits());
        clearAddress = in(shape.sourceBits());
        loadData = in(loadBits);
        weightStep = out(shape.weightStepBits());
        walkedGroup = out(shape.groupBits());
        found = out(shape.walkSources() * shape.valueBits());
        step = reg(shape.stepBits());
        mask = wire(shape.walkSources());
        walks = memory(shape.clockDriven(), shape.widthBits(SpikingLayout.Memory.WALKS));
        values = new Memory[shape.walkSources()];
        for (int i = 0; i < values.length; i++) {
            values[i] = memory(shape.sources() / values.length, shape.valueBits());
        }
        walks.write(loadAddress.slice(0, walks.addressBits()), loadData.slice(0, walks.widthBits()), load);
        walk();
        keep();
    }

    private void walk() {
        Word number = reg(shape.walkBits()).named("number");
        Bit fetching = regBit(false).named("fetching");
        Bit fetched = regBit(false).named("fetched");
        Bit running = regBit(false).named("running");
        Word stepsLeft = reg(shape.stepBits()).named("steps_left");
        Word groupsLeft = reg(shape.groupBits()).named("groups_left");
        Word weight = reg(shape.weightStepBits()).named("weight");
        Word at = reg(shape.groupBits()).named("at_group");
        Bit begins = regBit(false).named("group_begins");
        Word entry = walks.read(number, fetching);
        Fields fields = new Fields(entry);
        Word firstStep = fields.next(shape.stepBits());
        Word moreSteps = fields.next(shape.stepBits());
        Word firstWeight = fields.next(shape.weightStepBits());
        Word firstGroup = fields.next(shape.groupBits());
        Word moreGroups = fields.next(shape.groupBits());
        Word head = fields.next(shape.walkSources());
        Word tail = fields.next(shape.walkSources());
        Bit clears = fields.next(1).bit(0);
        Bit last = fields.next(1).bit(0);
        Bit groupEnds = running.and(stepsLeft.isZero()).named("group_ends");
        Bit ends = groupEnds.and(groupsLeft.isZero()).named("walk_ends");
        fetched.set(fetching);
        when(start, () -> {
            number.set(first);
            fetching.set(Bit.of(true));
        });
        when(fetching, () -> fetching.set(Bit.of(false)));
        when(fetched, () -> {
            running.set(Bit.of(true));
            step.set(firstStep);
            stepsLeft.set(moreSteps);
            groupsLeft.set(moreGroups);
            weight.set(firstWeight);
            at.set(firstGroup);
            begins.set(Bit.of(true));
        });
        when(running, () -> {
            step.set(step.plus(1));
            stepsLeft.set(stepsLeft.minus(1));
            weight.set(weight.plus(1));
            begins.set(Bit.of(false));
        });
        when(groupEnds, () -> {
            step.set(firstStep);
            stepsLeft.set(moreSteps);
            groupsLeft.set(groupsLeft.minus(1));
            at.set(at.plus(1));
            begins.set(Bit.of(true));
        });
        when(ends, () -> {
            running.set(Bit.of(false));
            number.set(number.plus(1));
            fetching.set(last.not());
        });
        busy.set(fetching.or(fetched).or(running));
        active.set(running);
        weightStep.set(weight);
        walkedGroup.set(at);
        Word all = Word.of((1L << shape.walkSources()) - 1, shape.walkSources());
        mask.set(Word.mux(begins, head, all).and(Word.mux(groupEnds, tail, all)));
        erases.set(running.and(clears).and(groupsLeft.isZero()));
    }

    /** The values that events bring, until a walk takes and clears them. */
    private void keep() {
        int bits = shape.valueBits();
        Word lookStep = lookAddress.slice(wayBits, shape.stepBits());
        Word readStep = Word.mux(active, step, lookStep).named("value_step");
        Word keepAddress = reg(shape.sourceBits()).named("keep_address");
        when(look, () -> keepAddress.set(lookAddress));
        Word way = wayBits == 0 ? Word.of(0, 1) : keepAddress.slice(0, wayBits);
        Word erasedAt = next("erased_at", step);
        List<Word> kept = new ArrayList<>();
        for (Memory bank : values) {
            kept.add(bank.read(readStep, look.or(active)));
        }
        Word before = (wayBits == 0 ? kept.get(0) : way.select(kept)).named("kept_before");
        Word sum = before.plusExpand(value).named("kept_sum");
        Bit fits = sum.bit(bits).not().named("kept_sum_fits");
        Bit stores = keep.and(fits).named("stores");
        for (int i = 0; i < values.length; i++) {
            Bit erased = next("erased_" + i, erases.and(mask.bit(i)));
            values[i].write(
                    Word.mux(
                                    clear,
                                    clearAddress.slice(wayBits, shape.stepBits()),
                                    Word.mux(erased, erasedAt, keepAddress.slice(wayBits, shape.stepBits())))
                            .named("value_write_step_" + i),
                    sum.slice(0, bits).gate(clear.or(erased).not()).named("value_written_" + i),
                    stores.and(way.eq(i)).or(erased).or(clear));
        }
        found.set(Word.catLow(shape.weightBits() > 1 ? kept : masked(kept)));
        lost.set(keep.and(fits.not()));
    }

    /** Without the values of other sources in a step, whose weights of one bit are not 0. */
    private List<Word> masked(List<Word> kept) {
        Word read = next("mask_read", mask);
        List<Word> values = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            values.add(kept.get(i).gate(read.bit(i)));
        }
        return values;
    }

    /** Fields of a memory word, the first one lowest. */
    private static final class Fields {
        private final Word word;
        private int at;

        Fields(Word word) {
            this.word = word;
        }

        Word next(int bits) {
            at += bits;
            return word.slice(at - bits, bits);
        }
    }
}
