// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

/**
 * How a cell depends on its operating point. Bias and critical current are factors on their nominal values, 1 for nominal;
 * the bias of all cells, or the critical current of all junctions, changes by the factor at once.
 *
 * @param bias in which the cell works, critical current nominal
 * @param criticalCurrent in which the cell works, bias nominal
 */
public record Operation(Sensitivity sensitivity, Range bias, Range criticalCurrent) {
    /** For a cell without data: constant delay, works everywhere. */
    public static final Operation UNKNOWN = new Operation(Sensitivity.NONE, Range.ALL, Range.ALL);

    /** Exponents near the nominal point: delay ∝ bias^{@code bias} · critical current^{@code criticalCurrent}. */
    public record Sensitivity(double bias, double criticalCurrent) {
        /** The delay is constant. */
        public static final Sensitivity NONE = new Sensitivity(0, 0);

        /** The factor on delays at an operating point; both factors are above 0. */
        public double delayFactor(double biasFactor, double criticalCurrentFactor) {
            return Math.pow(biasFactor, bias) * Math.pow(criticalCurrentFactor, criticalCurrent);
        }
    }

    /** Factors from low to high, inclusive. */
    public record Range(double low, double high) {
        /** Every factor. */
        public static final Range ALL = new Range(0, Double.POSITIVE_INFINITY);

        /** @throws IllegalArgumentException unless 0 ≤ low ≤ 1 ≤ high */
        public Range {
            if (!holds(low, high)) {
                throw new IllegalArgumentException(
                        "range must be [low, high] with 0 <= low <= 1 <= high: range=[" + low + ", " + high + "]");
            }
        }

        /** Whether these are the ends of a range. */
        static boolean holds(double low, double high) {
            return low >= 0 && low <= 1 && high >= 1;
        }

        /** Whether the cell works at the factor. */
        public boolean contains(double factor) {
            return factor >= low && factor <= high;
        }
    }
}
