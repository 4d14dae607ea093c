// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program;

import java.util.List;

/**
 * What a host does with a design and what must come of it, step by step: vectors for a test bench that needs neither driver nor reference.
 *
 * @param steps in order; each ends before the next one begins, but streams, which move until {@link Await}
 */
public record Script(List<Step> steps) {
    /** Takes a copy. */
    public Script {
        steps = List.copyOf(steps);
    }

    /** One step. */
    public sealed interface Step permits Write, Read, Send, Expect, Await, Interrupt {}

    /** Writes a register, all four bytes. */
    public record Write(int address, int value) implements Step {}

    /**
     * Reads a register and compares it.
     *
     * @param mask bits that are compared; 0 for a read whose value depends on time
     * @param polls whether it is read again for some time while it differs
     */
    public record Read(int address, int value, int mask, boolean polls) implements Step {}

    /** Beats for a stream into the design, little-endian bytes, whole beats; they move in parallel to all that comes before the next {@link Await}. */
    public record Send(String stream, byte[] beats) implements Step {}

    /**
     * Beats that a stream out of the design must give.
     *
     * @param mask bits of the beats that are compared
     */
    public record Expect(String stream, byte[] beats, byte[] mask) implements Step {}

    /** Waits until all streams have moved what they were given. */
    public record Await() implements Step {}

    /** Waits for the interrupt. */
    public record Interrupt() implements Step {}

    /** Scripts one after the other. */
    public static Script of(List<Script> scripts) {
        return new Script(
                scripts.stream().flatMap(script -> script.steps().stream()).toList());
    }

    /** Bits of registers and streams that are compared; a script that compares none proves nothing. */
    public long comparedBits() {
        long bits = comparedStreamBits();
        for (Step step : steps) {
            bits += step instanceof Read read ? Integer.bitCount(read.mask()) : 0;
        }
        return bits;
    }

    /** Bits of streams that are compared. */
    public long comparedStreamBits() {
        long bits = 0;
        for (Step step : steps) {
            if (step instanceof Expect expect) {
                for (byte mask : expect.mask()) {
                    bits += Integer.bitCount(Byte.toUnsignedInt(mask));
                }
            }
        }
        return bits;
    }
}
