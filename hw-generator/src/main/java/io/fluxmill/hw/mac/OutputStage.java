// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.MANTISSA_BITS;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.arith.Normalise;
import io.fluxmill.hw.arith.Order;
import io.fluxmill.hw.arith.Pack;
import io.fluxmill.hw.arith.Shift;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.List;
import java.util.Locale;

/**
 * From a drained accumulator to a result code, {@link io.fluxmill.core.format.Rescale} in hardware. An accumulator stays for {@code
 * outputCycles}; its code comes {@link #LATENCY} cycles after the last of these cycles, and nothing stalls. The bias is sampled with the
 * accumulator, the scale {@link #SCALE_DELAY} cycles later.
 *
 * <pre>
 *  1 lane sum   2 + bias   3 |total|   4 normalise (coarse)   5 normalise (fine), round to odd   6 × multiplier
 *  7 exponent, 18 bits + sticky   8 pack in every result format, select   9 clip
 * </pre>
 */
@Contract(
        """
        From a sum to a result code: lanes added, bias added, multiplied by a scale, rounded once, clipped.
        in:  acc, acc_nar: accumulator from the array, its lanes as mode4, mode2 say; begins: first cycle of a sum.
             bias (signed, shifted left by bias_shift, in units of 2^-16 of the accumulator's), with acc.
             pos_multiplier, pos_scale for sums >= 0, neg_multiplier, neg_scale for others, five cycles after acc:
             multiplier unsigned, leading bit first; scale: bits 9..0 signed exponent, bit 15 negates. *_fraction: 15
             bits more of it. result_format: index of the number format; round_away: integers round ties away from
             zero, else to even. clip_low, clip_high: range of result codes.
        out: code: zero-extended result code, nine cycles after the last cycle of acc.
        No handshake, nothing stalls. Reset clears the NaR and sign bits; data registers keep their values.
        """)
final class OutputStage extends Module {
    /** Cycles from the last cycle of an accumulator to its code. */
    static final int LATENCY = 9;

    /** Stages before the multiplication. */
    static final int SCALE_DELAY = 5;

    private static final int SCALE_EXPONENT_BITS = 10;

    final Word acc;
    final Bit accNar = inBit();
    final Bit begins = inBit();
    final Word bias = in(32);
    final Word posMultiplier = in(WORD_BITS);
    final Word posScale = in(WORD_BITS);
    final Word negMultiplier = in(WORD_BITS);
    final Word negScale = in(WORD_BITS);

    /** Null unless a multiplier has 31 bits. */
    final Word posFraction;

    final Word negFraction;
    final Bit mode2 = inBit();
    final Bit mode4 = inBit();
    final Word biasShift = in(8);
    final Word resultFormat = in(4);
    final Bit roundAway = inBit();
    final Word clipLow = in(WORD_BITS);
    final Word clipHigh = in(WORD_BITS);
    final Word code = out(WORD_BITS);

    private final MacArchitecture architecture;

    OutputStage(MacArchitecture architecture) {
        this.architecture = architecture;
        int totalBits = architecture.totalBits();
        acc = in(architecture.accumulatorBits());
        posFraction = architecture.hasFractions() ? in(WORD_BITS) : null;
        negFraction = architecture.hasFractions() ? in(WORD_BITS) : null;

        Word sum = next("sum", laneSum());
        Word biasShifted = next(
                "bias_shifted",
                Shift.left("bias_shifted_by", bias.signExtend(totalBits).named("bias_wide"), biasShift));
        Word total = next("total", sum.signExtend(totalBits - 16).padLow(16).plus(biasShifted));

        Bit negative = next("negative_3", total.top());
        Word magnitude = next("magnitude", Word.mux(total.top(), total.negate().named("total_negated"), total));

        int highest = architecture.normaliserStages();
        int fineStages = 5;
        Normalise.Result coarse = Normalise.left("coarse_shift", magnitude, highest, fineStages);
        Word coarseKey = next("coarse_key", coarse.key());
        Word coarseCount = next("coarse_count", coarse.count());
        Normalise.Result fine = Normalise.left("fine_shift", coarseKey, fineStages - 1, 0);
        Word top = fine.key().slice(totalBits - MANTISSA_BITS, MANTISSA_BITS);
        Bit dropped = fine.key().slice(0, totalBits - MANTISSA_BITS).any();
        Word mantissa = next(
                "mantissa",
                Word.cat(top.slice(1, MANTISSA_BITS - 1), top.bit(0).or(dropped).asWord()));
        Word count = next("count", Word.cat(coarseCount, fine.count()));
        Bit negative5 = delay("negative_5", negative, 2);

        Word multiplier = multiplier(negative5);
        Word scale = Word.mux(negative5, negScale, posScale).named("scale");
        Word product = product(mantissa, multiplier);
        Bit sign = next("sign_6", negative5.xor(scale.top()));
        Word exponent6 = next("exponent_6", exponent(count, scale));

        Word value = round18("value", product);
        Bit carry = product.top();
        int bits = architecture.exponentBits();
        Word exponent = next("exponent_7", exponent6.plus(carry.extend(bits)));
        Bit zero = next("zero_7", product.isZero());
        Bit sign7 = next("sign_7", sign);

        pack(new Pack.Value(sign7, value, exponent, roundAway), zero, delay("nar", accNar, 7));
    }

    /** The multiplier of a sign, with 15 bits of fraction and a zero below it where it has 31 bits. */
    private Word multiplier(Bit negative) {
        Word leading = Word.mux(negative, negMultiplier, posMultiplier);
        if (!architecture.hasFractions()) {
            return leading.named("multiplier");
        }
        Word fraction = Word.mux(negative, negFraction, posFraction).named("fraction");
        return Word.cat(leading, fraction.slice(0, WORD_BITS - 1).padLow(1)).named("multiplier");
    }

    /**
     * A register for the product, which is correct once the operands have been constant for {@code outputCycles}; the multiplier's low bits are
     * first.
     */
    private Word product(Word mantissa, Word multiplier) {
        int cycles = architecture.config().outputCycles();
        if (cycles == 1) {
            return next("product", mantissa.times(multiplier));
        }
        int bits = multiplier.width();
        int digitBits = bits / cycles;
        Bit first = delay("begins", begins, SCALE_DELAY);
        Word product = reg(MANTISSA_BITS + bits).named("product");
        Word rest = reg(bits).named("multiplier_rest");
        Word digits = Word.mux(first, multiplier, rest).named("multiplier_digits");
        rest.set(digits.slice(digitBits, bits - digitBits).resize(bits));
        Word sum = product.slice(bits, MANTISSA_BITS)
                .gate(first.not())
                .resize(MANTISSA_BITS + digitBits)
                .plus(mantissa.times(digits.slice(0, digitBits)).named("partial_product"))
                .named("product_sum");
        product.set(Word.cat(sum, product.slice(digitBits, bits - digitBits)));
        return product;
    }

    /** Sum of all lanes. */
    private Word laneSum() {
        int bits = architecture.sumBits();
        Word lanes = half(0).signExtend(bits).plus(half(1).signExtend(bits)).named("lane_sum");
        return architecture.hasLanes(1) ? Word.mux(mode4.or(mode2), lanes, acc) : lanes;
    }

    /** Sum of the lanes of half an accumulator: two, or one as wide as it. */
    private Word half(int index) {
        int bits = architecture.accumulatorBits() / 2;
        Word lane = acc.slice(index * bits, bits);
        if (!architecture.hasLanes(4)) {
            return lane;
        }
        int quarter = bits / 2;
        Word sum = lane.slice(0, quarter)
                .signExtend(quarter + 1)
                .plus(lane.slice(quarter, quarter).signExtend(quarter + 1))
                .named("quarter_sum_" + index);
        return architecture.hasLanes(2)
                ? Word.mux(mode4, sum.signExtend(bits), lane).named("half_sum_" + index)
                : sum;
    }

    /** Exponent of the product's second highest bit, bit 46 with 16 bits of multiplier: {@code totalBits - 32 - count + x + 46}. */
    private Word exponent(Word count, Word scale) {
        int bits = architecture.exponentBits();
        Word x = scale.slice(0, SCALE_EXPONENT_BITS).signExtend(bits);
        int base = architecture.totalBits() - MANTISSA_BITS + MANTISSA_BITS + WORD_BITS - 2;
        return x.plus(base).named("scale_based").minus(count.resize(bits));
    }

    /** The 18 leading bits of a product, one of whose two highest bits is set; the last is sticky. */
    private static Word round18(String name, Word product) {
        Word normal = Word.mux(
                        product.top(),
                        product,
                        product.slice(0, product.width() - 1).padLow(1))
                .named("product_normal");
        int low = product.width() - Pack.SIGNIFICAND_BITS;
        Bit sticky = normal.slice(0, low + 1).any();
        return next(name, Word.cat(normal.slice(low + 1, Pack.SIGNIFICAND_BITS - 1), sticky.asWord()));
    }

    private void pack(Pack.Value value, Bit zero, Bit nar) {
        List<NumberFormat> formats = architecture.formats();
        Word packed = null;
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat format = formats.get(i);
            String name = format.name().toLowerCase(Locale.ROOT);
            Word rounded = Pack.of(name, format, value).gate(zero.not());
            Word result = Word.mux(nar, Word.of(format.narBits(), format.widthBits()), rounded)
                    .resize(WORD_BITS)
                    .named(name + "_code");
            packed = packed == null ? result : Word.mux(resultFormat.eq(i), result, packed);
        }
        Word code8 = next("code_8", packed);
        Bit nar8 = next("nar_8", nar);
        Word clipped = null;
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat format = formats.get(i);
            int n = format.widthBits();
            String name = format.name().toLowerCase(Locale.ROOT);
            Word result = Order.clip(name, format, code8.slice(0, n), clipLow.slice(0, n), clipHigh.slice(0, n))
                    .resize(WORD_BITS)
                    .named(name + "_clipped");
            clipped = clipped == null ? result : Word.mux(resultFormat.eq(i), result, clipped);
        }
        code.set(next("code_9", Word.mux(nar8, code8, clipped)));
    }
}
