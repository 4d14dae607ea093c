// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DifferenceProgramTest {
    private static final int VARIABLES = 5;
    private static final int RANGE = 8;

    /** Against all values from -8 to 8 of four variables around variable 0. */
    @Test
    void valuesKeepTheDistancesAndTheSumIsTheLeast() {
        int feasible = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int[][] pairs = new int[3 + random.nextInt(8)][];
            DifferenceProgram program = new DifferenceProgram(VARIABLES);
            for (int i = 0; i < pairs.length; i++) {
                int from = random.nextInt(VARIABLES);
                int to = (from + 1 + random.nextInt(VARIABLES - 1)) % VARIABLES;
                pairs[i] = new int[] {from, to, random.nextInt(5) - 2, random.nextInt(3)};
                program.atLeast(from, to, pairs[i][2], pairs[i][3]);
            }
            long least = least(pairs);
            long[] x = program.solve();
            if (least == Long.MAX_VALUE) {
                assertNull(x, "seed " + seed);
                continue;
            }
            feasible++;
            assertEquals(0, x[0]);
            long sum = 0;
            for (int[] pair : pairs) {
                assertTrue(x[pair[1]] - x[pair[0]] >= pair[2], "seed " + seed);
                sum += pair[3] * (x[pair[1]] - x[pair[0]]);
            }
            assertEquals(least, sum, "seed " + seed);
        }
        assertTrue(feasible > 100, "feasible " + feasible);
    }

    private static long least(int[][] pairs) {
        long least = Long.MAX_VALUE;
        int span = 2 * RANGE + 1;
        int[] x = new int[VARIABLES];
        for (int code = 0; code < Math.pow(span, VARIABLES - 1); code++) {
            int rest = code;
            for (int v = 1; v < VARIABLES; v++) {
                x[v] = rest % span - RANGE;
                rest /= span;
            }
            long sum = 0;
            for (int i = 0; i < pairs.length && sum < Long.MAX_VALUE; i++) {
                int difference = x[pairs[i][1]] - x[pairs[i][0]];
                sum = difference < pairs[i][2] ? Long.MAX_VALUE : sum + (long) pairs[i][3] * difference;
            }
            least = Math.min(least, sum);
        }
        return least;
    }
}
