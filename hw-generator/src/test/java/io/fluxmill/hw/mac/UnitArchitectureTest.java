// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.format.NumberFormat;
import io.fluxmill.core.format.NumberFormats;
import io.fluxmill.core.format.PositFormat;
import io.fluxmill.hw.mac.unit.OperandForm;
import io.fluxmill.hw.mac.unit.Side;
import io.fluxmill.hw.mac.unit.Target;
import io.fluxmill.hw.mac.unit.UnitArchitecture;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Widths of units against those that were computed from the formats' definitions elsewhere. */
class UnitArchitectureTest {
    private static final String[] XR_NPE = {"FP4_E2M1", "POSIT4_1", "POSIT8_0", "POSIT16_1"};

    private static UnitArchitecture of(Target target, String... formats) {
        return architecture(target, 1024, formats).unit();
    }

    private static MacArchitecture architecture(Target target, int words, String... formats) {
        List<NumberFormat> list = Stream.of(formats).map(NumberFormats::of).toList();
        return new MacArchitecture(
                new MacConfig("x", 8, 8, list, List.of(), 1024, words, 64, 4, 32, 1, 16).withTarget(target));
    }

    /** Signed bits of an operand in its unit, and of a product, by a script over the definitions: docs/mac-engine.md has the table. */
    @Test
    void integersInDisguiseHaveTheBitsOfTheTable() {
        Map<String, int[]> bits = Map.of(
                "FP4_E2M1", new int[] {5, 9},
                "INT4", new int[] {4, 8},
                "INT8", new int[] {8, 16},
                "POSIT4_1", new int[] {10, 18},
                "POSIT6_0", new int[] {10, 18},
                "POSIT8_0", new int[] {14, 26},
                "POSIT6_1", new int[] {18, 34});
        bits.forEach((name, expected) -> {
            OperandForm form = OperandForm.of(NumberFormats.of(name), Target.XC7);
            assertFalse(form.aligned(), name);
            assertEquals(expected[0], form.operandBits(), name);
            assertEquals(expected[1], form.largestOperand(0).pow(2).bitLength() + 1, name);
        });
        for (String name : List.of("POSIT8_1", "POSIT8_2", "POSIT16_1", "POSIT16_0", "POSIT5_2")) {
            assertTrue(OperandForm.of(NumberFormats.of(name), Target.XC7).aligned(), name);
        }
        // In logic a product of 14 x 14 bits is larger than one of 7 x 7 and two shifters; integers and tables are what
        // they are.
        assertTrue(OperandForm.of(NumberFormats.POSIT8_0, Target.GOWIN).aligned());
        assertFalse(OperandForm.of(NumberFormats.POSIT4_1, Target.GOWIN).aligned());
        assertFalse(OperandForm.of(NumberFormats.of("INT16"), Target.GOWIN).aligned());
    }

    @Test
    void theFormatsOfXrNpeShareThreeMultipliersOrTwoAndAPath() {
        UnitArchitecture xc7 = of(Target.XC7, XR_NPE);
        assertEquals(List.of(0, 1, 2), xc7.multiplierLanes());
        assertEquals(List.of(3), xc7.tableLanes());
        // A significand of 13 bits with its sign and 3 places; 14 bits of POSIT8_0, 10 of POSIT4_1.
        assertEquals(2, xc7.preshiftBits());
        assertEquals(17, xc7.operandBits(Side.WEIGHTS, 0));
        assertEquals(14, xc7.operandBits(Side.WEIGHTS, 1));
        assertEquals(10, xc7.operandBits(Side.WEIGHTS, 2));
        assertEquals(33, xc7.productBits(0));
        assertEquals(32, xc7.segments().segmentBits());
        // 112 bits from minpos^2 to maxpos^2, 1,024 of them: 2^122.
        assertEquals(124, xc7.accumulatorBits());
        assertEquals(4, xc7.segments().count());
        // Places up to 44 in steps of 4: products from segments 0, 1 and 2.
        assertEquals(4, xc7.places().bits(Side.WEIGHTS, 0)); // 11
        assertEquals(3, xc7.targetSegments(0));

        UnitArchitecture ecp5 = of(Target.ECP5, XR_NPE);
        assertEquals(List.of(0, 1), ecp5.multiplierLanes());
        assertEquals(List.of(2, 3), ecp5.tableLanes());
        UnitArchitecture generic = of(Target.GENERIC, XR_NPE);
        assertEquals(List.of(0, 1, 2, 3), generic.multiplierLanes());
        assertEquals(0, generic.preshiftBits());
        assertEquals(14, generic.operandBits(Side.WEIGHTS, 0));
        assertEquals(27, generic.productBits(0));
    }

    @Test
    void singlesHaveNoMoreThanTheyNeed() {
        UnitArchitecture integers = of(Target.XC7, "INT8");
        assertTrue(integers.addsInMultipliers());
        assertFalse(integers.hasNar());
        assertEquals(27, integers.accumulatorBits()); // 2,048 * 2^14 = 2^25
        assertEquals(3, integers.stages().total());
        UnitArchitecture posits = of(Target.XC7, "POSIT8_0");
        assertTrue(posits.hasNar());
        assertEquals(37, posits.accumulatorBits()); // 2,048 * 2^24 = 2^35
        UnitArchitecture narrow = of(Target.XC7, "FP4_E2M1");
        assertEquals(List.of(0, 1, 2, 3), narrow.tableLanes());
        assertEquals(8, narrow.tableBits()); // 12 * 12
        assertEquals(11, narrow.tableBits(4)); // 4 * 144, signed
        assertEquals(21, narrow.accumulatorBits()); // 4,096 * 144 < 2^20
    }

    @Test
    void wideFormatsOfTwoLanesHaveTwoPaths() {
        UnitArchitecture two = of(Target.XC7, "POSIT8_2", "POSIT8_0", "FP4_E2M1");
        assertEquals(2, two.paths());
        assertEquals(List.of(0), two.multiplierLanes(0));
        assertEquals(List.of(1), two.multiplierLanes(1));
        assertEquals(List.of(2, 3), two.tableLanes());
    }

    /** No sum that the activation buffer allows overflows, for every posit and integer, or the accumulator is what segment-bits allows. */
    @Test
    void noSumOverflows() {
        int checked = 0;
        for (int n = 3; n <= 16; n++) {
            for (int es = 0; es <= 2; es++) {
                PositFormat format = new PositFormat(n, es);
                BigInteger largest = BigInteger.ONE.shiftLeft(4 * ((n - 2) << es));
                checked += holds(format, largest);
            }
            checked += holds(NumberFormats.of("INT" + n), BigInteger.ONE.shiftLeft(2 * n - 2));
        }
        assertEquals(56, checked);
    }

    private static int holds(NumberFormat format, BigInteger largest) {
        MacArchitecture architecture = architecture(Target.GENERIC, 4096, format.name());
        BigInteger sum = largest.multiply(BigInteger.valueOf(4096L * format.lanes()));
        int offered = Math.max(128, Integer.highestOneBit(largest.bitLength() + 6) * 2);
        assertEquals(Math.min(sum.bitLength() + 1, offered), architecture.accumulatorBits(), format.name());
        assertTrue(architecture.totalBits() > architecture.accumulatorBits() + 16, format.name());
        return 1;
    }

    /** A product at any place within a segment ends within the next one. */
    @Test
    void productsFitTwoSegments() {
        int checked = 0;
        for (Target target : Target.values()) {
            for (String name : List.of("POSIT16_0", "POSIT16_1", "POSIT16_2", "POSIT12_2", "POSIT8_1", "POSIT8_2")) {
                UnitArchitecture unit = of(target, name);
                int highest = unit.segments().segmentBits() - (1 << unit.preshiftBits());
                assertTrue(unit.productBits(0) + highest <= 2 * unit.segments().segmentBits(), target + " " + name);
                assertTrue(
                        target.operandBits() == 0 || unit.operandBits(Side.WEIGHTS, 0) <= target.operandBits(),
                        target + " " + name);
                checked++;
            }
        }
        assertEquals(30, checked);
    }
}
