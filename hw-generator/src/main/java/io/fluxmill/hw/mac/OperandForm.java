// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.MinifloatFormat;
import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.mac.multiply.Multiplier;
import java.math.BigInteger;

/**
 * How the codes of a format enter the array, found from all its codes. A value is {@code integer * 2^(quireExponent / 2)}, so that products are multiples of the
 * quire's unit.
 *
 * <ul>
 *   <li><em>fixed</em>: the integer is the operand itself; it has at most {@link #FIXED_BITS} signed bits;
 *   <li><em>aligned</em>: {@code integer = operand * 2^place}, the operand being the signed significand, and {@code place >= 0}. Bits of significands below the
 *       unit are zero, so those of the smallest codes are shifted right without loss.
 * </ul>
 *
 * @param aligned whether operands have places
 * @param least smallest operand; {@code greatest} the largest
 * @param topPlace largest place; 0 for fixed
 * @param largestValue largest magnitude of a value in its unit
 * @param hasNar whether a code is NaR
 */
record OperandForm(
        NumberFormat format,
        boolean aligned,
        long least,
        long greatest,
        int topPlace,
        BigInteger largestValue,
        boolean hasNar) {
    /** The narrower port of a DSP48E1 and both of a MULT18X18D. */
    static final int FIXED_BITS = 18;

    /** Bits by which an integer is longer than its significand before logic is better off with an aligning path. */
    private static final int LOGIC_SPARE_BITS = 3;

    /** A product of two magnitudes of 3 bits is a function of 6 bits, which a LUT computes. */
    private static final int TABLE_CODE_BITS = 4;

    /**
     * The form that suits a target. Without multipliers in hardware a product costs a LUT for each pair of bits, so that wide integers with short significands are
     * aligned, unless they have four lanes.
     */
    static OperandForm of(NumberFormat format, Target target) {
        OperandForm form = of(format, FIXED_BITS);
        boolean isLong = form.operandBits() > format.significandBits() + LOGIC_SPARE_BITS;
        return target.isLogic() && isLong && format.lanes() <= 2 ? of(format, 0) : form;
    }

    /** The form that suits a target and how its units multiply. */
    static OperandForm of(NumberFormat format, Target target, Multiplier multiplier) {
        return switch (multiplier) {
            case AUTO -> of(format, target);
            case LOGIC -> of(format, Target.GOWIN);
            case CELLS, LMUL, MITCHELL -> of(format, 0);
        };
    }

    private static OperandForm of(NumberFormat format, int fixedBits) {
        BigInteger least = BigInteger.ZERO;
        BigInteger greatest = BigInteger.ZERO;
        int topPlace = 0;
        long significand = 0;
        boolean hasNar = false;
        for (int code = 0; code < 1 << format.widthBits(); code++) {
            if (format.isNaR(code)) {
                hasNar = true;
                continue;
            }
            NumberFormat.Unpacked unpacked = format.unpack(code);
            BigInteger value = units(format, unpacked);
            least = least.min(unpacked.negative() ? value.negate() : value);
            greatest = greatest.max(unpacked.negative() ? BigInteger.ZERO : value);
            if (unpacked.significand() != 0) {
                topPlace = Math.max(topPlace, placeOfUnits(format) - unpacked.down());
                significand = Math.max(significand, unpacked.significand());
            }
        }
        BigInteger largest = greatest.max(least.negate());
        if (Math.max(least.bitLength(), greatest.bitLength()) < fixedBits) {
            return new OperandForm(
                    format, false, least.longValueExact(), greatest.longValueExact(), 0, largest, hasNar);
        }
        return new OperandForm(format, true, -significand, significand, topPlace, largest, hasNar);
    }

    /** The magnitude of a value as an integer. */
    private static BigInteger units(NumberFormat format, NumberFormat.Unpacked unpacked) {
        int up = placeOfUnits(format) - unpacked.down();
        BigInteger significand = BigInteger.valueOf(unpacked.significand());
        return up >= 0 ? significand.shiftLeft(up) : significand.shiftRight(-up);
    }

    /** Place of the lowest bit of a significand with down 0, in units: half of the product's. */
    static int placeOfUnits(NumberFormat format) {
        return format.maxExponent() - format.fractionBits() - format.quireExponent() / 2;
    }

    /** Place of the lowest bit of a significand with down 0; significands with a larger down are shifted right. */
    int placeOfUnits() {
        return placeOfUnits(format);
    }

    /** Bits of an operand, two's complement. */
    int operandBits() {
        return Math.max(
                        BigInteger.valueOf(least).bitLength(),
                        BigInteger.valueOf(greatest).bitLength())
                + 1;
    }

    /** Largest magnitude of an operand that is shifted by {@code shift} if it has a place. */
    BigInteger largestOperand(int shift) {
        return BigInteger.valueOf(Math.max(-least, greatest)).shiftLeft(aligned ? shift : 0);
    }

    /** Bits of an operand that is shifted by {@code shift} if it has a place. */
    int operandBits(int shift) {
        return operandBits() + (aligned ? shift : 0);
    }

    /** Whether a code is a sign and at most three bits that have the magnitude's value in every product. */
    boolean isTable() {
        return !aligned
                && format.widthBits() <= TABLE_CODE_BITS
                && (format instanceof PositFormat
                        || format instanceof MinifloatFormat && !hasNar && isSignAndMagnitude());
    }

    /** Whether the highest bit of a code is its sign, and changes nothing else. */
    private boolean isSignAndMagnitude() {
        int half = 1 << (format.widthBits() - 1);
        for (int code = 0; code < half; code++) {
            NumberFormat.Unpacked positive = format.unpack(code);
            NumberFormat.Unpacked negative = format.unpack(code + half);
            boolean zero = units(format, positive).signum() == 0;
            if (!units(format, positive).equals(units(format, negative))
                    || !zero && (positive.negative() || !negative.negative())) {
                return false;
            }
        }
        return true;
    }

    /** The operand of a code of a fixed form; 0 of what is not real. */
    long operand(int code) {
        if (format.isNaR(code)) {
            return 0;
        }
        NumberFormat.Unpacked unpacked = format.unpack(code);
        long magnitude = units(format, unpacked).longValueExact();
        return unpacked.negative() ? -magnitude : magnitude;
    }

    /** The magnitude of the code {@code 0 ... 7}, 0 for codes that do not exist. */
    int magnitude(int code) {
        if (code >= 1 << (format.widthBits() - 1)) {
            return 0;
        }
        return units(format, format.unpack(code)).intValueExact();
    }
}
