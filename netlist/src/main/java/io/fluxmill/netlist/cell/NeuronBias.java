// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.netlist.cell;

/**
 * The threshold of an integrate-and-fire neuron over its bias current, {@code θ = (155 µA − I) / 34.5 µA} flux quanta: the loop of 60 pH gains
 * Φ0/L = 34.5 µA with each pulse, and the bias current adds to this. Six points were measured on a loop neuron of this shape in a
 * superconducting SPICE: −40, −20, 0, 20, 40, 60 µA take 6, 6, 5, 4, 4, 3 pulses to the first output. The current at which no flux is needed was
 * fitted to them by us: any above 152.5 and up to 158 µA gives all six.
 */
public final class NeuronBias {
    /** Inductance of the loop, pH. */
    public static final double LOOP_PICOHENRIES = 60;

    /** Φ0/L: what a pulse adds to the current of the loop, µA. */
    public static final double QUANTUM_MICROAMPERES = 34.5;

    /** Current of the loop at which the output junction switches, µA. */
    public static final double SWITCHING_MICROAMPERES = 155;

    /** The bias current of a threshold of one pulse, µA; above it every pulse fires. */
    public static final double HIGHEST_MICROAMPERES = SWITCHING_MICROAMPERES - QUANTUM_MICROAMPERES;

    /** The bias current of the highest threshold that settings can have, 64 pulses, µA. */
    public static final double LOWEST_MICROAMPERES =
            SWITCHING_MICROAMPERES - QUANTUM_MICROAMPERES * Settings.MAX_THRESHOLD / Settings.FLUX_QUANTUM;

    private NeuronBias() {}

    /** Threshold at a bias current, in flux quanta: without leak, the first output comes with the pulse of number {@code ⌈θ⌉}. */
    public static double pulses(double microamperes) {
        return (SWITCHING_MICROAMPERES - microamperes) / QUANTUM_MICROAMPERES;
    }

    /** Threshold of {@link Settings} at a bias current, in 1/1024 flux quantum, rounded, 1024 to 65536. */
    public static int threshold(double microamperes) {
        return settingsThreshold(pulses(microamperes));
    }

    /** Threshold of {@link Settings} of a number of flux quanta; limited to what settings can have. */
    static int settingsThreshold(double pulses) {
        double threshold = Math.rint(pulses * Settings.FLUX_QUANTUM);
        return (int) Math.max(Settings.FLUX_QUANTUM, Math.min(Settings.MAX_THRESHOLD, threshold));
    }

    /** Bias current of a threshold in flux quanta. */
    public static double microamperes(double pulses) {
        return SWITCHING_MICROAMPERES - QUANTUM_MICROAMPERES * pulses;
    }
}
