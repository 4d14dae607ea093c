// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.quantizer.sfq.margin;

import java.util.List;

/** How far a parameter may be from nominal, to both sides. */
public record Margin(Parameter parameter, Side lower, Side upper) {
    /**
     * One side.
     *
     * @param percent deviation of the last point that works: at most 0 for the lower side, at least 0 for the upper
     * @param limited whether the search ended there, not the circuit
     * @param failure what happens one step further, in words; empty if limited
     * @param irregular deviations beyond {@code percent} at which the circuit works again, ascending from nominal; percent
     */
    public record Side(double percent, boolean limited, String failure, List<Double> irregular) {
        /** Takes a copy. */
        public Side {
            irregular = List.copyOf(irregular);
        }
    }

    /** Whether every point that was tried beyond the margins fails. */
    public boolean monotone() {
        return lower.irregular.isEmpty() && upper.irregular.isEmpty();
    }
}
