// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

/** One bit by definition: its sign. */
final class BinaryOracle extends FormatOracle {
    BinaryOracle() {
        super(1);
    }

    @Override
    public Rational decode(String bits) {
        return Rational.of(bits.equals("1") ? 1 : -1);
    }

    @Override
    public int encode(Rational value) {
        return value.signum() < 0 ? 0 : 1;
    }

    @Override
    public int largest() {
        return 1;
    }

    @Override
    public int negated(int code) {
        return 1 - code;
    }
}
