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
            "number format must be INTn or UINTn (n 2 to 16), BINARY, TERNARY, FP4_E2M1, FP6_E2M3, FP6_E3M2, FP8_E4M3FN,"
                    + " FP8_E5M2, FP16, BF16, MXFP4, MXFP6_E2M3, MXFP6_E3M2, MXFP8_E4M3, MXFP8_E5M2, MXINT8, NVFP4, POSITn_es (n 3 to 16, es 0 to 2) or BINARYkPpXY of IEEE P3109 (k 3 to 8, p"
                    + " below k or, unsigned, k; X: S signed, U unsigned; Y: E extended, F finite): name=";

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
            new Constants("POSIT16_2", 12, 11, 56, 112, -112, 202, 225, 16, 0x4000),
            // Product bits are those of facts on integers in disguise, without their sign.
            new Constants("BINARY", 1, 0, 0, 0, 0, 0, 1, 4, 1),
            new Constants("TERNARY", 1, 1, 1, 0, 0, 0, 1, 4, 1),
            new Constants("UINT8", 8, 8, 8, 0, 0, 0, 16, 8, 1),
            new Constants("FP6_E2M3", 4, 3, 2, 2, -6, 4, 12, 8, 8),
            new Constants("FP6_E3M2", 3, 2, 4, 6, -8, 12, 18, 8, 0x0C),
            new Constants("FP8_E4M3FN", 4, 3, 8, 14, -18, 28, 36, 8, 0x38),
            new Constants("FP8_E5M2", 3, 2, 15, 29, -32, 58, 64, 8, 0x3C),
            new Constants("FP16", 11, 10, 15, 29, -48, 58, 80, 16, 0x3C00),
            new Constants("BF16", 8, 7, 127, 253, -266, 506, 522, 16, 0x3F80),
            new Constants("BINARY8P4SF", 4, 3, 7, 14, -20, 28, 36, 8, 0x40),
            new Constants("BINARY8P3SE", 3, 2, 15, 30, -34, 60, 66, 8, 0x40),
            new Constants("BINARY8P1UF", 1, 0, 126, 253, -254, 506, 507, 8, 0x80));

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
        int integers = 15 + 15;
        int posits = 14 * 3;
        int p3109 = 2 * (2 + 3 + 4 + 5 + 6 + 7) + 2 * (3 + 4 + 5 + 6 + 7 + 8);
        int others = 9; // BINARY, TERNARY, FP4, FP6, FP8, FP16 and BF16
        assertEquals(integers + posits + p3109 + others, NumberFormats.all().size());
        for (NumberFormat format : NumberFormats.all()) {
            assertSame(format, NumberFormats.of(format.name()));
        }
    }

    /** Codes that the specifications print. */
    @Test
    void landmarksOfTheSpecifications() {
        assertEquals(0.125, value("FP6_E2M3", 1));
        assertEquals(7.5, value("FP6_E2M3", 0x1F));
        assertEquals(0.0625, value("FP6_E3M2", 1));
        assertEquals(28, value("FP6_E3M2", 0x1F));
        assertEquals(0x1p-9, value("FP8_E4M3FN", 1));
        assertEquals(448, value("FP8_E4M3FN", 0x7E));
        assertEquals(Double.NaN, value("FP8_E4M3FN", 0xFF));
        assertEquals(0x1p-16, value("FP8_E5M2", 1));
        assertEquals(57344, value("FP8_E5M2", 0x7B));
        assertEquals(Double.NEGATIVE_INFINITY, value("FP8_E5M2", 0xFC));
        assertEquals(Double.NaN, value("FP8_E5M2", 0x7D));
        assertEquals(65504, value("FP16", 0x7BFF));
        assertEquals(0x1p-24, value("FP16", 1));
        assertEquals(0x1p-133, value("BF16", 1));
        assertEquals(0x1.FEp127, value("BF16", 0x7F7F));
        assertEquals(240, value("FP8_E4M3FN", 0x77));
        assertEquals(224, value("BINARY8P4SF", 0x7E)); // half of what E4M3 has there
        assertEquals(240, value("BINARY8P4SF", 0x7F));
        assertEquals(Double.NaN, value("BINARY8P4SF", 0x80));
        assertEquals(Double.POSITIVE_INFINITY, value("BINARY8P4SE", 0x7F));
        assertEquals(Double.NEGATIVE_INFINITY, value("BINARY8P4SE", 0xFF));
        assertEquals(0x1p-17, value("BINARY8P3SE", 1));
        assertEquals(1, value("BINARY8P3SE", 0x40));
        assertEquals(Double.NaN, value("BINARY8P1UF", 0xFF));
        assertEquals(0x1p-127, value("BINARY8P1UF", 1));
        assertEquals(0, value("BINARY8P1UF", 0));
        assertEquals(Double.POSITIVE_INFINITY, value("BINARY5P2UE", 0x1E));
        assertEquals(-1, value("BINARY", 0));
        assertEquals(1, value("BINARY", 1));
        assertEquals(-1, value("TERNARY", 3));
        assertEquals(0, value("TERNARY", 2));
    }

    private static double value(String name, int code) {
        return NumberFormats.of(name).toDouble(code);
    }

    /** The signed finite formats of P3109 are those of OCP, halved. */
    @Test
    void signedFiniteFormatsAreHalvesOfThoseOfOcp() {
        for (String[] pair : new String[][] {
            {"BINARY4P2SF", "FP4_E2M1"},
            {"BINARY6P4SF", "FP6_E2M3"},
            {"BINARY6P3SF", "FP6_E3M2"},
            {"BINARY8P4SF", "FP8_E4M3FN"},
            {"BINARY8P3SF", "FP8_E5M2"}
        }) {
            NumberFormat half = NumberFormats.of(pair[0]);
            NumberFormat ocp = NumberFormats.of(pair[1]);
            for (int code = 0; code <= ocp.maxBits(); code++) {
                assertEquals(ocp.toDouble(code) / 2, half.toDouble(code), pair[0] + " " + code);
            }
        }
    }

    @Test
    void unknownNamesGetTheNearest() {
        assertUnknown("POSIT8", "; did you mean POSIT8_0?");
        assertUnknown("posit16_1", "; did you mean POSIT16_1?");
        assertUnknown("FP4", "; did you mean FP4_E2M1?");
        assertUnknown("POSIT16", "; did you mean POSIT16_1?");
        assertUnknown("FP4E2M1", "; did you mean FP4_E2M1?");
        assertUnknown("binary8p4sf", "; did you mean BINARY8P4SF?");
        assertUnknown("b8p4sf", "; did you mean BINARY8P4SF?");
        assertUnknown("FP8_E4M3", "; did you mean FP8_E4M3FN?");
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
