// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.benchmarks;

import java.nio.ByteBuffer;

/** One access of a script that every side of a comparison plays in the same order. */
sealed interface Step {
    /** Writes a register. */
    record Write(int address, int value) implements Step {}

    /** Reads a register until the masked bits are zero. */
    record AwaitClear(int address, int mask) implements Step {}

    /**
     * Streams whole beats in and out at the same time. Direct buffers from position 0 to their limit, little-endian; neither
     * position nor limit changes.
     *
     * @param source name of the stream into the design
     * @param data its beats
     * @param sink name of the stream out of the design, or null
     * @param results what comes out of it
     */
    record Exchange(String source, ByteBuffer data, String sink, ByteBuffer results) implements Step {}
}
