// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import java.util.Comparator;

/**
 * A pulse inside a critical time.
 *
 * @param instance name
 * @param state in which the first pulse of the pair arrived
 * @param pair for example {@code a_clk}
 * @param time of the second pulse, in quanta
 */
public record Violation(String instance, int state, String pair, long time) implements Comparable<Violation> {
    private static final Comparator<Violation> ORDER = Comparator.comparingLong(Violation::time)
            .thenComparing(Violation::instance)
            .thenComparingInt(Violation::state)
            .thenComparing(Violation::pair);

    @Override
    public int compareTo(Violation other) {
        return ORDER.compare(this, other);
    }

    /** The sticky flag that the violation sets: instance, state and pair. */
    public String flag() {
        return instance + " " + state + " " + pair;
    }
}
