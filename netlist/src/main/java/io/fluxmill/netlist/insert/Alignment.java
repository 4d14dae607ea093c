// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.insert;

import java.util.Arrays;
import java.util.List;

/**
 * Pins that see their pulses together: there is a time T such that every path from the netlist's inputs to pin p has a delay from
 * {@code T + p.earliest} to {@code T + p.latest}. All paths to one pin have the same delay.
 */
public record Alignment(List<Target> targets) {
    /** A time without a bound. */
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * A pin and when it is reached after the alignment's time T.
     *
     * @param name {@code <instance>.<input>}, or a net of the netlist's outputs
     * @param earliest in quanta, may be negative
     * @param latest in quanta, at least {@code earliest}; {@link Alignment#UNBOUNDED} for "or later"
     */
    public record Target(String name, int earliest, int latest) {
        /** @throws IllegalArgumentException if latest is before earliest */
        public Target {
            if (latest < earliest) {
                throw new IllegalArgumentException("latest must be at least earliest: target=" + name + ", earliest="
                        + earliest + ", latest=" + latest);
            }
        }

        /** Reached at T. */
        public static Target of(String name) {
            return new Target(name, 0, 0);
        }

        /** Reached at T + quanta. */
        public static Target after(String name, int quanta) {
            return new Target(name, quanta, quanta);
        }

        /** Reached at T + quanta or later. */
        public static Target notBefore(String name, int quanta) {
            return new Target(name, quanta, UNBOUNDED);
        }
    }

    /** Takes a copy. */
    public Alignment {
        targets = List.copyOf(targets);
    }

    /** Pins that are all reached at the same time. */
    public static Alignment of(String... targets) {
        return new Alignment(Arrays.stream(targets).map(Target::of).toList());
    }

    /** Pins with times of their own. */
    public static Alignment of(Target... targets) {
        return new Alignment(List.of(targets));
    }
}
