// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomDrawTest {
    /** Each residue of each width has about its share, also where an even step would see one of them only. */
    @Test
    void noLayoutHidesAChannel() {
        int compared = 0;
        for (int channels = 2; channels <= 40; channels++) {
            int[] seen = new int[channels];
            int all = 40_000 / channels * channels;
            for (int index : RandomDraw.indices(all, 4000)) {
                seen[index % channels]++;
            }
            double share = 4000.0 / channels;
            for (int count : seen) {
                // Five standard deviations of a binomial count.
                assertTrue(Math.abs(count - share) < 5 * Math.sqrt(share), channels + ": " + Arrays.toString(seen));
                compared++;
            }
        }
        assertEquals(39 * 42 / 2, compared);
    }

    @Test
    void eachIsDrawnAtMostOnce() {
        int[] drawn = RandomDraw.indices(1000, 999);
        assertEquals(999, Arrays.stream(drawn).distinct().count());
        assertArrayEquals(new int[] {0, 1, 2}, RandomDraw.indices(3, 3));
    }

    @Test
    void theExtremesAreAmongTheValues() {
        float[] values = new float[10_000];
        values[77] = -5;
        values[4242] = 9;
        float[] drawn = RandomDraw.values(values, 100);
        assertEquals(102, drawn.length);
        assertEquals(-5, drawn[100]);
        assertEquals(9, drawn[101]);
        assertArrayEquals(values, RandomDraw.values(values, 10_000));
    }
}
