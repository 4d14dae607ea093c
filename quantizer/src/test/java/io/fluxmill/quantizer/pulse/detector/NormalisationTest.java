// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.pulse.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class NormalisationTest {
    @Test
    void everyPeakComesToTheTop() {
        for (int bits : new int[] {8, 16}) {
            Normalisation normalisation = Normalisation.toTop(bits);
            for (int peak = 16; peak < 1 << 21; peak += 1 + peak / 997) {
                int element = normalisation.element(peak, peak);
                assertTrue(element <= normalisation.top() + 0.5, "bits=" + bits + " peak=" + peak);
                assertTrue(element >= normalisation.top() * 16 / 17 - 1, "bits=" + bits + " peak=" + peak);
            }
        }
        assertEquals(255, Normalisation.toTop(8).top(), 0.01);
        assertEquals(34815, Normalisation.toTop(16).top(), 1);
    }

    @Test
    void peaksComeToAnyElement() {
        int tops = 0;
        for (int top = 1; top <= 255; top++, tops++) {
            Normalisation normalisation = Normalisation.to(8, top);
            for (int peak = 16; peak < 1 << 17; peak += 1 + peak / 97) {
                int element = normalisation.element(peak, peak);
                assertTrue(
                        element <= top && element >= Math.floor(top * 16 / 17.0) - 1, "top=" + top + " peak=" + peak);
            }
        }
        assertEquals(255, tops);
    }

    /** The contract's R(y·G, s), with the clip, in exact decimals. */
    @Test
    void elementsAreRoundedHalfAwayFromZeroAndSaturate() {
        int cases = 0;
        for (int bits : new int[] {8, 16}) {
            Normalisation normalisation = Normalisation.toTop(bits);
            for (int peak : new int[] {0, 1, 2, 3, 17, 100, 1023, 1024, 1055, 1056, 65535}) {
                for (int y = -70_000; y <= 70_000; y += 997) {
                    int p = Math.max(peak, 1) == 1
                            ? 1
                            : Integer.toBinaryString(peak).length();
                    String below = Integer.toBinaryString(Math.max(peak, 1)).substring(1) + "0000";
                    int g = normalisation.gains()[Integer.parseInt(below.substring(0, 4), 2)];
                    BigDecimal exact = BigDecimal.valueOf((long) y * g)
                            .divide(BigDecimal.valueOf(1L << normalisation.gainShift() + p));
                    long rounded = exact.setScale(0, RoundingMode.HALF_UP).longValueExact();
                    long expected = Math.max(-(1L << bits), Math.min((1L << bits) - 1, rounded));
                    assertEquals(
                            expected, normalisation.element(y, peak), "bits=" + bits + " peak=" + peak + " y=" + y);
                    assertEquals(g / Math.pow(2, normalisation.gainShift() + p), normalisation.gain(peak));
                    cases++;
                }
            }
        }
        assertEquals(2 * 11 * 141, cases);
    }
}
