// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names, and the constants that the hardware is built from, as literals. */
class NumberFormatsTest {
    private static final String RULE =
            "number format must be INTn (n 2 to 16), FP4_E2M1 or POSITn_es (n 3 to 16, es 0 to 2): name=";

    /** The columns of the table in NumberFormat, then productShift, productBits, lane and the code of 1. */
    private record Constants(
            String name,
            int sig,
            int fraction,
            int maxExp,
            int maxDown,
            int quire,
            int shift,
            int bits,
            int lane,
            int one) {}

    private static final List<Constants> TABLE = List.of(
            new Constants("INT4", 4, 0, 0, 0, 0, 0, 7, 4, 1),
            new Constants("INT8", 8, 0, 0, 0, 0, 0, 15, 8, 1),
            new Constants("INT16", 16, 0, 0, 0, 0, 0, 31, 16, 1),
            new Constants("FP4_E2M1", 2, 1, 2, 2, -2, 4, 8, 4, 2),
            new Constants("POSIT4_1", 1, 0, 4, 8, -8, 16, 17, 4, 4),
            new Constants("POSIT8_0", 6, 5, 6, 12, -12, 14, 25, 8, 0x40),
            new Constants("POSIT16_1", 13, 12, 28, 56, -56, 88, 113, 16, 0x4000),
            new Constants("POSIT8_2", 4, 3, 24, 48, -48, 90, 97, 8, 0x40),
            new Constants("POSIT16_2", 12, 11, 56, 112, -112, 202, 225, 16, 0x4000));

    @Test
    void constantsAreThoseOfTheTable() {
        for (Constants row : TABLE) {
            NumberFormat format = NumberFormats.of(row.name());
            Constants actual = new Constants(
                    format.name(),
                    format.significandBits(),
                    format.fractionBits(),
                    format.maxExponent(),
                    format.maxDown(),
                    format.quireExponent(),
                    format.productShift(),
                    format.productBits(),
                    format.laneBits(),
                    format.oneBits());
            assertEquals(row, actual);
            assertEquals(16 / row.lane(), format.lanes());
        }
    }

    /** The codes as the literature lists them. */
    @Test
    void smallFormatsAreTheirTables() {
        double[] fp4 = {0, 0.5, 1, 1.5, 2, 3, 4, 6, 0, -0.5, -1, -1.5, -2, -3, -4, -6};
        double[] posit4 = {0, 1 / 16.0, 0.25, 0.5, 1, 2, 4, 16, Double.NaN, -16, -4, -2, -1, -0.5, -0.25, -1 / 16.0};
        for (int code = 0; code < 16; code++) {
            assertEquals(fp4[code], NumberFormats.FP4_E2M1.toDouble(code));
            assertEquals(posit4[code], NumberFormats.POSIT4_1.toDouble(code));
        }
        assertEquals(64, NumberFormats.POSIT8_0.toDouble(0x7F));
        assertEquals(0x1p28, NumberFormats.POSIT16_1.toDouble(0x7FFF));
        assertEquals(0x1p-28, NumberFormats.POSIT16_1.toDouble(1));
        assertEquals(0x1p56, TestFormats.POSIT16_2.toDouble(0x7FFF));
        assertEquals(0x1p24, TestFormats.POSIT8_2.toDouble(0x7F));
    }

    @Test
    void extremesAreTheFirstAndLastByValue() {
        for (NumberFormat format : TestFormats.narrow()) {
            List<Integer> sorted = TestFormats.codesByValue(FormatOracle.of(format));
            assertEquals(sorted.get(0), format.minBits(), format.name());
            assertEquals(sorted.get(sorted.size() - 1), format.maxBits(), format.name());
        }
        assertEquals(0x8001, NumberFormats.POSIT16_1.minBits());
        assertEquals(0x8000, NumberFormats.INT16.minBits());
    }

    @Test
    void namesRoundTrip() {
        for (NumberFormat format : NumberFormats.named()) {
            assertSame(format, NumberFormats.of(format.name()));
        }
        for (int n = 2; n <= 16; n++) {
            assertEquals(new IntegerFormat(n), NumberFormats.of("INT" + n));
            for (int es = 0; es <= 2 && n >= 3; es++) {
                assertEquals(new PositFormat(n, es), NumberFormats.of("POSIT" + n + "_" + es));
            }
        }
        assertEquals("FP6_E3M2", new MinifloatFormat(3, 2).name());
    }

    @Test
    void unknownNamesGetTheNearest() {
        assertUnknown("POSIT8", "; did you mean POSIT8_0?");
        assertUnknown("posit16_1", "; did you mean POSIT16_1?");
        assertUnknown("FP4", "; did you mean FP4_E2M1?");
        assertUnknown("POSIT16", "; did you mean POSIT16_1?");
        assertUnknown("FP4E2M1", "; did you mean FP4_E2M1?");
        assertUnknown("INT17", "; did you mean INT16?");
        assertUnknown("INT08", "; did you mean INT8?");
        assertUnknown("bfloat", "");
    }

    private static void assertUnknown(String name, String suggestion) {
        assertEquals(
                RULE + name + suggestion,
                assertThrows(IllegalArgumentException.class, () -> NumberFormats.of(name))
                        .getMessage());
    }
}
