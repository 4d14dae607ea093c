// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/**
 * Posits by definition. The point where rounding turns from code c to c + 1 is the bit string of c followed by a one: the
 * code 2c + 1 of the posit that is one bit wider.
 */
final class PositOracle extends FormatOracle {
    private final int es;

    PositOracle(int width, int es) {
        super(width);
        this.es = es;
    }

    @Override
    public Rational decode(String bits) {
        if (!bits.contains("1")) {
            return Rational.ZERO;
        }
        if (bits.lastIndexOf('1') == 0) {
            return null;
        }
        if (bits.charAt(0) == '1') {
            int complement = (1 << bits.length()) - Integer.parseInt(bits, 2);
            return decode(binary(complement, bits.length())).negate();
        }
        char regimeBit = bits.charAt(1);
        int end = 1;
        while (end < bits.length() && bits.charAt(end) == regimeBit) {
            end++;
        }
        int regime = regimeBit == '1' ? end - 2 : 1 - end;
        String rest = (end < bits.length() ? bits.substring(end + 1) : "") + "0".repeat(es);
        int exponent = es == 0 ? 0 : Integer.parseInt(rest.substring(0, es), 2);
        Rational significand = Rational.of(1);
        for (int i = es; i < rest.length(); i++) {
            if (rest.charAt(i) == '1') {
                significand = significand.plus(Rational.powerOfTwo(es - i - 1));
            }
        }
        return significand.times(Rational.powerOfTwo(regime * (1 << es) + exponent));
    }

    @Override
    public int encode(Rational value) {
        if (value.signum() == 0) {
            return 0;
        }
        int magnitude = encodePositive(value.abs());
        return value.signum() > 0 ? magnitude : (1 << width) - magnitude;
    }

    private int encodePositive(Rational value) {
        int low = 1;
        int high = nar() - 1;
        if (value.compareTo(value(low)) <= 0) {
            return low;
        }
        if (value.compareTo(value(high)) >= 0) {
            return high;
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (value.compareTo(value(middle)) < 0) {
                high = middle;
            } else {
                low = middle;
            }
        }
        int side = value.compareTo(midpointAbove(low));
        return side < 0 || (side == 0 && low % 2 == 0) ? low : high;
    }

    /** Between 0 and minpos there is none: nothing but zero rounds to zero. */
    @Override
    public Rational midpointAbove(int code) {
        return decode(binary(2 * code + 1, width + 1));
    }
}
