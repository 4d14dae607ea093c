// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

/**
 * Registers of a unit on the way from a decoder to its accumulator, 0 or 1 each.
 *
 * @param decode at the array's edge, after decoding
 * @param operand before a multiplication, in the DSP block with the one after it; it has no enable that a gate could use
 * @param multiply after multiplication
 * @param sum behind the sum of a path's products, where the wires from these have to come first
 * @param align after alignment
 */
public record Stages(int decode, int operand, int multiply, int sum, int align) {
    /**
     * As the configuration has them.
     *
     * @param pipeline stages that are asked for, at least 1: the accumulator is one; then decode, multiply, align
     * @param aligns whether there is something to align
     * @param registersOperands whether multipliers have registers before them
     * @param addsProducts whether a path has several products
     */
    static Stages of(int pipeline, boolean aligns, boolean registersOperands, boolean addsProducts) {
        int multiply = pipeline >= 3 ? 1 : 0;
        int operand = registersOperands ? multiply : 0;
        return new Stages(
                pipeline >= 2 ? 1 : 0, operand, multiply, addsProducts ? operand : 0, aligns && pipeline >= 4 ? 1 : 0);
    }

    /** All of them with the accumulator. */
    public int total() {
        return decode + operand + multiply + sum + align + 1;
    }
}
