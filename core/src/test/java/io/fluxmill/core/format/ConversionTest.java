// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Decoding of all codes of all formats, and all conversions between them. */
class ConversionTest {
    /** Value, unpacking and order of every code against the definition. */
    @Test
    void everyCodeDecodes() {
        Ledger ledger = new Ledger(Ledger.Kind.DECODE);
        for (NumberFormat format : TestFormats.all()) {
            FormatOracle oracle = FormatOracle.of(format);
            for (int code = 0; code < 1 << format.widthBits(); code++) {
                String context = format.name() + " code " + code;
                Rational expected = oracle.value(code);
                assertEquals(expected == null, format.isNaR(code), context);
                if (expected == null) {
                    double special = format.toDouble(code);
                    assertEquals(oracle.infinity(code), Double.isInfinite(special) ? Math.signum(special) : 0, context);
                    assertTrue(!Double.isFinite(special), context);
                    assertEquals(0, format.unpack(code).significand(), context);
                } else {
                    assertTrue(expected.sameAs(Rational.of(format.toDouble(code))), context);
                    assertTrue(expected.sameAs(unpackedValue(format, code, context)), context);
                }
            }
            ledger.add(format, 1 << format.widthBits());
        }
        ledger.check();
    }

    private static Rational unpackedValue(NumberFormat format, int code, String context) {
        NumberFormat.Unpacked unpacked = format.unpack(code);
        assertTrue(unpacked.significand() < 1 << format.significandBits(), context);
        assertTrue(unpacked.down() >= 0 && unpacked.down() <= format.maxDown(), context);
        int exponent = format.maxExponent() - unpacked.down() - format.fractionBits();
        Rational magnitude = Rational.of(unpacked.significand()).times(Rational.powerOfTwo(exponent));
        return unpacked.negative() ? magnitude.negate() : magnitude;
    }

    @Test
    void ordersFollowValues() {
        for (NumberFormat format : TestFormats.narrow()) {
            FormatOracle oracle = FormatOracle.of(format);
            List<Integer> sorted = TestFormats.codesByValue(oracle);
            for (int i = 1; i < sorted.size(); i++) {
                int low = sorted.get(i - 1);
                int high = sorted.get(i);
                int expected = oracle.value(low).compareTo(oracle.value(high));
                assertEquals(expected, Integer.compare(format.order(low), format.order(high)), format.name());
                assertTrue(!format.isNaR(format.narBits()) || format.order(format.narBits()) < format.order(low));
            }
        }
    }

    /** Every code of every named format to every named format. */
    @Test
    void everyCodeConverts() {
        Ledger ledger = new Ledger(Ledger.Kind.CONVERT);
        for (NumberFormat from : TestFormats.namedAndStandard()) {
            FormatOracle source = FormatOracle.of(from);
            for (NumberFormat to : TestFormats.namedAndStandard()) {
                FormatOracle target = FormatOracle.of(to);
                for (int code = 0; code < 1 << from.widthBits(); code++) {
                    int expected = converted(source, code, target, to);
                    int actual = to.fromDouble(from.toDouble(code));
                    if (expected != actual) {
                        assertEquals(expected, actual, from.name() + " code " + code + " to " + to.name());
                    }
                }
                ledger.add(from, 1 << from.widthBits());
            }
        }
        ledger.check();
    }

    /** An infinity is NaR in a posit; elsewhere it saturates as a value beyond all others does. */
    private static int converted(FormatOracle source, int code, FormatOracle target, NumberFormat to) {
        int infinity = source.infinity(code);
        if (infinity == 0 || to instanceof PositFormat) {
            return target.encodeOrNaR(source.value(code));
        }
        Rational huge = Rational.powerOfTwo(1000);
        return target.encode(infinity > 0 ? huge : huge.negate());
    }
}
