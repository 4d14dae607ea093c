// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.mac.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The oracle itself against numbers that were published or can be worked out on paper. */
class GraphOracleTest {
    private static final String[] MODES = {"ROUND", "CEIL", "FLOOR", "UP", "DOWN", "HALF_UP", "HALF_DOWN"};

    /** The table of the rounding modes in the description of IntQuant. */
    private static final double[][] PUBLISHED = {
        {5.5, 6, 6, 5, 6, 5, 6, 5},
        {2.5, 2, 3, 2, 3, 2, 3, 2},
        {1.6, 2, 2, 1, 2, 1, 2, 2},
        {1.1, 1, 2, 1, 2, 1, 1, 1},
        {1.0, 1, 1, 1, 1, 1, 1, 1},
        {-1.0, -1, -1, -1, -1, -1, -1, -1},
        {-1.1, -1, -1, -2, -2, -1, -1, -1},
        {-1.6, -2, -1, -2, -2, -1, -2, -2},
        {-2.5, -2, -2, -3, -3, -2, -3, -2},
        {-5.5, -6, -5, -6, -6, -5, -6, -5},
    };

    @Test
    void publishedRoundingModes() {
        int compared = 0;
        for (double[] row : PUBLISHED) {
            for (int mode = 0; mode < MODES.length; mode++) {
                double actual = QonnxOps.round(MODES[mode], (float) row[0]);
                assertEquals(row[mode + 1], actual, 0, MODES[mode] + " " + row[0]);
                compared++;
            }
        }
        assertEquals(70, compared);
        assertThrows(IllegalArgumentException.class, () -> QonnxOps.round("ROUND_TO_ZERO", 1));
    }

    /** The bounds in the examples of min_int and max_int. */
    @Test
    void publishedBounds() {
        assertEquals(-127, QonnxOps.lowest(true, true, 8));
        assertEquals(0, QonnxOps.lowest(false, true, 8));
        assertEquals(-128, QonnxOps.lowest(true, false, 8));
        assertEquals(0, QonnxOps.lowest(false, false, 8));
        assertEquals(127, QonnxOps.highest(true, true, 8));
        assertEquals(254, QonnxOps.highest(false, true, 8));
        assertEquals(127, QonnxOps.highest(true, false, 8));
        assertEquals(255, QonnxOps.highest(false, false, 8));
    }

    private static double[] quantised(
            String operator, Map<String, Object> attributes, double[] x, double... parameters) {
        TestGraph.Node node = new TestGraph.Node("", operator, "y", List.of(), attributes);
        List<Values> inputs = new ArrayList<>(List.of(new Values(new int[] {x.length}, x)));
        for (double parameter : parameters) {
            inputs.add(Values.scalar(parameter));
        }
        return GraphOracle.apply(node, inputs, Arithmetic.SEQUENTIAL, null)
                .map(v -> v + 0.0)
                .data();
    }

    @Test
    void quantisersOnPaper() {
        double[] x = {-1, -0.25, -0.125, 0, 0.125, 0.375, 9};
        assertArrayEquals(
                new double[] {-1, -0.25, 0, 0, 0, 0.5, 0.75}, quantised("Quant", Map.of(), x, 0.25, 0, 3), "signed");
        assertArrayEquals(
                new double[] {-0.25, -0.25, 0, 0, 0.25, 0.5, 0.5},
                quantised("IntQuant", Map.of("signed", 0L, "rounding_mode", "up"), x, 0.25, 1, 2),
                "unsigned with a zero point, away from 0: codes 0, 0, 1 (of 0.5), 1, 2 (of 1.5), 3, 3");
        assertArrayEquals(
                new double[] {-0.5, -0.5, -0.5, 0.5, 0.5, 0.5, 0.5},
                quantised("Quant", Map.of("narrow", 1L, "rounding_mode", "CEIL"), x, 0.5, 0, 1),
                "one bit, signed");
        assertArrayEquals(
                new double[] {-0.25, -0.25, -0.25, 0.25, 0.25, 0.25, 0.25},
                quantised("BipolarQuant", Map.of(), x, 0.25));
        assertArrayEquals(
                new double[] {-0.75, -0.25, 0, 0, 0, 0.5, 1},
                quantised("Quant", Map.of(), x, -0.25, 0, 3),
                "negative scale");
    }

    @Test
    void truncationOnPaper() {
        double[] x = {-10, -3, -1, 0, 1, 3, 10};
        assertArrayEquals(
                new double[] {-3, -1, -1, 0, 0, 0, 2}, quantised("Trunc", Map.of(), x, 1, 0, 6, 4), "version 1, floor");
        assertArrayEquals(
                new double[] {-8, -4, 0, 0, 0, 4, 8},
                quantised("Trunc", Map.of("rounding_mode", "ROUND"), x, 1, 0, 6, 4, 4),
                "version 2: -2.5 and 2.5 to even, codes by 4");
        assertArrayEquals(
                new double[] {-8, -4, -4, 0, 0, 0, 4},
                quantised("Trunc", Map.of(), x, 1, 0, 6, 4, 2),
                "version 2: clamped to -2..1");
    }
}
