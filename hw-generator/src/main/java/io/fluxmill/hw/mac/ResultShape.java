// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.BinaryFormat;
import io.fluxmill.core.format.IntegerFormat;
import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import java.util.List;

/**
 * The constants of {@link ResultPacker}: where the significand of a value with exponent E goes in the body of a code of each format.
 *
 * <p>Bodies of all formats end at the same place, W bits below the top of a string that is shifted right. A value is {@code 1.f * 2^E}.
 *
 * <pre>
 * plain     1 f                shifted by K - E: the one is at the bit that counts 2^E; not below the normal numbers, where the exponent field counts on
 * posit     r ~r e f           shifted by the length of the regime, r shifted in
 * </pre>
 */
final class ResultShape {
    /** With 16 bits of zero point, results of 16 bits are as if integers had any number of bits before it. */
    private static final int UNSATURATED_BITS = 17;

    private final List<NumberFormat> results;
    private final boolean hasZeroPoint;
    private final int bodyBits;

    /** @param all formats by index; those that cannot be results are left out */
    private ResultShape(List<NumberFormat> all, boolean hasZeroPoint) {
        results = all.stream().filter(NumberFormat::canBeResult).toList();
        this.hasZeroPoint = hasZeroPoint;
        bodyBits = Math.max(2, results.stream().mapToInt(this::ownBits).max().orElseThrow());
    }

    static ResultShape of(MacArchitecture architecture) {
        return new ResultShape(architecture.formats(), architecture.isForInference());
    }

    List<NumberFormat> formats() {
        return results;
    }

    /** Bits of numbers in the order of a format, two's complement. */
    int orderBits() {
        return bodyBits + 1;
    }

    /** Bits of a format's body; of an integer one more, for the magnitude of the least. */
    private int ownBits(NumberFormat format) {
        return format instanceof IntegerFormat ? integerBits(format) : format.widthBits() - (isSigned(format) ? 1 : 0);
    }

    /** Bits of an integer before its zero point. */
    private int integerBits(NumberFormat format) {
        return hasZeroPoint ? UNSATURATED_BITS : format.widthBits();
    }

    int bodyBits() {
        return bodyBits;
    }

    boolean isSigned(NumberFormat format) {
        return !(format instanceof BinaryFormat)
                && !(format instanceof MinifloatFormat minifloat && !minifloat.signed());
    }

    boolean hasPosits() {
        return results.stream().anyMatch(this::isPosit);
    }

    /** Whether there are formats without a regime. */
    boolean hasPlain() {
        return !results.stream().allMatch(this::isPosit);
    }

    boolean hasIntegers() {
        return results.stream().anyMatch(IntegerFormat.class::isInstance);
    }

    boolean hasBinary() {
        return results.stream().anyMatch(BinaryFormat.class::isInstance);
    }

    boolean isPosit(NumberFormat format) {
        return format instanceof PositFormat;
    }

    boolean isPosit(NumberFormat format, int exponentBits) {
        return format instanceof PositFormat posit && posit.exponentBits() == exponentBits;
    }

    /** Bits of the exponents of the posits, each once. */
    List<Integer> positExponentBits() {
        return results.stream()
                .filter(this::isPosit)
                .map(format -> ((PositFormat) format).exponentBits())
                .distinct()
                .sorted()
                .toList();
    }

    /** Bits of the string before it is shifted: a significand, or two bits of regime, an exponent, and a fraction. */
    int stringBits() {
        int es = positExponentBits().stream().mapToInt(Integer::intValue).max().orElse(-1);
        return ResultPacker.SIGNIFICAND_BITS + 1 + es;
    }

    /** Places by which a plain string is shifted to the bit below the one that rounds; at least as many as any regime. */
    int mostPlaces() {
        return bodyBits + 1;
    }

    /** Bits of a shift. */
    int amountBits() {
        return 32 - Integer.numberOfLeadingZeros(mostPlaces());
    }

    private boolean hasField(NumberFormat format) {
        return format instanceof MinifloatFormat minifloat && minifloat.exponentBits() > 0;
    }

    private static MinifloatFormat minifloat(NumberFormat format) {
        return (MinifloatFormat) format;
    }

    /** Bits of the longest exponent field, 0 if there is none. */
    int fieldBits() {
        return results.stream()
                .filter(this::hasField)
                .mapToInt(format -> minifloat(format).exponentBits())
                .max()
                .orElse(0);
    }

    /** Bits of the mantissas below exponent fields, each once. */
    List<Integer> mantissaBits() {
        return results.stream()
                .filter(this::hasField)
                .map(format -> minifloat(format).mantissaBits())
                .distinct()
                .sorted()
                .toList();
    }

    boolean hasMantissa(NumberFormat format, int bits) {
        return hasField(format) && minifloat(format).mantissaBits() == bits;
    }

    /** What the exponent field exceeds the exponent of a normal number by. */
    int fieldBias(NumberFormat format) {
        return hasField(format) ? 1 - minifloat(format).minExponent() : 0;
    }

    /** K: the shift of a one that counts 1. */
    int placeOfOne(NumberFormat format) {
        return bodyBits - 1 + lowestBit(format);
    }

    /** Exponent of the body's lowest bit, without an exponent field above it. */
    private static int lowestBit(NumberFormat format) {
        return format instanceof MinifloatFormat minifloat ? minifloat.minExponent() - minifloat.mantissaBits() : 0;
    }

    /** The smallest exponent of a normal number; formats without an exponent field have none in their range. */
    int normalFrom(NumberFormat format) {
        return hasField(format) ? minifloat(format).minExponent() : overFrom(format);
    }

    /** Shift of normal numbers. */
    int normalAmount(NumberFormat format) {
        return hasField(format) ? bodyBits - 1 - minifloat(format).mantissaBits() : 0;
    }

    /** The smallest exponent that is beyond the range. */
    int overFrom(NumberFormat format) {
        if (format instanceof IntegerFormat) {
            return integerBits(format);
        }
        return format instanceof BinaryFormat ? 1 : format.maxExponent() + (hasField(format) ? 1 : 0);
    }

    /** Smaller exponents are those of posits that become the least one, or of what rounds to zero. */
    int underBelow(NumberFormat format) {
        return isPosit(format) ? -format.maxExponent() : lowestBit(format) - 2;
    }

    /** Shift of a posit, besides the length of its regime. */
    int regimePlace(NumberFormat format) {
        return isPosit(format) ? bodyBits - format.widthBits() + 1 : 0;
    }

    /** Bits of the string that are of the body: all, those of a posit, or the mantissa. */
    int bodyMask(NumberFormat format) {
        return ones(
                isPosit(format)
                        ? format.widthBits() - 1
                        : hasField(format) ? minifloat(format).mantissaBits() : bodyBits);
    }

    private static int ones(int bits) {
        return (1 << bits) - 1;
    }

    /** Largest magnitude. */
    int greatest(NumberFormat format) {
        return format instanceof IntegerFormat ? ones(integerBits(format) - 1) : format.maxBits();
    }

    /** Largest magnitude of a negative number. */
    int leastMagnitude(NumberFormat format) {
        return greatest(format) + (format instanceof IntegerFormat ? 1 : 0);
    }

    int codeMask(NumberFormat format) {
        return ones(format.widthBits());
    }

    boolean hasSignBits() {
        return results.stream().anyMatch(this::hasSignBit);
    }

    /** Whether codes are a sign and a magnitude, else two's complement. */
    boolean hasSignBit(NumberFormat format) {
        return format instanceof MinifloatFormat && isSigned(format);
    }

    int signBit(NumberFormat format) {
        return hasSignBit(format) ? 1 << format.widthBits() - 1 : 0;
    }

    /** Bits of an integer with a zero point that are its sign if it fits. */
    int aboveInteger(NumberFormat format) {
        return format instanceof IntegerFormat ? -1 << format.widthBits() - 1 : 0;
    }

    int greatestInteger(NumberFormat format) {
        return format instanceof IntegerFormat ? ones(format.widthBits() - 1) : 0;
    }
}
