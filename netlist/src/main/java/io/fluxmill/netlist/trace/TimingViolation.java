// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.trace;

import io.fluxmill.netlist.cell.Cell.Critical;
import io.fluxmill.netlist.cell.Instance;
import java.util.Locale;

/**
 * A violation and the critical time that it violates; times in quanta.
 *
 * @param instance whose cell has the critical time
 * @param critical the critical time that was violated
 * @param first when the first pulse of the pair arrived
 * @param second when the second one arrived, too early
 */
public record TimingViolation(Instance instance, Critical critical, long first, long second) {
    /** The meaning of a critical time. */
    public enum Kind {
        /** A pulse that comes too shortly before the clock. */
        SETUP,
        /** A pulse that comes too soon after the clock. */
        HOLD,
        /** Any other pair: two clocks, two pulses on one pin, inputs of cells without a clock. */
        CRITICAL;

        /** The name in results, lower case. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Setup or hold, if exactly one of the pins is the clock. */
    public Kind kind() {
        int clock = instance.cell().clock();
        if (clock < 0 || critical.first() == critical.second()) {
            return Kind.CRITICAL;
        }
        return critical.second() == clock ? Kind.SETUP : critical.first() == clock ? Kind.HOLD : Kind.CRITICAL;
    }

    /** The pair of pins, for example {@code a_clk}. */
    public String pair() {
        return instance.cell().pair(critical);
    }

    /** The time between the pulses. */
    public long distance() {
        return second - first;
    }

    /** By how much the distance is longer than the critical time: negative. */
    public long slack() {
        return distance() - critical.time();
    }

    /** The same in the form that a trace has. */
    public Violation violation() {
        return new Violation(instance.name(), critical.state(), pair(), second);
    }
}
