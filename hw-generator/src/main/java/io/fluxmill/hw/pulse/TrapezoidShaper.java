// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.pulse;

import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Memory;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/**
 * Pole-zero cancellation and trapezoid over the samples of an event, one a cycle. {@code ended} pulses when largest and picked value
 * are those of the whole event; they stay until the next event's end.
 *
 * <pre>
 *  y ─▶ 1 − a y[i−1] ─▶ 4 sum ─▶ 5 clip ─▶ 6 z[i] − z[i−k] ─▶ 8 s[i] − s[i−l] ─▶ 10 sum ─▶ 11 largest, picked
 * </pre>
 */
@Contract(
        """
        Pole-zero cancellation and trapezoid over the samples of an event, one a cycle:
        z[i] = sum of (y[i] - pole * y[i-1]), saturated; s[i] = z[i] - z[i-rise];
        trapezoid = sum of (s[i] - s[i-rise-flat]).
        in_valid, in_first, in_last, in_sample: the samples y (4 fractional bits; pole has 16), 0 before the first.
        largest: the largest trapezoid value; at_pick: its value at sample number picked; both saturated to 32 bits.
        ended: pulse, 12 cycles after the last sample; the results stay until the next event's end.
        Stages: _1 to _4 pole-zero, _5 z, _7 s, _9 difference of s, _10 sum. Reset clears the valid bits only.
        """)
final class TrapezoidShaper extends Module {
    /** Fractional bits of the pole-zero cancellation. */
    static final int POLE_FRACTION = 16;

    /** Bits that z may have above those of a sample before it saturates. */
    static final int HEAD_ROOM = 3;

    private static final int WORD_BITS = 32;

    final Word pole = in(POLE_FRACTION + 1);
    final Word rise;
    final Word flat;
    final Word picked;

    final Bit inValid = inBit();
    final Bit inFirst = inBit();
    final Bit inLast = inBit();
    final Word inSample;

    final Bit ended = outBit();
    final Word largest = out(WORD_BITS);
    final Word atPick = out(WORD_BITS);

    final Memory shaped;
    final Memory differences;

    private final int positionBits;
    private final int sampleBits;
    private final int shapedBits;

    TrapezoidShaper(PulseConfig config) {
        EventLayout layout = new EventLayout(config);
        positionBits = layout.positionBits;
        sampleBits = layout.sampleBits;
        shapedBits = sampleBits + HEAD_ROOM;
        rise = in(positionBits);
        flat = in(positionBits);
        picked = in(positionBits);
        inSample = in(sampleBits);
        shaped = memory(config.windowSamples(), shapedBits);
        differences = memory(config.windowSamples(), shapedBits + 1);

        Bit[] valid = stages("valid", inValid);
        Bit[] first = stages("first", inFirst);
        Word z = poleZero(valid, first);
        Word position5 = reg(positionBits).named("position_5");
        when(
                valid[4],
                () -> position5.set(Word.mux(
                        first[4], Word.of(0, positionBits), position5.plus(1).named("following_position"))));
        Word width = next("rise_and_flat", rise.plus(flat));
        Word s = minusDelayed("rise", shaped, z, valid[5], position5, next("rise_samples", rise));
        Word position7 = delay("position_5", position5, 2);
        Word t = minusDelayed("whole", differences, s, valid[7], position7, width);
        sum(t, delay("position_7", position7, 2), valid, first);
    }

    private static Bit[] stages(String name, Bit value) {
        Bit[] stages = new Bit[11];
        stages[0] = value;
        for (int i = 1; i < stages.length; i++) {
            stages[i] = next(name + "_" + i, stages[i - 1]);
        }
        return stages;
    }

    /** z / 2^16, saturated, in stage 5. */
    private Word poleZero(Bit[] valid, Bit[] first) {
        int sumBits = sampleBits + positionBits + POLE_FRACTION + 1;
        Word sample1 = next("sample_1", inSample);
        Word before = reg(sampleBits).named("sample_before");
        when(inValid, () -> before.set(inSample));
        Word before1 = next("before_1", before.gate(inFirst.not()));
        Word factor = next("factor", pole.resize(POLE_FRACTION + 2));
        Word product = delay("product", before1.timesSigned(factor), 2);
        Word difference = next(
                "difference",
                delay("sample_2", sample1, 2)
                        .padLow(POLE_FRACTION)
                        .named("scaled_sample")
                        .signExtend(sumBits)
                        .minus(product.signExtend(sumBits)));
        Word sum = reg(sumBits).named("pole_zero_sum");
        Word total = difference.plus(sum.gate(first[4].not())).named("pole_zero_next");
        when(valid[4], () -> sum.set(total));
        Word whole = total.slice(POLE_FRACTION, sumBits - POLE_FRACTION).named("pole_zero_whole");
        return next("shaped_sample", Saturation.signed("pole_zero", whole, shapedBits));
    }

    /** value[i] − value[i − samples], two stages behind the value; before the event there are zeros. */
    private static Word minusDelayed(String name, Memory memory, Word value, Bit valid, Word position, Word samples) {
        Word from = position.resize(position.width() + 1)
                .minus(samples.resize(position.width() + 1))
                .named(name + "_position");
        memory.write(position, value, valid);
        Word address = from.slice(0, position.width()).named(name + "_address");
        Word delayed = memory.read(address, Bit.of(true));
        Bit inside = next(name + "_inside", from.top().not());
        Word undelayed = next(name + "_undelayed", value);
        int width = value.width() + 1;
        return next(
                name + "_difference",
                undelayed
                        .signExtend(width)
                        .minus(delayed.gate(inside).named(name + "_delayed").signExtend(width)));
    }

    /** T, its largest value and the picked one, from stage 9 on. */
    private void sum(Word step, Word position9, Bit[] valid, Bit[] first) {
        int bits = step.width() + positionBits;
        Word sum = reg(bits).named("trapezoid_sum");
        when(valid[9], () -> sum.set(sum.gate(first[9].not()).plus(step.signExtend(bits))));
        Bit pick10 = next("pick_10", position9.eq(next("pick_position", picked)));
        Word top = reg(bits).named("trapezoid_largest");
        Word chosen = reg(bits).named("trapezoid_picked");
        Bit larger = top.lessSigned(sum).or(first[10]);
        when(valid[10].and(larger), () -> top.set(sum));
        when(valid[10].and(pick10), () -> chosen.set(sum));
        largest.set(next("largest_word", Saturation.signed("largest", top, WORD_BITS)));
        atPick.set(next("picked_word", Saturation.signed("picked_sum", chosen, WORD_BITS)));
        ended.set(delay("ended", inValid.and(inLast), 12));
    }
}
