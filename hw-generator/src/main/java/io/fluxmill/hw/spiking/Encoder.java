// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.spiking;

import static io.fluxmill.core.program.spiking.SpikingLayout.BEAT_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.INDEX_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.OP_LSB;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_BITS;
import static io.fluxmill.core.program.spiking.SpikingLayout.VALUE_LSB;

import io.fluxmill.core.program.spiking.EncoderRules.Kind;
import io.fluxmill.core.program.spiking.SpikingEnds;
import io.fluxmill.core.program.spiking.SpikingLayout;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes spikes of values, before the core of an engine; docs/spiking-contract.md is the contract of the spikes.
 *
 * <pre>
 *  word ─┬─────────────────────────────────▶ sent
 *        └─▶ values ─▶ table, generator ─▶ spikes ─┘
 * </pre>
 */
@Contract(
        """
        Makes spikes of values: words in, words out, those of the core.
        in:  word with word_valid and word_ready. raw: the word is a beat of a load, and passes. sent_ready: that on sent
             is taken. settings: kind 3, every_tick 1, off 1, threshold, mask of a code; values: values of a tick; stable
             while a sample runs.
        out: sent with sent_valid. working: a value or a tick is encoded. dropped (pulse): a value that a tick does not
             have.
        VALUE, SEED and TABLE end here. CLEAR passes when all values are 0. TICK passes after the spikes of its values,
        which are scanned one a cycle; by delta, a value sends its spike when it comes.
        Reset: nothing is under way; values, generator and table are undefined until they are cleared and loaded.
        """)
final class Encoder extends Module {
    /** Bits of the settings beside threshold and mask. */
    private static final int FLAG_BITS = 5;

    private static final int STATE_BITS = 3;
    private static final int PASS = 0;
    private static final int SWEEP = 1;
    private static final int SCAN = 2;
    private static final int COMPARE = 3;
    private static final int SEND = 4;
    private static final int SEED_BITS = 28;
    private static final int LFSR_BITS = 32;
    private static final int LEAP = 8;
    private static final int[] TAPS = {32, 22, 2, 1};

    final Word word = in(BEAT_BITS);
    final Bit wordValid = inBit();
    final Bit wordReady = outBit();
    final Bit raw = inBit();
    final Word sent = out(BEAT_BITS);
    final Bit sentValid = outBit();
    final Bit sentReady = inBit();
    final Word settings;
    final Word values = in(INDEX_BITS);
    final Bit working = outBit();
    final Bit dropped = outBit();

    final Memory codes;
    final Memory latencies;

    private final int bits;
    private final Word state = reg(STATE_BITS, PASS);
    private final Word count = reg(INDEX_BITS);
    private final Word tick = reg(SpikingEnds.COUNT_BITS);
    private final Word lfsr = reg(LFSR_BITS);
    private final Word op;
    private final Word index;
    private final Word code;
    private final Bit head;

    /**
     * @param depth values that it has room for
     * @param bits of a code
     */
    Encoder(int depth, int bits) {
        this.bits = bits;
        settings = in(settingsBits(bits));
        codes = memory(depth, bits);
        latencies = memory(1 << bits, SpikingEnds.COUNT_BITS);
        op = word.slice(OP_LSB, OP_BITS).named("op");
        index = word.slice(0, INDEX_BITS).named("word_index");
        code = word.slice(VALUE_LSB, bits).named("code");
        head = at(PASS).and(wordValid).and(raw.not()).named("head");
        encode();
    }

    /** Bits of {@link #settings} for codes of so many bits. */
    static int settingsBits(int bits) {
        return FLAG_BITS + 2 * bits;
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

    private Bit kind(Kind kind) {
        return settings.slice(0, 3).eq(kind.ordinal());
    }

    private void encode() {
        Bit delta = kind(Kind.DELTA).named("delta");
        Bit scans = kind(Kind.DIRECT).or(kind(Kind.RATE)).or(kind(Kind.LATENCY)).named("scans");
        Bit known = index.less(values).named("known");
        Bit compares = is(SpikingLayout.VALUE).and(known).and(delta).named("compares");
        Bit stores = is(SpikingLayout.VALUE).and(known).and(delta.not()).named("stores");
        Bit waits =
                is(SpikingLayout.CLEAR).or(is(SpikingLayout.TICK).and(scans)).named("waits");
        Bit own = is(SpikingLayout.VALUE)
                .or(is(SpikingLayout.SEED))
                .or(is(SpikingLayout.TABLE))
                .named("own");
        dropped.set(is(SpikingLayout.VALUE).and(known.not()));
        latencies.write(word.slice(VALUE_LSB, bits), word.slice(0, SpikingEnds.COUNT_BITS), is(SpikingLayout.TABLE));

        // Scan: a value is read, then its latency, then it is compared.
        Bit spikes = wireBit().named("spikes");
        Bit moves = at(SCAN).and(spikes.not().or(sentReady)).named("moves");
        Bit more = count.less(values).named("more");
        Bit reads = moves.and(more).named("reads");
        Word address = Word.mux(at(SCAN), count, index).slice(0, codes.addressBits());
        Word found = codes.read(address.named("read_address"), reads.or(compares));
        Bit fetched = regBit(false).named("fetched");
        Word fetchedIndex = reg(INDEX_BITS).named("fetched_index");
        Bit ready = regBit(false).named("ready");
        Word readyIndex = reg(INDEX_BITS).named("ready_index");
        Word readyCode = reg(bits).named("ready_code");
        Word latency = latencies.read(found, moves.and(fetched));
        Word mask = settings.slice(FLAG_BITS + bits, bits);
        Bit below = lfsr.slice(0, bits).and(mask).less(readyCode).named("below");
        Bit due = latency.eq(tick).named("due");
        Bit fires = Bit.mux(
                        kind(Kind.RATE),
                        below,
                        readyCode.any().and(kind(Kind.DIRECT).or(due)))
                .named("fires");
        spikes.set(at(SCAN).and(ready).and(fires));
        when(moves, () -> {
            fetched.set(more);
            fetchedIndex.set(count);
            ready.set(fetched);
            readyIndex.set(fetchedIndex);
            readyCode.set(found);
        });
        when(reads, () -> count.set(count.plus(1)));
        Bit scanned =
                at(SCAN).and(more.not()).and(fetched.not()).and(ready.not()).named("scanned");
        when(moves.and(ready), () -> lfsr.set(leapt()));
        when(
                is(SpikingLayout.SEED),
                () -> lfsr.set(Word.cat(Word.of(1, LFSR_BITS - SEED_BITS), word.slice(0, SEED_BITS))));

        // Delta: the value that came beside the one that is kept.
        Word threshold = settings.slice(FLAG_BITS, bits);
        Bit rises =
                code.resize(bits + 1).less(found.plusExpand(threshold)).not().named("rises");
        Bit falls =
                found.resize(bits + 1).less(code.plusExpand(threshold)).not().named("falls");
        Bit changes = rises.or(falls.and(settings.bit(4))).named("changes");
        Bit compared = at(COMPARE).and(changes.not().or(sentReady)).named("compared");
        Bit keeps = compared.and(rises.or(falls).or(settings.bit(3))).named("keeps");
        Word changed = Word.mux(rises, index, index.plus(values)).named("changed_index");

        codes.write(
                Word.mux(at(SWEEP), count, index).slice(0, codes.addressBits()).named("write_address"),
                code.gate(at(SWEEP).not()).named("written"),
                at(SWEEP).or(stores).or(keeps));
        Word one = Word.of(1, VALUE_BITS);
        Word value = Word.mux(kind(Kind.DIRECT).and(at(SCAN)), readyCode.resize(VALUE_BITS), one);
        Word spike = Word.cat(Word.of(SpikingLayout.SPIKE, OP_BITS), value, Word.mux(at(SCAN), readyIndex, changed));
        Bit encoding = at(SCAN).or(at(COMPARE)).named("encoding");
        Bit passes = at(SEND).or(at(PASS).and(wordValid).and(own.not()).and(waits.not()))
                .named("passes");
        sent.set(Word.mux(encoding, spike, word));
        sentValid.set(passes.or(spikes).or(at(COMPARE).and(changes)));
        wordReady.set(passes.and(sentReady).or(own.and(compares.not())).or(compared));
        working.set(encoding.or(is(SpikingLayout.VALUE)));
        control(waits, compares, compared, scanned);
    }

    private void control(Bit waits, Bit compares, Bit compared, Bit scanned) {
        when(waits, () -> count.set(Word.of(0, INDEX_BITS)));
        when(is(SpikingLayout.CLEAR), () -> {
            go(SWEEP);
            tick.set(Word.of(0, SpikingEnds.COUNT_BITS));
        });
        when(waits.and(op.eq(SpikingLayout.TICK)), () -> go(SCAN));
        when(compares, () -> go(COMPARE));
        when(compared, () -> go(PASS));
        when(at(SWEEP), () -> count.set(count.plus(1)));
        when(at(SWEEP).and(count.plus(1).less(values).not()), () -> go(SEND));
        when(scanned, () -> go(SEND));
        when(at(SEND).and(sentReady), () -> go(PASS));
        Bit ticks = at(SEND).and(sentReady).and(op.eq(SpikingLayout.TICK)).named("ticks");
        when(ticks.and(tick.not().any()), () -> tick.set(tick.plus(1)));
    }

    /** The state after the steps of an input: of each bit, the bits of the state before whose sum it is. */
    private Word leapt() {
        int[] sums = new int[LFSR_BITS];
        for (int i = 0; i < LFSR_BITS; i++) {
            sums[i] = 1 << i;
        }
        for (int step = 0; step < LEAP; step++) {
            int leaves = sums[0];
            System.arraycopy(sums, 1, sums, 0, LFSR_BITS - 1);
            sums[LFSR_BITS - 1] = 0;
            for (int tap : TAPS) {
                sums[tap - 1] ^= leaves;
            }
        }
        List<Word> bitsAfter = new ArrayList<>();
        for (int i = 0; i < LFSR_BITS; i++) {
            Bit sum = Bit.of(false);
            for (int k = 0; k < LFSR_BITS; k++) {
                sum = (sums[i] >>> k & 1) == 1 ? sum.xor(lfsr.bit(k)) : sum;
            }
            bitsAfter.add(sum.asWord());
        }
        return Word.catLow(bitsAfter).named("leapt");
    }
}
