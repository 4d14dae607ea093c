// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static io.fluxmill.hw.mac.MacArchitecture.WORD_BITS;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Rounds a normalised value once to a code of the result's format. All formats share one shifter and one rounder: what differs is where the significand is
 * shifted to, and constants, which {@link ResultShape} derives.
 *
 * <pre>
 *  1 place:   how far the body is shifted right; fields above the fraction; out of range?
 *  2 shift    3 round    4 limit    5 sign
 *    with zero points: + zero point, saturate
 *  6 clip
 * </pre>
 *
 * Stages 1 and 2, 3 and 4, 5 and 6 are one each where the target has few cells and a slow clock.
 *
 * The <em>body</em> is the magnitude of a code without its sign: of an integer its absolute value, of a minifloat exponent and mantissa fields, of a posit regime,
 * exponent and fraction. Rounding up is an increment of it in all of them.
 */
@Contract(
        """
        From a normalised value to a result code: rounded once, saturated, clipped.
        in:  the value (-1)^negative * significand * 2^(exponent - 17), with the top bit of the significand set; its last
             bit stands for itself and everything below; is_zero: it is zero; nar: it is NaR.
             round_away, round_up (where the design has it): integers round ties away from zero, or up, else to even;
             other formats always to even.
             result_format: index of the number format; zero_point (signed, where the design has it): added to integers.
             clip_low, clip_high: range of codes, and low_order, high_order: the same as numbers in their order.
             All but the value are constant while values come.
        out: code: zero-extended. NaR is not clipped.
        Latency: six cycles, three where the target has few cells and a slow clock; one more with zero points. No handshake, nothing stalls. There is no reset but of single bits.
        """)
final class ResultPacker extends Module {
    /** Enough for 16 result bits, a round bit and the sticky bit. */
    static final int SIGNIFICAND_BITS = 18;

    private static final int LATENCY = 6;

    final Bit negative = inBit();
    final Word significand = in(SIGNIFICAND_BITS);
    final Word exponent;
    final Bit isZero = inBit();
    final Bit nar = inBit();
    final Bit roundAway = inBit();
    /** Null, as the zero point, on engines without them. */
    final Bit roundUp;

    final Word resultFormat = in(4);
    final Word zeroPoint;

    final Word clipLow = in(WORD_BITS);
    final Word clipHigh = in(WORD_BITS);
    final Word lowOrder;
    final Word highOrder;
    final Word code = out(WORD_BITS);

    private final List<NumberFormat> formats;
    private final boolean hasZeroPoint;
    /** Whether two stages are one. */
    private final boolean merged;

    private final ResultShape shape;
    private final int bodyBits;
    private final Map<String, Word> constants = new HashMap<>();

    ResultPacker(MacArchitecture architecture) {
        exponent = in(architecture.exponentBits());
        formats = architecture.formats();
        hasZeroPoint = architecture.isForInference();
        merged = architecture.config().target().mergesStages();
        zeroPoint = hasZeroPoint ? in(WORD_BITS) : null;
        roundUp = hasZeroPoint ? inBit() : null;
        shape = ResultShape.of(architecture);
        lowOrder = in(shape.orderBits());
        highOrder = in(shape.orderBits());
        bodyBits = shape.bodyBits();
        round(shift(place()));
    }

    /** Cycles from a value to its code. */
    static int latency(MacArchitecture architecture) {
        int stages = architecture.config().target().mergesStages() ? LATENCY / 2 : LATENCY;
        return stages + (architecture.isForInference() ? 1 : 0);
    }

    /** How a body is made, one cycle after its value. */
    private record Placed(Word string, Bit fill, Word amount, Word exponentField, Bit over, Bit under, Flags flags) {}

    /** What goes along with a body. */
    private record Flags(Bit negative, Bit zero, Bit nar) {
        Flags after(int stage, boolean merged) {
            return merged
                    ? this
                    : new Flags(
                            next("negative_" + stage, negative),
                            next("zero_" + stage, zero),
                            next("nar_" + stage, nar));
        }
    }

    /** A register behind stage 1, 3 or 5, unless that is one with the next. */
    private Word odd(String name, Word value) {
        return merged ? value : next(name, value);
    }

    private Bit odd(String name, Bit value) {
        return merged ? value : next(name, value);
    }

    /** A constant of the result's format. */
    private Word constant(String name, int bits, ToIntFunction<NumberFormat> value) {
        return constants.computeIfAbsent(name, key -> chosen(key, bits, value));
    }

    private Word chosen(String name, int bits, ToIntFunction<NumberFormat> value) {
        long mask = (1L << bits) - 1;
        Word chosen = null;
        boolean same = shape.formats().stream().mapToInt(value).distinct().count() == 1;
        for (int i = formats.size() - 1; i >= 0; i--) {
            NumberFormat format = formats.get(i);
            if (format.canBeResult()) {
                Word own = Word.of(value.applyAsInt(format) & mask, bits);
                chosen = chosen == null || same ? own : Word.mux(resultFormat.eq(i), own, chosen);
            }
        }
        return same ? chosen : next(name, chosen); // constant while values come
    }

    /** Whether the result's format is of a kind. */
    private Bit is(String name, Predicate<NumberFormat> kind) {
        List<NumberFormat> results = shape.formats();
        boolean all = results.stream().allMatch(kind);
        if (all || results.stream().noneMatch(kind)) {
            return Bit.of(all);
        }
        return constant(name, 1, format -> kind.test(format) ? 1 : 0).bit(0);
    }

    private Placed place() {
        int exponentBits = exponent.width();
        Bit under = exponent.lessSigned(constant("under_below", exponentBits, shape::underBelow))
                .named("is_under");
        Bit over = exponent.lessSigned(constant("over_from", exponentBits, shape::overFrom))
                .not();
        Word amount = null;
        Word field = null;
        if (shape.hasPlain()) {
            Bit normal = exponent.lessSigned(constant("normal_from", exponentBits, shape::normalFrom))
                    .not()
                    .named("is_normal");
            Word down = constant("place_of_one", shape.amountBits(), shape::placeOfOne)
                    .minus(exponent.slice(0, shape.amountBits()))
                    .named("places_down");
            Word fixed = constant("normal_amount", shape.amountBits(), shape::normalAmount);
            Word most = Word.of(shape.mostPlaces(), shape.amountBits());
            Word inRange = Word.mux(normal, fixed, down).named("amount_in_range");
            amount = Word.mux(under, most, inRange).named("plain_amount");
            if (shape.fieldBits() > 0) {
                int bits = shape.fieldBits();
                field = exponent.slice(0, bits)
                        .plus(constant("field_bias", bits, shape::fieldBias))
                        .named("exponent_field")
                        .gate(normal);
            }
        }
        Word string = significand.padLow(shape.stringBits() - SIGNIFICAND_BITS);
        Bit small = exponent.top();
        Bit large = small.not().named("is_at_least_one");
        if (shape.hasPosits()) {
            Word regimes = null;
            Word strings = null;
            for (int es : shape.positExponentBits()) {
                Word regime = exponent.slice(es, shape.amountBits());
                Word own = Word.cat(
                                large.asWord(),
                                small.asWord(),
                                es == 0 ? null : exponent.slice(0, es),
                                significand.slice(0, SIGNIFICAND_BITS - 1))
                        .padLow(shape.stringBits() - 1 - es - SIGNIFICAND_BITS);
                Bit chosen = is("is_posit_es_" + es, format -> shape.isPosit(format, es));
                regimes = regimes == null
                        ? regime
                        : Word.mux(chosen, regime, regimes).named("regime_up_to_es_" + es);
                strings = strings == null ? own : Word.mux(chosen, own, strings);
            }
            Word run = Word.mux(small, regimes.not(), regimes)
                    .named("regime_run")
                    .plus(constant("regime_place", shape.amountBits(), shape::regimePlace))
                    .named("regime_amount");
            Bit posit = isPosit();
            amount = amount == null ? run : Word.mux(posit, run, amount).named("amount_of_format");
            string = Word.mux(posit, strings, string).named("string_of_format");
        }
        Flags flags = new Flags(negative, isZero, nar).after(1, merged);
        return new Placed(
                odd("string_1", string),
                shape.hasPosits() ? odd("fill_1", isPosit().and(large)) : Bit.of(false),
                odd("amount_1", amount),
                field == null ? null : odd("exponent_field_1", field),
                odd("over_1", over),
                shape.hasPosits() ? odd("under_1", under) : null,
                flags);
    }

    private Bit isPosit() {
        return is("is_posit", shape::isPosit);
    }

    /** The string's bits at their places, and what goes along. */
    private Placed shift(Placed placed) {
        int bits = shape.stringBits() + shape.mostPlaces();
        Word shifted = placed.string.padLow(shape.mostPlaces()).named("string_padded");
        for (int stage = 0; stage < shape.amountBits(); stage++) {
            int places = 1 << stage;
            Word down = Word.cat(placed.fill.repeat(places), shifted.slice(places, bits - places));
            shifted = Word.mux(placed.amount.bit(stage), down, shifted).named("string_down_" + places);
        }
        return new Placed(
                next("string_2", shifted),
                null,
                null,
                placed.exponentField == null ? null : next("exponent_field_2", placed.exponentField),
                next("over_2", placed.over),
                placed.under == null ? null : next("under_2", placed.under),
                placed.flags.after(2, false));
    }

    private void round(Placed placed) {
        int below = placed.string.width() - bodyBits;
        Word body = placed.string.slice(below, bodyBits);
        body = body.and(constant("body_mask", bodyBits, shape::bodyMask));
        if (placed.exponentField != null) {
            Word wide = placed.exponentField.resize(bodyBits + SIGNIFICAND_BITS).named("exponent_field_wide");
            Word fields = null;
            for (int mantissaBits : shape.mantissaBits()) {
                Word own = wide.slice(0, bodyBits - mantissaBits);
                own = mantissaBits == 0 ? own : own.padLow(mantissaBits);
                Bit chosen = is("has_mantissa_" + mantissaBits, format -> shape.hasMantissa(format, mantissaBits));
                fields = fields == null ? own.gate(chosen) : fields.or(own.gate(chosen));
            }
            body = body.or(fields);
        }
        body = body.named("body_bits");
        Bit even = body.bit(0);
        Bit away = Bit.of(false);
        if (shape.hasIntegers()) {
            Bit integer = is("is_integer", IntegerFormat.class::isInstance);
            Bit up = roundUp == null ? Bit.of(false) : roundUp.and(integer);
            away = roundAway.and(integer).or(up.and(placed.flags.negative.not()));
            even = even.and(up.and(placed.flags.negative).not());
        }
        Bit increment = placed.string
                .bit(below - 1)
                .and(placed.string.slice(0, below - 1).any().or(even).or(away))
                .named("increment");
        Word rounded = odd("rounded_3", body.plusExpand(increment.asWord()).named("rounded"));
        limit(
                rounded,
                odd("over_3", placed.over),
                placed.under == null ? null : odd("under_3", placed.under),
                placed.flags.after(3, merged));
    }

    /** The magnitude within the range of the format. */
    private void limit(Word rounded, Bit over, Bit under, Flags flags) {
        Word most = constant("greatest", bodyBits + 1, shape::greatest);
        if (shape.hasIntegers()) {
            Word least = constant("least_magnitude", bodyBits + 1, shape::leastMagnitude);
            most = Word.mux(flags.negative, least, most).named("limit");
        }
        Bit beyond = over.or(most.less(rounded)).named("is_beyond");
        Word magnitude =
                Word.mux(beyond, most, rounded).named("saturated_magnitude").slice(0, bodyBits);
        if (shape.hasPosits()) {
            Bit least = under.and(isPosit()).named("is_least");
            magnitude = Word.mux(least, Word.of(1, bodyBits), magnitude).named("posit_magnitude");
        }
        Bit unsigned = is("is_unsigned", format -> !shape.isSigned(format));
        Bit none = flags.zero.or(unsigned.and(flags.negative)).named("is_none");
        magnitude = magnitude.gate(none.not());
        if (shape.hasBinary()) {
            Bit one = flags.negative.and(flags.zero.not()).not().named("is_one");
            Bit binary = is("is_binary", BinaryFormat.class::isInstance);
            magnitude = Word.mux(binary, one.extend(bodyBits), magnitude.named("other_magnitude"));
        }
        sign(next("magnitude_4", magnitude), flags.after(4, false));
    }

    /** The number in the order of its format, and the code. */
    private void sign(Word magnitude, Flags flags) {
        Word wide = magnitude.resize(shape.orderBits());
        Bit minus = flags.negative.and(is("is_signed", shape::isSigned)).named("minus");
        Word order = wide.xor(minus.repeat(shape.orderBits()))
                .plus(minus.extend(shape.orderBits()))
                .named("order");
        Word word = order.resize(WORD_BITS).and(constant("code_mask", WORD_BITS, shape::codeMask));
        if (shape.hasSignBits()) {
            Word mark = constant("sign_bit", WORD_BITS, shape::signBit);
            Word marked = magnitude
                    .resize(WORD_BITS)
                    .or(mark.gate(minus.and(magnitude.any())))
                    .named("sign_and_magnitude");
            word = Word.mux(is("has_sign_bit", shape::hasSignBit), marked, word);
        }
        Word order5 = odd("order_5", order);
        Word code5 = odd("code_5", word.named("unclipped"));
        Bit nar5 = odd("nar_5", flags.nar);
        if (hasZeroPoint) {
            addZeroPoint(order5, code5, nar5);
        } else {
            clip(order5, code5, nar5);
        }
    }

    /** An integer and its zero point in the format of the result, saturated; other formats' codes as they are. */
    private void addZeroPoint(Word order, Word word, Bit nar) {
        int bits = shape.orderBits() + 1;
        Word sum = order.signExtend(bits).plus(zeroPoint.signExtend(bits)).named("with_zero_point");
        Word above = constant("above_integer", bits, shape::aboveInteger);
        Bit fits =
                sum.and(above).isZero().or(sum.or(above.not()).not().isZero()).named("fits");
        Word greatest = constant("greatest_integer", bits, shape::greatestInteger);
        Word limit = greatest.xor(sum.top().repeat(bits));
        Word saturated = Word.mux(fits, sum, limit).named("saturated");
        Bit integer = is("is_integer", IntegerFormat.class::isInstance);
        Word masked = saturated.slice(0, WORD_BITS).and(constant("code_mask", WORD_BITS, shape::codeMask));
        clip(
                next("order_6", Word.mux(integer, saturated.slice(0, shape.orderBits()), order)),
                next("code_6", Word.mux(integer, masked, word)),
                next("nar_6", nar));
    }

    private void clip(Word order, Word word, Bit nar) {
        Bit below = order.lessSigned(lowOrder).named("is_below");
        Bit above = highOrder.lessSigned(order).named("is_above");
        Word clipped = Word.mux(above, clipHigh, Word.mux(below, clipLow, word));
        Word narCode = constant("nar_code", WORD_BITS, NumberFormat::narBits);
        code.set(next(
                "code_last", Word.mux(nar, narCode, clipped.and(constant("code_mask", WORD_BITS, shape::codeMask)))));
    }
}
