// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.MANTISSA_BITS;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.arith.Normalise;
import io.fluxmill.hw.arith.Order;
import io.fluxmill.hw.arith.Pack;
import io.fluxmill.hw.arith.Shift;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * From a drained accumulator to a result code, {@link io.fluxmill.core.format.Rescale} in hardware. An accumulator stays for {@code
 * outputCycles}; its code comes {@link #latency} cycles after the last of these cycles, and nothing stalls. The bias is sampled with the
 * accumulator, the scale {@link #scaleDelay} cycles later.
 *
 * <pre>
 *  1 sum   2 + bias   3 |total|   4 normalise (coarse)   5 normalise (fine), round to odd
 *    with fp32: round to 24 bits
 *  6 × multiplier
 *    with fp32 or double: round to 24 bits, or add the nudge
 *  7 exponent, 18 bits + sticky   8 pack in every result format, select
 *    for inference: + zero point
 *  9 clip
 * </pre>
 */
@Contract(
        """
        From a sum to a result code: bias added, multiplied by a scale, rounded once, clipped.
        in:  acc, acc_nar: accumulator from the array; begins: first cycle of a sum.
             bias (signed, shifted left by bias_shift, in units of 2^-16 of the accumulator's), with acc.
             pos_multiplier, pos_scale for sums >= 0, neg_multiplier, neg_scale for others, five cycles after acc, with
             fp32 six: multiplier unsigned, leading bit first; scale: bits 9..0 signed exponent, bit 15 negates.
             *_fraction: 15 bits more of it. result_format: index of the number format; round_away: integers round
             ties away from zero, else to even. clip_low, clip_high: range of result codes. For int8 inference:
             round_up: ties up; round_twice: rounded after the multiplication, too; round_float: sum and product
             rounded to 24 bits; zero_point (signed): added to integers.
        out: code: zero-extended result code, nine cycles after the last cycle of acc, and one each for fp32, for a
             first rounding of products, for a zero point.
        No handshake, nothing stalls. Reset clears the NaR and sign bits; data registers keep their values.
        """)
final class OutputStage extends Module {
    private static final int LATENCY = 9;
    private static final int SCALE_DELAY = 5;
    private static final int SCALE_EXPONENT_BITS = 10;

    /** Bits of an integer before its zero point: with 16 bits of zero point, results of 16 bits are as if it had any number. */
    private static final int INTEGER_BITS = 17;

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
    final Word biasShift = in(8);
    final Word resultFormat = in(4);
    final Bit roundAway = inBit();

    /** Null on engines without the roundings that they select, as the three below. */
    final Bit roundUp;

    final Bit roundTwice;
    final Bit roundFloat;
    final Word zeroPoint;
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
        boolean twice = architecture.has(Rounding.NEAREST_TWICE);
        roundUp = twice || architecture.has(Rounding.NEAREST_UP) ? inBit() : null;
        roundTwice = twice ? inBit() : null;
        roundFloat = architecture.has(Rounding.FLOAT32) ? inBit() : null;
        zeroPoint = architecture.isForInference() ? in(WORD_BITS) : null;

        Word sum = next("sum", acc);
        Word biasShifted = next(
                "bias_shifted",
                Shift.left("bias_shifted_by", bias.signExtend(totalBits).named("bias_wide"), biasShift));
        Word total = next("total", sum.signExtend(totalBits - 16).padLow(16).plus(biasShifted));

        Bit negative = next("negative_3", total.top());
        Word magnitude = next("magnitude", Word.mux(total.top(), total.negate().named("total_negated"), total));

        int highest = architecture.normaliserStages();
        int fineStages = 5;
        Normalise.Result coarse =
                Normalise.left("coarse_shift", magnitude, highest, fineStages, MANTISSA_BITS - 1 + (1 << fineStages));
        Word coarseKey = next("coarse_key", coarse.key());
        Word coarseCount = next("coarse_count", coarse.count());
        int keyBits = coarseKey.width();
        Normalise.Result fine = Normalise.left("fine_shift", coarseKey, fineStages - 1, 0, keyBits);
        Word top = fine.key().slice(keyBits - MANTISSA_BITS, MANTISSA_BITS);
        Bit dropped = fine.key().slice(0, keyBits - MANTISSA_BITS).any();
        Word mantissa = next(
                "mantissa",
                Word.cat(top.slice(1, MANTISSA_BITS - 1), top.bit(0).or(dropped).asWord()));
        Word count = next("count", Word.cat(coarseCount, fine.count()));
        scale(mantissa, count, delay("negative_5", negative, 2));
    }

    /** Whether results can have the format of an index. */
    static Bit knows(MacArchitecture architecture, Word format) {
        List<NumberFormat> formats = architecture.formats();
        Bit known = format.resize(5).less(formats.size());
        List<Bit> blocks = new ArrayList<>();
        for (int i = 0; i < formats.size(); i++) {
            if (!formats.get(i).canBeResult()) {
                blocks.add(format.eq(i));
            }
        }
        if (blocks.isEmpty()) {
            return known;
        }
        Bit isBlock = Bit.anyOf(blocks).named("result_is_of_blocks");
        return known.and(isBlock.not()).named("result_known");
    }

    /** Cycles from the last cycle of an accumulator to its code. */
    static int latency(MacArchitecture architecture) {
        return LATENCY + beforeProduct(architecture) + afterProduct(architecture) + afterPack(architecture);
    }

    /** Stages before the multiplication. */
    static int scaleDelay(MacArchitecture architecture) {
        return SCALE_DELAY + beforeProduct(architecture);
    }

    private static int beforeProduct(MacArchitecture architecture) {
        return architecture.has(Rounding.FLOAT32) ? 1 : 0;
    }

    private static int afterProduct(MacArchitecture architecture) {
        return architecture.roundsProducts() ? 1 : 0;
    }

    private static int afterPack(MacArchitecture architecture) {
        return architecture.isForInference() ? 1 : 0;
    }

    /** From a normalised total, rounded to odd, to the code. */
    private void scale(Word mantissa, Word count, Bit negative) {
        if (roundFloat == null) {
            multiply(mantissa, count, null, negative);
            return;
        }
        FirstRounding.FloatMantissa rounded = FirstRounding.FloatMantissa.of(mantissa, roundFloat);
        multiply(
                next("mantissa_24", rounded.mantissa()),
                next("count_24", count),
                next("carry_24", rounded.carry()),
                next("negative_24", negative));
    }

    /** @param carry whether the mantissa is twice what it says, or null where it never is */
    private void multiply(Word mantissa, Word count, Bit carry, Bit negative) {
        Word multiplier = multiplier(negative);
        Word scale = Word.mux(negative, negScale, posScale).named("scale");
        Word product = product(mantissa, multiplier);
        Bit sign = next("sign_6", negative.xor(scale.top()));
        Word exponent = exponent(count, scale);
        if (carry != null) {
            exponent = exponent.named("exponent_even").plus(carry.extend(architecture.exponentBits()));
        }
        Word exponent6 = next("exponent_6", exponent);
        if (!architecture.roundsProducts()) {
            finish(product, exponent6, product.isZero(), sign);
            return;
        }
        Word nudge = null;
        if (roundTwice != null) {
            Bit enable = next("nudged", isBelowMinus32(scale).and(roundTwice));
            nudge = FirstRounding.nudge(next("count_6", count), enable, architecture.totalBits(), product.width());
        }
        Word wide = next("product_7", FirstRounding.product(product, nudge, roundFloat));
        int bits = product.width();
        Word halved = wide.slice(1, bits); // the last bit of the multiplier is 0, and so is that of the sum
        Word exponent7 = next("exponent_product", exponent6);
        finish(
                Word.mux(wide.top(), halved, wide.slice(0, bits)).named("product_below_carry"),
                exponent7.plus(wide.top().extend(architecture.exponentBits())).named("exponent_above_carry"),
                next("product_is_zero", product.isZero()),
                next("sign_product", sign));
    }

    /** Whether the exponent of a scale is below -32. */
    private static Bit isBelowMinus32(Word scale) {
        Word high = scale.slice(5, SCALE_EXPONENT_BITS - 5);
        return high.top().and(high.not().any()).named("scale_is_small");
    }

    /**
     * From a product to the code.
     *
     * @param product one of its two highest bits is set, unless it is 0
     * @param exponent of the second highest bit
     */
    private void finish(Word product, Word exponent, Bit zero, Bit sign) {
        Word value = round18("value", product);
        Bit carry = product.top();
        Word exponent7 = next("exponent_7", exponent.plus(carry.extend(architecture.exponentBits())));
        Bit zero7 = next("zero_7", zero);
        Bit sign7 = next("sign_7", sign);
        Bit away = roundUp == null
                ? roundAway
                : roundAway.or(roundUp.and(sign7.not())).named("ties_away");
        Bit toward = roundUp == null ? Bit.of(false) : roundUp.and(sign7).named("ties_toward");
        int stages = 7 + latency(architecture) - LATENCY - afterPack(architecture);
        pack(new Pack.Value(sign7, value, exponent7, away, toward), zero7, delay("nar", accNar, stages));
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
        Bit first = delay("begins", begins, scaleDelay(architecture));
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
        boolean apart = architecture.isForInference();
        Word packed = null;
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat format = formats.get(i);
            if (format.canBeResult() && !(apart && format instanceof IntegerFormat)) {
                Word rounded = Pack.unlessZero(format, zero, Pack.of(name(format), format, value));
                packed = choice(i, "_code", unlessNar(format, nar, rounded), packed);
            }
        }
        Word code = packed == null ? null : next("code_8", packed);
        Bit nar8 = next("nar_8", nar);
        if (apart) {
            Word integer = next(
                    "integer_8", Pack.integer("integer", INTEGER_BITS, value).gate(zero.not()));
            code = next("code_with_zero_point", withZeroPoint(integer, code, nar8));
            nar8 = next("nar_with_zero_point", nar8);
        }
        clip(code, nar8);
    }

    /** An integer and its zero point in the format of the result, saturated; other formats' codes as they are. */
    private Word withZeroPoint(Word integer, Word others, Bit nar) {
        int bits = INTEGER_BITS + 1;
        Word sum = integer.signExtend(bits).plus(zeroPoint.signExtend(bits)).named("integer_with_zero_point");
        Word result = others;
        List<NumberFormat> formats = architecture.formats();
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat format = formats.get(i);
            if (format instanceof IntegerFormat) {
                int n = format.widthBits();
                Word high = sum.slice(n - 1, bits - n + 1);
                Bit fits = high.any().not().or(high.not().any().not()).named(name(format) + "_fits");
                Word limit = Word.cat(sum.top().asWord(), sum.top().not().repeat(n - 1));
                Word saturated = Word.mux(fits, sum.slice(0, n), limit);
                result = choice(i, "_shifted", unlessNar(format, nar, saturated), result);
            }
        }
        return result;
    }

    private void clip(Word packed, Bit nar) {
        List<NumberFormat> formats = architecture.formats();
        Word clipped = null;
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat format = formats.get(i);
            if (!format.canBeResult()) {
                continue;
            }
            int n = format.widthBits();
            Word result =
                    Order.clip(name(format), format, packed.slice(0, n), clipLow.slice(0, n), clipHigh.slice(0, n));
            clipped = choice(i, "_clipped", result, clipped);
        }
        code.set(next("code_9", Word.mux(nar, packed, clipped)));
    }

    /** The code of NaR where the accumulator is NaR. */
    private static Word unlessNar(NumberFormat format, Bit nar, Word code) {
        return Word.mux(nar, Word.of(format.narBits(), format.widthBits()), code);
    }

    /** A code of format i where that is the format of the result, otherwise another, or null for none. */
    private Word choice(int i, String suffix, Word code, Word otherwise) {
        Word wide = code.resize(WORD_BITS).named(name(architecture.formats().get(i)) + suffix);
        return otherwise == null ? wide : Word.mux(resultFormat.eq(i), wide, otherwise);
    }

    private static String name(NumberFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }
}
