// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.spiking;

/**
 * What the registers and the table of an engine's encoder hold; docs/spiking-contract.md says what they mean.
 *
 * @param bits of a code
 * @param threshold of delta coding
 * @param everyTick of delta coding: whether every value that comes is kept
 * @param offSpikes of delta coding
 * @param values of a tick
 * @param latencies the tick of each code of latency coding; empty for other kinds
 */
public record EncoderRules(
        Kind kind, int bits, int threshold, boolean everyTick, boolean offSpikes, int values, int[] latencies) {
    /** By their number in the register ENCODER. */
    public enum Kind {
        /** None: inputs are spikes. */
        NONE,
        /** The code as a spike's value, in every tick. */
        DIRECT,
        /** A spike in a share of the ticks. */
        RATE,
        /** One spike, the earlier the larger the code. */
        LATENCY,
        /** Spikes where a value changes. */
        DELTA
    }

    /** The encoder of inputs that are spikes. */
    public static final EncoderRules NONE = new EncoderRules(Kind.NONE, 0, 0, false, false, 0, new int[0]);
}
