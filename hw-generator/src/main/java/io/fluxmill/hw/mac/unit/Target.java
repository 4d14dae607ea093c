// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac.unit;

/**
 * The FPGA that an engine is made for: the results are the same bits on all, only the form of its products differs.
 *
 * <p>The multipliers' operands: DSP48E1 has 25 x 18 bits, MULT18X18D 18 x 18, SB_MAC16 16 x 16, all signed. GOWIN's have no open model, so none are counted on.
 */
public enum Target {
    /** Xilinx 7: products, their sums and the sums' registers are DSP blocks. */
    XC7(18, 3, true),
    /** Lattice ECP5: products are DSP blocks, sums are logic (yosys 0.23 does not use ALU54B). */
    ECP5(18, 2, true),
    /** Lattice iCE40: products are DSP blocks where synthesis is asked for them (UltraPlus), else logic. */
    ICE40(16, 2, true),
    /** Gowin, and every part without multipliers: logic. */
    GOWIN(0, 2, false),
    /** Nothing is assumed: all products are multiplications, which are left to the synthesis and are the fastest in simulation. */
    GENERIC(0, 4, false);

    /** No target takes more. */
    static final int MAXIMUM_OPERAND_BITS = 18;

    private final int operandBits;
    private final int multipliers;
    private final boolean registersProducts;

    Target(int operandBits, int multipliers, boolean registersProducts) {
        this.operandBits = operandBits;
        this.multipliers = multipliers;
        this.registersProducts = registersProducts;
    }

    /** Bits of the narrower operand of a multiplier, 0 if there is none to fill. */
    public int operandBits() {
        return operandBits;
    }

    /** Whether products are look-up tables only. */
    boolean isLogic() {
        return this == GOWIN;
    }

    /** Multipliers of a unit before the products of narrow codes are tables. */
    public int multipliers() {
        return multipliers;
    }

    /** Whether the register after the multiplication is one for each product, in its DSP block, instead of one after their sum. */
    boolean registersProducts() {
        return registersProducts;
    }

    /** Whether operands go to registers before a multiplier, in its DSP block: wires to and from one take longer than it. */
    public boolean registersOperands() {
        return this == ECP5;
    }

    /** Whether a DSP block adds, too: the accumulator is the first addend of the products' sum. */
    public boolean addsInMultipliers() {
        return this == XC7;
    }

    /** Whether the table before a carry chain has inputs left, for what is added to a register. */
    boolean computesAddends() {
        return this == XC7;
    }

    /** Whether words of memories go to a register first: a block RAM of ECP5 takes 5.6 ns, and those of the others as long beside their logic. ICE40's have few cells. */
    public boolean registersMemories() {
        return this != ICE40;
    }

    /** Whether decoders have a register in their middle. */
    public boolean registersDecoders() {
        return this == XC7 || this == ECP5;
    }

    /** Whether cells are few and clocks slow, so that stages which are short are one with the next. */
    public boolean mergesStages() {
        return this == ICE40;
    }

    /** `synth_ice40 -dsp` (yosys 0.23 to 0.66) merges two registered products into one SB_MAC16 wrongly unless they are kept apart. */
    boolean keepsProducts() {
        return this == ICE40;
    }
}
