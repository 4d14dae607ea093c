// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.MANTISSA_BITS;
import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.Rounding;
import io.fluxmill.hw.arith.Normalise;
import io.fluxmill.hw.arith.Shift;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.mac.unit.RegisteredMultiplier;
import java.util.ArrayList;
import java.util.List;

/**
 * From a drained accumulator to a result code, {@link io.fluxmill.core.format.Rescale} in hardware. An accumulator stays for {@code
 * outputCycles}; its code comes {@link #latency} cycles after the last of these cycles, and nothing stalls. The bias is sampled {@link #biasLead} before
 * the accumulator, the scale {@link #scaleDelay} cycles later.
 *
 * <pre>
 *  sum, bias   total   |total|   normalise, round to odd (as many stages as its width needs)
 *    with fp32: round to 24 bits
 *  partial products   product (one stage with output-cycles above 1)
 *    with fp32 or double: round to 24 bits, or add the nudge
 *  18 bits + sticky, exponent   {@link ResultPacker}
 * </pre>
 */
@Contract(
        """
        From a sum to a result code: bias added, multiplied by a scale, rounded once, clipped.
        in:  acc, acc_nar: accumulator from the array; begins: first cycle of a sum.
             bias (signed, shifted left by bias_shift, in units of 2^-16 of the accumulator's), a cycle before acc, where the
             target has few cells with it.
             pos_multiplier, pos_scale for sums >= 0, neg_multiplier, neg_scale for others, so many cycles later as the
             normaliser has stages and two, with fp32 three: multiplier unsigned, leading bit first; scale: bits 9..0
             signed exponent, bit 15 negates.
             *_fraction: 15 bits more of it. result_format: index of the number format; round_away: integers round
             ties away from zero, else to even. clip_low, clip_high: range of result codes; low_order, high_order: the
             same in the order of the format. For int8 inference: round_up: ties up; round_twice: rounded after the
             multiplication, too; round_float: sum and product rounded to 24 bits; zero_point (signed): added to
             integers.
        out: code: zero-extended result code, a constant number of cycles after the last cycle of acc (outputLatency in
             the manifest).
        No handshake, nothing stalls. Reset clears the NaR and sign bits; data registers keep their values.
        """)
final class OutputStage extends Module {
    /** Sum and bias, total, magnitude. */
    private static final int BEFORE_NORMALISER = 3;

    private static final int SCALE_EXPONENT_BITS = 10;

    /** Levels of look-up tables of four inputs that a stage of the normaliser may have. */
    private static final int NORMALISER_LEVELS = 6;

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
    final Word lowOrder;
    final Word highOrder;
    final Word code = out(WORD_BITS);

    private final MacArchitecture architecture;

    OutputStage(MacArchitecture architecture) {
        this.architecture = architecture;
        int totalBits = architecture.totalBits();
        acc = in(architecture.accumulatorBits());
        int orderBits = ResultShape.of(architecture).orderBits();
        lowOrder = in(orderBits);
        highOrder = in(orderBits);
        posFraction = architecture.hasFractions() ? in(WORD_BITS) : null;
        negFraction = architecture.hasFractions() ? in(WORD_BITS) : null;
        boolean twice = architecture.has(Rounding.NEAREST_TWICE);
        roundUp = twice || architecture.has(Rounding.NEAREST_UP) ? inBit() : null;
        roundTwice = twice ? inBit() : null;
        roundFloat = architecture.has(Rounding.FLOAT32) ? inBit() : null;
        zeroPoint = architecture.isForInference() ? in(WORD_BITS) : null;

        Word sum = next("sum", acc);
        Word biasShifted = next("bias_shifted", shiftedBias(totalBits));
        Word total = next("total", sum.signExtend(totalBits - 16).padLow(16).plus(biasShifted));

        Bit negative = next("negative_3", total.top());
        Word magnitude = next("magnitude", Word.mux(total.top(), total.negate().named("total_negated"), total));

        normalise(magnitude, negative);
    }

    /** Cycles by which a bias comes before its sum. */
    static int biasLead(MacArchitecture architecture) {
        return architecture.config().target().mergesStages() ? 0 : 1;
    }

    /** The bias in the total's unit: first shifted by less than 16 places, then, a cycle later where biases come early, by the others. */
    private Word shiftedBias(int totalBits) {
        int fineBits = 4;
        Word fine = Shift.left(
                "bias_shifted_by",
                bias.signExtend(bias.width() + (1 << fineBits) - 1).named("bias_wide"),
                biasShift.slice(0, fineBits));
        Word wide = delay("bias_fine", fine, biasLead(architecture))
                .signExtend(Math.max(totalBits, fine.width()))
                .named("bias_at_unit");
        Word coarse = biasShift.slice(fineBits, biasShift.width() - fineBits);
        return Shift.left("bias_shifted_by", wide, coarse, fineBits).slice(0, totalBits);
    }

    /** Shifts that a stage of the normaliser decides on, as powers of two. */
    private record Levels(int highest, int lowest) {}

    /** The normaliser's stages: zeros are looked for in {@code 2^level} bits, for which a look-up table takes two levels a stage. */
    private static List<Levels> normaliser(MacArchitecture architecture) {
        List<Levels> stages = new ArrayList<>();
        int highest = architecture.normaliserStages();
        int most = NORMALISER_LEVELS * (architecture.config().target().mergesStages() ? 2 : 1);
        int used = 0;
        for (int level = highest; level >= 0; level--) {
            int levels = (level + 1) / 2 + 1;
            if (used + levels > most) {
                stages.add(new Levels(highest, level + 1));
                highest = level;
                used = 0;
            }
            used += levels;
        }
        stages.add(new Levels(highest, 0));
        return stages;
    }

    private void normalise(Word magnitude, Bit negative) {
        List<Levels> stages = normaliser(architecture);
        Word key = magnitude;
        Word count = null;
        for (Levels levels : stages) {
            boolean last = levels.lowest == 0;
            String name = "shift_" + levels.highest;
            int kept = last ? key.width() : MANTISSA_BITS - 1 + (1 << levels.lowest);
            Normalise.Result result = Normalise.left(name, key, levels.highest, levels.lowest, kept);
            Word counted = count == null ? result.count() : Word.cat(count, result.count());
            key = last ? result.key() : next(name + "_key", result.key());
            count = next(last ? "count" : name + "_count", counted);
        }
        Word top = key.slice(key.width() - MANTISSA_BITS, MANTISSA_BITS);
        Bit dropped = key.slice(0, key.width() - MANTISSA_BITS).any();
        Word mantissa = next(
                "mantissa",
                Word.cat(top.slice(1, MANTISSA_BITS - 1), top.bit(0).or(dropped).asWord()));
        int wait = stages.size() - 1 + beforeProduct(architecture);
        scale(mantissa, count, delay("negative_normal", negative, wait));
    }

    /** Cycles from the last cycle of an accumulator to its code. */
    static int latency(MacArchitecture architecture) {
        return valueDelay(architecture) + ResultPacker.latency(architecture);
    }

    /** Cycles to the value that is packed. */
    private static int valueDelay(MacArchitecture architecture) {
        return mantissaDelay(architecture) + productStages(architecture) + afterProduct(architecture) + 1;
    }

    private static int mantissaDelay(MacArchitecture architecture) {
        return BEFORE_NORMALISER + normaliser(architecture).size() + beforeProduct(architecture);
    }

    /** Stages before the multiplier's register. */
    static int scaleDelay(MacArchitecture architecture) {
        return mantissaDelay(architecture) - 1;
    }

    private static int productStages(MacArchitecture architecture) {
        if (architecture.config().outputCycles() > 1) {
            return 1;
        }
        return 1 + partialStages(architecture);
    }

    /** Cycles of a product of digits of 16 bits. */
    private static int partialStages(MacArchitecture architecture) {
        return architecture.config().target().registersOperands() ? RegisteredMultiplier.LATENCY : 1;
    }

    private static int beforeProduct(MacArchitecture architecture) {
        return architecture.has(Rounding.FLOAT32) ? 1 : 0;
    }

    private static int afterProduct(MacArchitecture architecture) {
        return architecture.roundsProducts() ? 1 : 0;
    }

    /**
     * From a normalised total, rounded to odd, to the code.
     *
     * @param negative one cycle before the mantissa, or the one that is rounded to 24 bits
     */
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
                negative);
    }

    /** @param carry whether the mantissa is twice what it says, or null where it never is */
    private void multiply(Word mantissa, Word count, Bit carry, Bit negative) {
        Word multiplier = next("multiplier", multiplier(negative));
        Word scale = next("scale", Word.mux(negative, negScale, posScale));
        Word product = product(mantissa, multiplier);
        int stages = productStages(architecture);
        Bit sign = delay("sign_product", next("negative_scaled", negative).xor(scale.top()), stages);
        Word exponent = exponent(count, scale);
        if (carry != null) {
            exponent = exponent.named("exponent_even").plus(carry.extend(architecture.exponentBits()));
        }
        Word exponentOfProduct = delay("exponent_product", exponent, stages);
        if (!architecture.roundsProducts()) {
            finish(product, exponentOfProduct, product.isZero(), sign);
            return;
        }
        Word nudge = null;
        if (roundTwice != null) {
            Bit enable = delay("nudged", isBelowMinus32(scale).and(roundTwice), stages);
            Word counted = delay("count_product", count, stages);
            nudge = FirstRounding.nudge(counted, enable, architecture.totalBits(), product.width());
        }
        Word wide = next("product_rounded_once", FirstRounding.product(product, nudge, roundFloat));
        int bits = product.width();
        Word halved = wide.slice(1, bits); // the last bit of the multiplier is 0, and so is that of the sum
        Word exponentAfter = next("exponent_rounded_once", exponentOfProduct);
        finish(
                Word.mux(wide.top(), halved, wide.slice(0, bits)).named("product_below_carry"),
                exponentAfter
                        .plus(wide.top().extend(architecture.exponentBits()))
                        .named("exponent_above_carry"),
                next("product_is_zero", product.isZero()),
                next("sign_rounded_once", sign));
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
        ResultPacker packer = child(() -> new ResultPacker(architecture));
        packer.setName("packer");
        packer.significand.set(round18("value", product));
        packer.exponent.set(next("exponent_value", exponent.plus(product.top().extend(architecture.exponentBits()))));
        packer.isZero.set(next("zero_value", zero));
        packer.negative.set(next("sign_value", sign));
        packer.nar.set(delay("nar", accNar, valueDelay(architecture)));
        packer.roundAway.set(roundAway);
        if (zeroPoint != null) {
            packer.roundUp.set(roundUp == null ? Bit.of(false) : roundUp);
            packer.zeroPoint.set(zeroPoint);
        }
        packer.resultFormat.set(resultFormat);
        packer.clipLow.set(clipLow);
        packer.clipHigh.set(clipHigh);
        packer.lowOrder.set(lowOrder);
        packer.highOrder.set(highOrder);
        code.set(packer.code);
    }

    /** The multiplier of a sign, with 15 bits of fraction and a zero below it where it has 31 bits. */
    private Word multiplier(Bit negative) {
        Word leading = Word.mux(negative, negMultiplier, posMultiplier);
        if (!architecture.hasFractions()) {
            return leading.named("multiplier_of_sign");
        }
        Word fraction = Word.mux(negative, negFraction, posFraction).named("fraction");
        return Word.cat(leading, fraction.slice(0, WORD_BITS - 1).padLow(1)).named("multiplier_of_sign");
    }

    /**
     * A register for the product, which is correct once the operands have been constant for {@code outputCycles}; the multiplier's low bits are
     * first.
     */
    private Word product(Word mantissa, Word multiplier) {
        int cycles = architecture.config().outputCycles();
        if (cycles == 1) {
            return whole(mantissa, multiplier);
        }
        int bits = multiplier.width();
        int digitBits = bits / cycles;
        Bit first = delay("begins", begins, mantissaDelay(architecture));
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

    /** Products of digits of 16 bits, then their sum. */
    private Word whole(Word mantissa, Word multiplier) {
        int bits = MANTISSA_BITS + multiplier.width();
        Word sum = null;
        for (int i = 0; i < MANTISSA_BITS / WORD_BITS; i++) {
            for (int j = 0; j < multiplier.width() / WORD_BITS; j++) {
                Word part = partial(
                        "partial_" + i + "_" + j,
                        mantissa.slice(WORD_BITS * i, WORD_BITS),
                        multiplier.slice(WORD_BITS * j, WORD_BITS));
                Word placed = i + j == 0 ? part : part.padLow(WORD_BITS * (i + j));
                sum = sum == null
                        ? placed.resize(bits)
                        : sum.plus(placed.resize(bits)).named("partial_sum_" + i + "_" + j);
            }
        }
        return next("product", sum);
    }

    /** A product of digits, in a register of its own. */
    private Word partial(String name, Word a, Word b) {
        if (!architecture.config().target().registersOperands()) {
            return next(name, a.times(b));
        }
        Word product = RegisteredMultiplier.product(name, a.resize(WORD_BITS + 1), b.resize(WORD_BITS + 1));
        return product.slice(0, 2 * WORD_BITS);
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
        int low = product.width() - ResultPacker.SIGNIFICAND_BITS;
        Bit sticky = normal.slice(0, low + 1).any();
        return next(name, Word.cat(normal.slice(low + 1, ResultPacker.SIGNIFICAND_BITS - 1), sticky.asWord()));
    }
}
