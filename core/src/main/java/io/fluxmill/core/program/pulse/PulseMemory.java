// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.pulse;

/** The memories of a pulse-feature accelerator that a host loads, and what selects them in register LOAD_ADDRESS. */
public enum PulseMemory {
    WEIGHTS(0),
    /** Biases, multipliers and shifts. */
    PARAMETERS(1),
    /** The layer table. */
    LAYERS(2),
    /** Gains of the normalisation. */
    GAINS(3),
    /** The optimal filter's coefficients for the amplitude. */
    AMPLITUDE(4),
    /** The optimal filter's coefficients for amplitude times time. */
    TIME(5);

    /** Bits of the number of a 32-bit word in a memory. */
    public static final int WORD_BITS = 20;

    /** Bits that select a memory, above those of the word. */
    public static final int SELECT_BITS = 4;

    private final int select;

    PulseMemory(int select) {
        this.select = select;
    }

    /** The number that selects it. */
    public int select() {
        return select;
    }

    /** Load address of its first word. */
    public int address() {
        return select << WORD_BITS;
    }
}
