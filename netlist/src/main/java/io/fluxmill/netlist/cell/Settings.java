// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

/**
 * What an instance with a gate is set to; all zero without one.
 *
 * @param threshold DRAW: 0 to 65536, a pulse passes if its draw is less; INTEGRATE: 1024 to 65536, in 1/1024 flux quantum
 * @param seed DRAW: state of the LFSR at the start of a run, not 0
 * @param leakPeriod INTEGRATE: quanta between two leaks; 0 for no leak
 * @param leakShift INTEGRATE: a leak takes {@code current >> leakShift}
 */
public record Settings(int threshold, int seed, int leakPeriod, int leakShift) {
    /** Of an instance without a gate. */
    public static final Settings NONE = new Settings(0, 0, 0, 0);

    /** The threshold at which every pulse passes. */
    public static final int CERTAIN = 1 << 16;

    /** Current of one flux quantum. */
    public static final int FLUX_QUANTUM = 1 << 10;

    static final int MAX_THRESHOLD = 1 << 16;
    private static final int MAX_SHIFT = 15;

    /** A synapse that derives its seed from that of the netlist. */
    public static Settings synapse(int threshold) {
        return new Settings(threshold, 0, 0, 0);
    }

    /** A neuron without leak that fires at every pulse from the given one on. */
    public static Settings neuron(int pulses) {
        return new Settings(pulses * FLUX_QUANTUM, 0, 0, 0);
    }

    /** Throws IllegalArgumentException if these are no settings of the gate. */
    void check(Gate gate) {
        switch (gate) {
            case NONE -> require(equals(NONE), "settings", "those of a cell with a gate", this);
            case DRAW -> {
                require(threshold >= 0 && threshold <= CERTAIN, "threshold", "in 0..65536", threshold);
                require(seed != 0, "seed", "other than 0", seed);
            }
            case INTEGRATE -> {
                require(
                        threshold >= FLUX_QUANTUM && threshold <= MAX_THRESHOLD,
                        "threshold",
                        "in 1024..65536",
                        threshold);
                require(leakPeriod >= 0, "leak period", "at least 0", leakPeriod);
                require(leakShift >= 0 && leakShift <= MAX_SHIFT, "leak shift", "in 0..15", leakShift);
            }
        }
    }

    private static void require(boolean holds, String what, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must be " + rule + ": " + value);
        }
    }

    Settings withSeed(int newSeed) {
        return new Settings(threshold, newSeed, leakPeriod, leakShift);
    }

    /** The same settings with another threshold. */
    public Settings withThreshold(int newThreshold) {
        return new Settings(newThreshold, seed, leakPeriod, leakShift);
    }

    Settings refined(int factor) {
        return new Settings(threshold, seed, Math.multiplyExact(leakPeriod, factor), leakShift);
    }

    Settings quantized(int factor) {
        int period = leakPeriod == 0 ? 0 : Math.max(1, Math.floorDiv(2 * leakPeriod + factor, 2 * factor));
        return new Settings(threshold, seed, period, leakShift);
    }
}
