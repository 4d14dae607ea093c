// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.mac;

/**
 * The co-processor's counters over some jobs.
 *
 * @param cycles cycles with a job
 * @param macs useful multiply-accumulates
 * @param stallIn cycles in which the array waited for activations
 * @param stallOut cycles in which the array waited for results to drain
 */
public record Counters(long cycles, long macs, long stallIn, long stallOut) {
    static final Counters ZERO = new Counters(0, 0, 0, 0);

    /** Both together. */
    public Counters plus(Counters more) {
        return new Counters(cycles + more.cycles, macs + more.macs, stallIn + more.stallIn, stallOut + more.stallOut);
    }

    /** Share of the array's multiply-accumulate slots that did useful work, 0 to 1. */
    public double utilisation(int rows, int columns, int lanes) {
        return cycles == 0 ? 0 : (double) macs / ((double) cycles * rows * columns * lanes);
    }
}
