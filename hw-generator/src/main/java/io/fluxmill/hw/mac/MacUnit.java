// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.SEGMENTS;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * One multiply-accumulate unit of the array: multiply, align, accumulate, and a drain register.
 *
 * <pre>
 *  a, b decoded ─▶ N×N multiplier ─▶ place ─▶ segmented right shift ─▶ ±, carry-breakable adder ─▶ acc ─capture▶ drain
 *                  (chunk products)           (by down(a)+down(b))
 * </pre>
 *
 * The multiplier is one array of chunk rows: in mode 4 and 2 the chunks of a that belong to another lane are gated, so that the
 * product word holds the lanes' products side by side. Shifter and adder are split in four segments whose links are open at
 * lane boundaries. Throughput: one operand pair a cycle. {@code valid} and {@code first} belong to the accumulate stage.
 */
@Contract(
        """
        One multiply-accumulate unit: a_* times b_*, aligned, added to the accumulator; and a drain register.
        in:  a_significand, b_significand: magnitudes, lanes side by side; a_negative, b_negative: sign, a bit a
             segment; a_down, b_down: right shift of the product, a number a segment; a_nar, b_nar: an operand is NaR.
             mode4, mode2: the four segments are four lanes, two lanes of two, else one lane. valid, first: belong to
             the accumulate stage: the product is added; it begins a sum. capture: the accumulator is copied to drain,
             drain_nar; shift: drain_in, drain_nar_in are (capture wins).
        The accumulator is four segments, two's complement, lowest lane in the lowest segment; it wraps around. The
        product is placed at the top of its lane and shifted right, nothing is lost. NaR stays until the next first.
        Latency: a register after multiply and one after align where the design has them, and the accumulator. Reset
        clears the NaR bits only.
        """)
final class MacUnit extends Module {
    final Word aSignificand;
    final Word aNegative = in(SEGMENTS);
    final Word aDown;
    final Bit aNar = inBit();
    final Word bSignificand;
    final Word bNegative = in(SEGMENTS);
    final Word bDown;
    final Bit bNar = inBit();
    final Bit mode2 = inBit();
    final Bit mode4 = inBit();
    final Bit valid = inBit();
    final Bit first = inBit();
    final Bit capture = inBit();
    final Bit shift = inBit();
    final Word drainIn;
    final Bit drainNarIn = inBit();
    final Word drain;
    final Bit drainNar = outBit();

    private final MacArchitecture architecture;
    private final int segmentBits;
    /** Whether the two segments of a half belong to one lane. */
    private final Bit halfJoined = mode4.not().named("half_joined");
    /** Whether both halves belong to one lane. */
    private final Bit allJoined = mode4.or(mode2).not().named("all_joined");

    MacUnit(MacArchitecture architecture) {
        this.architecture = architecture;
        segmentBits = architecture.segmentBits();
        aSignificand = in(architecture.multiplierBits());
        bSignificand = in(architecture.multiplierBits());
        aDown = in(SEGMENTS * architecture.downBits());
        bDown = in(SEGMENTS * architecture.downBits());
        drainIn = in(architecture.accumulatorBits());
        drain = out(architecture.accumulatorBits());
        int pipeline = architecture.config().pipeline();

        int multiplyStage = pipeline >= 3 ? 1 : 0;
        Word product = delay("product", multiply(), multiplyStage);
        Word negative = delay("negative", aNegative.xor(bNegative).named("negative"), multiplyStage);
        Word amounts = delay("amounts", shiftAmounts(), multiplyStage);

        int alignStage = pipeline >= 4 ? 1 : 0;
        List<Word> aligned = new ArrayList<>();
        List<Word> shifted = align(place(product), amounts);
        for (int s = 0; s < SEGMENTS; s++) {
            aligned.add(delay("aligned_" + s, shifted.get(s), alignStage));
        }
        Word alignedNegative = delay("aligned_negative", negative, alignStage);
        Bit nar = delay("nar", aNar.or(bNar), multiplyStage + alignStage);
        accumulate(aligned, alignedNegative, nar);
    }

    /** Row j of the array is chunk j of b times those chunks of a that share its lane, among those of the widest lane. */
    private Word multiply() {
        int n = architecture.multiplierBits();
        int widest = SEGMENTS / architecture.fewestLanes();
        Word sum = null;
        for (int j = 0; j < SEGMENTS; j++) {
            int from = j / widest * widest;
            List<Word> gated = new ArrayList<>();
            for (int i = from; i < from + widest; i++) {
                Word chunk = chunk(aSignificand, i);
                gated.add(i == j ? chunk : chunk.gate(sameLane(i, j)));
            }
            Word row = Word.catLow(gated)
                    .named("row_" + j + "_a")
                    .times(chunk(bSignificand, j))
                    .named("row_" + j);
            Word placed = row.padLow(architecture.chunkOffset(j) + architecture.chunkOffset(from))
                    .resize(2 * n);
            sum = sum == null ? placed : sum.plus(placed).named("row_sum_" + j);
        }
        return sum;
    }

    private Word chunk(Word significand, int index) {
        int offset = architecture.chunkOffset(index);
        return significand.slice(offset, architecture.chunkOffset(index + 1) - offset);
    }

    /** Whether two segments belong to the same lane. */
    private Bit sameLane(int i, int j) {
        return i / 2 == j / 2 ? halfJoined : allJoined;
    }

    private Word shiftAmounts() {
        int bits = architecture.downBits();
        List<Word> amounts = new ArrayList<>();
        for (int s = 0; s < SEGMENTS; s++) {
            amounts.add(aDown.slice(s * bits, bits)
                    .plusExpand(bDown.slice(s * bits, bits))
                    .named("amount_" + s));
        }
        return Word.catLow(amounts).named("amounts");
    }

    /** The lanes' products at their places in the accumulator, segment by segment. */
    private List<Word> place(Word product) {
        Word four = placeLanes(product, 4);
        Word two = placeLanes(product, 2);
        Word one = placeLanes(product, 1);
        Word placed = Word.mux(mode4, four, Word.mux(mode2, two, one)).named("placed");
        List<Word> segments = new ArrayList<>();
        for (int s = 0; s < SEGMENTS; s++) {
            segments.add(placed.slice(s * segmentBits, segmentBits));
        }
        return segments;
    }

    private Word placeLanes(Word product, int lanes) {
        if (!architecture.hasLanes(lanes)) {
            return Word.of(0, architecture.accumulatorBits());
        }
        int span = SEGMENTS / lanes;
        List<Word> parts = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            int from = 2 * architecture.chunkOffset(lane * span);
            int to = 2 * architecture.chunkOffset((lane + 1) * span);
            parts.add(product.slice(from, to - from)
                    .padLow(architecture.productShift(lanes))
                    .resize(span * segmentBits)
                    .named("placed_" + lanes + "_lane_" + lane));
        }
        return Word.catLow(parts).named("placed_" + lanes);
    }

    /** Right shift of each lane by its own amount; a segment takes bits from the one above if that is of the same lane. */
    private List<Word> align(List<Word> segments, Word amounts) {
        int bits = architecture.shiftBits();
        int within = 31 - Integer.numberOfLeadingZeros(segmentBits);
        List<Word> current = segments;
        for (int stage = 0; stage < bits && (1 << stage) < architecture.accumulatorBits(); stage++) {
            List<Word> next = new ArrayList<>();
            for (int s = 0; s < SEGMENTS; s++) {
                Bit select = amounts.bit(s * bits + stage);
                Word shifted = stage < within
                        ? shiftWithin(current, s, 1 << stage)
                        : above(current, s, 1 << (stage - within), segmentBits);
                next.add(Word.mux(select, shifted, current.get(s)).named("shift_" + stage + "_seg_" + s));
            }
            current = next;
        }
        return current;
    }

    private Word shiftWithin(List<Word> segments, int s, int places) {
        return Word.cat(above(segments, s, 1, places), segments.get(s).slice(places, segmentBits - places));
    }

    /** The low bits of a segment further up, zeros if that is of another lane. */
    private Word above(List<Word> segments, int s, int distance, int bits) {
        if (s + distance >= SEGMENTS) {
            return Word.of(0, bits);
        }
        return segments.get(s + distance).slice(0, bits).gate(sameLane(s, s + distance));
    }

    /** {@code acc +- aligned}: ones' complement of negative lanes; the missing one is the carry into the lane's first segment. */
    private void accumulate(List<Word> aligned, Word negative, Bit nar) {
        List<Word> sums = new ArrayList<>();
        Bit carry = null;
        for (int s = 0; s < SEGMENTS; s++) {
            Word acc = reg(segmentBits).named("acc_" + s);
            Bit sign = negative.bit(s);
            Word addend = aligned.get(s).xor(sign.repeat(segmentBits)).named("addend_" + s);
            Bit carryIn = s == 0 ? sign : Bit.mux(sameLane(s - 1, s), carry, sign);
            Word sum = acc.gate(first.not()).plusExpand(addend).named("sum_" + s);
            Word total = sum.plus(carryIn.named("carry_" + s).extend(segmentBits + 1))
                    .named("total_" + s);
            carry = total.top();
            Word low = total.slice(0, segmentBits);
            when(valid, () -> acc.set(low));
            sums.add(acc);
        }
        Bit accNar = regBit(false).named("acc_nar");
        when(valid, () -> accNar.set(accNar.and(first.not()).or(nar)));

        Word drained = reg(architecture.accumulatorBits()).named("drained");
        Bit drainedNar = regBit(false).named("drained_nar");
        when(shift, () -> {
            drained.set(drainIn);
            drainedNar.set(drainNarIn);
        });
        when(capture, () -> {
            drained.set(Word.catLow(sums));
            drainedNar.set(accNar);
        });
        drain.set(drained);
        drainNar.set(drainedNar);
    }
}
