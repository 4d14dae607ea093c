// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.core.program.mac.export;

import io.fluxmill.core.program.mac.MacProgram;

/**
 * Samples that come with a program.
 *
 * @param input codes {@code [count][elements of value 0]}
 * @param expected what the bit-exact reference makes of them, {@code [count][elements of the result]}
 */
public record Samples(int count, short[] input, short[] expected) {
    /** @throws IllegalArgumentException if there is no sample, or the codes are not those of whole samples */
    void requireFit(MacProgram program) {
        requireFit(input, program.values().get(0));
        requireFit(expected, program.values().get(program.output()));
    }

    private void requireFit(short[] codes, MacProgram.Value value) {
        if (count < 1 || codes.length != count * value.elements()) {
            throw new IllegalArgumentException("codes must be those of at least one sample of " + value.elements()
                    + ": samples=" + count + ", codes=" + codes.length);
        }
    }
}
