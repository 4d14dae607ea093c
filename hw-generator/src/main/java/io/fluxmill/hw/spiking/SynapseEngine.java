// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.core.program.spiking.SpikingShape;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds the weights of a source's synapses to the sums of the neurons behind them: a word of weights, one a lane, in each cycle.
 *
 * <pre>
 * event ─▶ sources ─▶ rows ─▶ queue ─▶ weights ─▶ times value ─▶ sums
 * </pre>
 */
@Contract(
        """
        Adds the weights of a source's synapses to the sums of the neurons behind them, a word of lanes a cycle.
        in:  event_source, event_value with event_valid and event_ready: a source sends a value. slot: the slot of the
             sums of this tick. taking, take_group with take: the sums of a group in this tick's slot are on taken one
             cycle later and held until the next take; taking begins only while idle, and no row is added until it ends. clear_sums with clear_at: the word is 0 after;
             only while idle.
             load_weights, load_sources, load_rows, load_walks with load_address: load_data is stored.
             turn (pulse): slot is that of the next tick from the next cycle on; only while idle.
             walk_start (pulse) with walk_first: the clock-driven connections from that one on are added; only while
             idle, and no event until it is idle again. clear_values with clear_value_at: what is kept for them is 0, and nothing waits for a tick.
        out: idle: nothing is under way. added: a word of weights is added in this cycle. lost (pulse): a value for a
             clock-driven connection was too large together with one that came before it in the tick, or a row with a
             long delay found no place to wait.
        The words of weights lie in walk_sources banks, word by word. A row is fetched while the one before it is added; words of one row, and of rows that wait, follow each other
        cycle by cycle. Sums are two's complement and wrap; a program's sums fit.
        Reset: idle; the memories keep their words.
        """)
final class SynapseEngine extends Module {
    private static final int QUEUE_ROWS = 4;

    final Word eventSource;
    final Word eventValue;
    final Bit eventValid = inBit();
    final Bit eventReady = outBit();
    final Word slot;
    final Bit taking = inBit();
    final Bit take = inBit();
    final Word takeGroup;
    final Word taken;
    final Bit clearSums = inBit();
    final Word clearAt;
    final Bit loadWeights = inBit();
    final Bit loadSources = inBit();
    final Bit loadRows = inBit();
    final Word loadAddress = in(SpikingLayout.INDEX_BITS);
    final Word loadData;
    final Bit walkStart = inBit();
    final Word walkFirst;
    final Bit turn = inBit();
    final Bit clearValues = inBit();
    final Word clearValueAt;
    final Bit loadWalks = inBit();
    final Bit idle = outBit();
    final Bit added = outBit();
    final Bit lost = outBit();

    final Memory[] weights;
    final Memory sources;
    final Memory rows;
    final Memory sums;
    final Fifo queue;
    final DenseWalk walk;
    /** Null in an engine without, as the walk is. */
    final DelayQueue delays;

    private final SpikingShape shape;
    private final int groupBits;
    private final int slotBits;
    private final Bit fetching = wireBit();

    /** @param loadBits width of a word that is loaded, at least that of each memory */
    SynapseEngine(SpikingShape shape, int loadBits) {
        this.shape = shape;
        groupBits = shape.groupBits();
        slotBits = shape.slotBits();
        weights = new Memory[shape.walkSources()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = memory(shape.weightWords() / weights.length, shape.widthBits(SpikingLayout.Memory.WEIGHTS));
        }
        sources = memory(shape.sources(), shape.widthBits(SpikingLayout.Memory.SOURCES));
        rows = memory(shape.rowWords(), shape.widthBits(SpikingLayout.Memory.ROWS));
        sums = memory(shape.groups() * shape.delaySlots(), shape.lanes() * shape.accumulatorBits());
        eventSource = in(sources.addressBits());
        eventValue = in(shape.valueBits());
        slot = in(slotBits);
        takeGroup = in(groupBits);
        taken = out(shape.lanes() * shape.accumulatorBits());
        clearAt = in(sums.addressBits());
        loadData = in(loadBits);
        walkFirst = in(shape.walkBits());
        clearValueAt = in(shape.sourceBits());
        walk = shape.clockDriven() > 0 ? child(() -> new DenseWalk(shape, loadBits)) : null;
        int rowBits = shape.valueBits() + 2 * groupBits + shape.rowWeightBits() + (shape.randomWeights() ? 1 : 0);
        queue = child(() -> new Fifo(QUEUE_ROWS, rowBits + slotBits));
        delays = shape.delayQueue() > 0
                ? child(() -> new DelayQueue(shape.delayQueue(), rowBits, shape.delayBits()))
                : null;
        int wayBits = Integer.numberOfTrailingZeros(weights.length);
        for (int i = 0; i < weights.length; i++) {
            weights[i].write(
                    loadAddress.slice(wayBits, weights[i].addressBits()),
                    loadData.slice(0, weights[i].widthBits()),
                    wayBits == 0
                            ? loadWeights
                            : loadWeights.and(loadAddress.slice(0, wayBits).eq(i)));
        }
        load(sources, loadSources);
        load(rows, loadRows);
        walks();
        fetch();
        execute();
    }

    private void load(Memory memory, Bit enable) {
        memory.write(loadAddress.slice(0, memory.addressBits()), loadData.slice(0, memory.widthBits()), enable);
    }

    /** What clock-driven connections need; nothing in an engine without them. */
    private void walks() {
        if (walk == null) {
            lost.set(delays == null ? Bit.of(false) : delays.lost);
            return;
        }
        walk.start.set(walkStart);
        walk.first.set(walkFirst);
        walk.clear.set(clearValues);
        walk.clearAddress.set(clearValueAt);
        walk.load.set(loadWalks);
        walk.loadAddress.set(loadAddress);
        walk.loadData.set(loadData);
        // Never both: one is of a source, the other of its rows.
        lost.set(delays == null ? walk.lost : walk.lost.or(delays.lost));
    }

    /** Event by event: its source, then its rows one after the other. */
    private void fetch() {
        int rowAddressBits = shape.rowAddressBits();
        Bit atSource = regBit(false).named("at_source");
        Bit atRow = regBit(false).named("at_row");
        Word value = reg(shape.valueBits()).named("value");
        Word firstGroup = reg(groupBits).named("first_group");
        Word rowAddress = reg(rowAddressBits).named("row_address");
        Bit free = wireBit().named("free");
        eventReady.set(free);
        Bit accept = free.and(eventValid).named("accept");
        Word source = sources.read(eventSource, accept);
        Bit valid = source.bit(0);
        Bit again = Bit.of(false);
        if (walk != null) {
            // What is kept of a source is written while the next event comes, which must not be the same source's.
            Word lookedAt = reg(shape.sourceBits()).named("looked_at");
            when(accept, () -> lookedAt.set(eventSource.slice(0, shape.sourceBits())));
            again = lookedAt.eq(eventSource.slice(0, shape.sourceBits()))
                    .and(source.bit(source.width() - 1))
                    .named("again");
            walk.look.set(accept);
            walk.lookAddress.set(eventSource.slice(0, shape.sourceBits()));
            walk.keep.set(atSource.and(source.bit(source.width() - 1)));
            walk.value.set(value);
        }
        Word base = source.slice(1, rowAddressBits);
        Bit rowTaken = wireBit().named("row_taken");
        Bit starts = atSource.and(valid).named("starts");
        Bit push = atRow.and(rowTaken).named("push");
        Word next = rowAddress.plus(1).named("next_row");
        Word row = rows.read(Word.mux(atRow, next, base).named("row_read_address"), starts.or(push));
        int at = 0;
        Word weight = row.slice(at, shape.rowWeightBits());
        at += shape.rowWeightBits();
        Word offset = row.slice(at, groupBits);
        at += groupBits;
        Word more = row.slice(at, groupBits);
        at += groupBits;
        Word delay = row.slice(at, shape.delayBits());
        Bit last = row.top();
        Word group = offset.plus(firstGroup).named("row_group");
        Bit over = Bit.mux(atSource, valid.or(again).not(), push.and(last)).named("over");
        free.set(atSource.or(atRow).not().or(over));
        Word entry = Word.cat(value, more, group, weight);
        if (shape.randomWeights()) {
            entry = Word.cat(row.bit(at + shape.delayBits()).asWord(), entry);
        }
        enqueue(atRow, entry.named("row_entry"), delay, rowTaken);
        when(atSource, () -> {
            atSource.set(Bit.of(false));
            atRow.set(valid);
            firstGroup.set(source.slice(1 + rowAddressBits, groupBits));
            rowAddress.set(base);
        });
        when(push, () -> {
            rowAddress.set(next);
            atRow.set(last.not());
        });
        when(accept, () -> {
            atSource.set(Bit.of(true));
            value.set(eventValue);
        });
        fetching.set(atSource.or(atRow));
    }

    /** A row goes to the queue of rows, or waits for its tick; what has waited comes first. */
    private void enqueue(Bit valid, Word entry, Word delay, Bit taken) {
        Word rowSlot = delay.slice(0, slotBits).plus(slot).named("row_slot");
        if (delays == null) {
            taken.set(queue.ready);
            queue.push.set(valid.and(queue.ready));
            queue.pushed.set(Word.cat(rowSlot, entry));
            return;
        }
        int beyond = delay.width() - slotBits;
        Bit far = beyond == 0
                ? Bit.of(false)
                : delay.slice(slotBits, beyond).any().named("waits");
        Bit near = valid.and(far.not()).and(delays.outValid.not());
        delays.row.set(entry);
        delays.rowTicks.set(delay);
        delays.push.set(valid.and(far));
        delays.turn.set(turn);
        delays.clear.set(clearValues);
        delays.outReady.set(queue.ready);
        taken.set(Bit.mux(far, delays.ready, queue.ready.and(delays.outValid.not())));
        queue.push.set(near.or(delays.outValid).and(queue.ready));
        queue.pushed.set(Word.mux(delays.outValid, Word.cat(slot, delays.outRow), Word.cat(rowSlot, entry))
                .named("row_queued"));
    }

    /** Row by row: a word of weights and of sums a cycle. */
    private void execute() {
        Bit active = regBit(false).named("active");
        Word weightAddress = reg(shape.rowWeightBits()).named("weight_address");
        Bit drawn = shape.randomWeights() ? regBit(false).named("drawn") : Bit.of(false);
        DrawnWeights drawing = shape.randomWeights() ? new DrawnWeights(shape, weightAddress) : null;
        Word group = reg(groupBits).named("group_number");
        Word left = reg(groupBits).named("groups_left");
        Word rowSlot = reg(slotBits).named("executed_slot");
        Word value = reg(shape.valueBits()).named("executed_value");
        Bit ends = active.and(left.isZero()).named("row_ends");
        // Rows of neurons that have fired wait while others are updated.
        Bit pop = queue.valid.and(active.not().or(ends)).and(taking.not()).named("pop");
        queue.pop.set(pop);
        when(active, () -> {
            Word next = weightAddress.plus(1);
            weightAddress.set(
                    drawing == null
                            ? next
                            : Word.mux(drawn, drawing.next().resize(next.width()), next)
                                    .named("next_weights"));
            group.set(group.plus(1));
            left.set(left.minus(1));
        });
        when(ends, () -> active.set(Bit.of(false)));
        when(pop, () -> {
            active.set(Bit.of(true));
            int at = 0;
            weightAddress.set(queue.data.slice(at, shape.rowWeightBits()));
            at += shape.rowWeightBits();
            group.set(queue.data.slice(at, groupBits));
            at += groupBits;
            left.set(queue.data.slice(at, groupBits));
            at += groupBits;
            value.set(queue.data.slice(at, shape.valueBits()));
            at += shape.valueBits();
            if (drawing != null) {
                drawn.set(queue.data.bit(at++));
            }
            rowSlot.set(queue.data.slice(at, slotBits));
        });
        Bit walking = walk == null ? Bit.of(false) : walk.active;
        Bit reads = active.or(walking).named("reads");
        Bit read = next("read", reads);
        Word of = Word.cat(rowSlot, group);
        Word readAt = next(
                "read_at",
                walk == null
                        ? of
                        : Word.mux(walking, Word.cat(slot, walk.walkedGroup), of)
                                .named("reads_at"));
        Word drawnWord = drawing == null ? null : next("drawn_word", drawing.word());
        Bit readDrawn = drawing == null ? Bit.of(false) : next("read_drawn", drawn.and(active));
        List<Word> products = products(weightAddress, value, walking, reads, drawnWord, readDrawn);

        Bit adds = next("adds", read);
        Word addAt = next("add_at", readAt);
        Word address = Word.mux(taking, Word.cat(slot, takeGroup), readAt).named("sum_read_address");
        Word found = sums.read(address, Bit.mux(taking, take, read));
        taken.set(found);
        Bit again = regBit(false).named("added_before");
        Word lastAt = reg(addAt.width()).named("added_at");
        Word lastSums = reg(found.width()).named("added_sums");
        Bit same = again.and(lastAt.eq(addAt)).named("same_sums");
        Word before = Word.mux(same, lastSums, found).named("sums_before");
        List<Word> lanes = new ArrayList<>();
        int bits = shape.accumulatorBits();
        for (int lane = 0; lane < shape.lanes(); lane++) {
            lanes.add(before.slice(lane * bits, bits)
                    .plus(products.get(lane).signExtend(bits))
                    .named("sum_" + lane));
        }
        Word sum = Word.catLow(lanes).named("sums_after");
        again.set(adds);
        lastAt.set(addAt);
        lastSums.set(sum);
        sums.write(
                Word.mux(clearSums, clearAt, addAt).named("sum_write_address"),
                sum.gate(clearSums.not()).named("sum_written"),
                adds.or(clearSums));
        added.set(adds);
        Bit walks = walk == null ? Bit.of(false) : walk.busy;
        Bit waits = delays == null ? Bit.of(false) : delays.busy;
        idle.set(fetching.or(queue.level.any())
                .or(waits)
                .or(active)
                .or(walks)
                .or(read)
                .or(adds)
                .not());
    }

    /**
     * What is added to the sum of each lane two cycles after a word, or a step of words, is read.
     *
     * @param drawnWord the word that is read if it is drawn, a cycle later; null in an engine without
     */
    private List<Word> products(Word weightAddress, Word value, Bit walking, Bit reads, Word drawnWord, Bit readDrawn) {
        int wayBits = Integer.numberOfTrailingZeros(weights.length);
        Word rowStep = weightAddress.slice(wayBits, weights[0].addressBits());
        Word step = walk == null
                ? rowStep
                : Word.mux(walking, walk.weightStep, rowStep).named("weight_step");
        Bit walked = walk == null ? Bit.of(false) : next("walked", walking);
        Word rowValue = next("row_value", value);
        Word rowWay = wayBits == 0 ? Word.of(0, 1) : next("row_way", weightAddress.slice(0, wayBits));
        List<Word> words = new ArrayList<>();
        List<Word> values = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            words.add(weights[i].read(step, reads));
            Bit ofWay = drawnWord == null ? rowWay.eq(i) : Bit.mux(readDrawn, Bit.of(i == 0), rowWay.eq(i));
            Word ofRow = rowValue.gate(ofWay);
            Word ofWalk = walk == null ? rowValue : walk.found.slice(i * shape.valueBits(), shape.valueBits());
            values.add(walk == null ? rowValue : Word.mux(walked, ofWalk, ofRow).named("read_value_" + i));
        }
        int bits = shape.synapseBits() + (shape.valueBits() == 1 ? 0 : shape.valueBits()) + wayBits;
        List<Word> products = new ArrayList<>();
        for (int lane = 0; lane < shape.lanes(); lane++) {
            Word sum = null;
            for (int i = 0; i < weights.length; i++) {
                Word weight = weight(lane, words.get(i), i == 0 ? drawnWord : null, readDrawn);
                Word product = product(lane + "_" + i, weight, values.get(i)).signExtend(bits);
                sum = sum == null ? product : sum.plus(product).named("products_" + lane + "_" + i);
            }
            // A sum of more bits than the accumulator wraps, as the accumulator does.
            products.add(next("product_" + lane, sum.slice(0, Math.min(bits, shape.accumulatorBits()))));
        }
        return products;
    }

    /** A stored or drawn weight; a stored bit of one is its sign. */
    private Word weight(int lane, Word stored, Word drawn, Bit isDrawn) {
        Word weight = stored.slice(lane * shape.weightBits(), shape.weightBits());
        if (shape.weightBits() == 1) {
            weight = Word.cat(weight, Word.of(1, 1));
        }
        int bits = shape.synapseBits();
        return drawn == null ? weight : Word.mux(isDrawn, drawn.slice(lane * bits, bits), weight);
    }

    private Word product(String name, Word weight, Word value) {
        if (shape.valueBits() == 1) {
            return walk == null ? weight : weight.gate(value.bit(0));
        }
        return weight.timesSigned(value.resize(value.width() + 1))
                .slice(0, weight.width() + value.width())
                .named("weighted_" + name);
    }
}
