// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/** Minifloats without infinity and NaN by definition: the nearest of all values, the even code of two equally near. */
final class MinifloatOracle extends FormatOracle {
    private final int exponentBits;

    MinifloatOracle(int exponentBits, int mantissaBits) {
        super(1 + exponentBits + mantissaBits);
        this.exponentBits = exponentBits;
    }

    @Override
    public Rational decode(String bits) {
        int bias = (1 << (exponentBits - 1)) - 1;
        int field = Integer.parseInt(bits.substring(1, 1 + exponentBits), 2);
        String mantissa = bits.substring(1 + exponentBits);
        Rational fraction = Rational.of(Integer.parseInt(mantissa, 2)).times(Rational.powerOfTwo(-mantissa.length()));
        Rational magnitude = field == 0
                ? fraction.times(Rational.powerOfTwo(1 - bias))
                : fraction.plus(Rational.of(1)).times(Rational.powerOfTwo(field - bias));
        return bits.charAt(0) == '1' ? magnitude.negate() : magnitude;
    }

    @Override
    public int encode(Rational value) {
        Rational magnitude = value.abs();
        int low = 0;
        for (int step = nar() / 2; step > 0; step /= 2) {
            low = value(low + step).compareTo(magnitude) <= 0 ? low + step : low;
        }
        int nearest = low == nar() - 1 ? low : nearer(low, magnitude);
        return nearest != 0 && value.signum() < 0 ? nearest + nar() : nearest;
    }

    /** {@code low} or the next code, whichever is nearer to a magnitude between them. */
    private int nearer(int low, Rational magnitude) {
        Rational toLow = magnitude.plus(value(low).negate());
        Rational toHigh = value(low + 1).plus(magnitude.negate());
        int side = toLow.compareTo(toHigh);
        return side < 0 || (side == 0 && low % 2 == 0) ? low : low + 1;
    }
}
