// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

/**
 * How a model is built. Models are single-threaded: on designs of this size more threads are slower.
 *
 * @param waves recording compiled in, or none
 * @param optimisation 0 (Verilator and C++ compiler without optimisation, for cross-checks of the simulator itself) or 3
 */
public record Options(Waves waves, int optimisation) {
    /** The fastest simulation: optimised, no waves. */
    public static final Options FAST = new Options(Waves.NONE, 3);

    public Options {
        if (optimisation != 0 && optimisation != 3) {
            throw new IllegalArgumentException("optimisation must be 0 or 3: optimisation=" + optimisation);
        }
    }

    /** The same options with another kind of waves. */
    public Options withWaves(Waves kind) {
        return new Options(kind, optimisation);
    }
}
