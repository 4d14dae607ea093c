// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import java.util.ArrayList;
import java.util.List;

/** Encodes RV32IM programs, word after word from address 0; RISC-V Unprivileged ISA, chapters 2 and 13. */
public final class Assembler {
    private final List<Integer> words = new ArrayList<>();

    /** Register-register instructions: funct7, funct3. */
    public enum Op {
        ADD(0, 0),
        SUB(0x20, 0),
        SLL(0, 1),
        SLT(0, 2),
        SLTU(0, 3),
        XOR(0, 4),
        SRL(0, 5),
        SRA(0x20, 5),
        OR(0, 6),
        AND(0, 7),
        MUL(1, 0),
        MULH(1, 1),
        MULHSU(1, 2),
        MULHU(1, 3),
        DIV(1, 4),
        DIVU(1, 5),
        REM(1, 6),
        REMU(1, 7);

        final int funct7;
        final int funct3;

        Op(int funct7, int funct3) {
            this.funct7 = funct7;
            this.funct3 = funct3;
        }
    }

    /** Register-immediate instructions: funct3, bits above a shift amount. */
    public enum Immediate {
        ADDI(0, false, 0),
        SLLI(1, true, 0),
        SLTI(2, false, 0),
        SLTIU(3, false, 0),
        XORI(4, false, 0),
        SRLI(5, true, 0),
        SRAI(5, true, 0x400),
        ORI(6, false, 0),
        ANDI(7, false, 0);

        final int funct3;
        final boolean shift;
        final int high;

        Immediate(int funct3, boolean shift, int high) {
            this.funct3 = funct3;
            this.shift = shift;
            this.high = high;
        }
    }

    public enum Load {
        LB(0, 1),
        LH(1, 2),
        LW(2, 4),
        LBU(4, 1),
        LHU(5, 2);

        final int funct3;
        final int bytes;

        Load(int funct3, int bytes) {
            this.funct3 = funct3;
            this.bytes = bytes;
        }
    }

    public enum Store {
        SB(0, 1),
        SH(1, 2),
        SW(2, 4);

        final int funct3;
        final int bytes;

        Store(int funct3, int bytes) {
            this.funct3 = funct3;
            this.bytes = bytes;
        }
    }

    public enum Branch {
        BEQ(0),
        BNE(1),
        BLT(4),
        BGE(5),
        BLTU(6),
        BGEU(7);

        final int funct3;

        Branch(int funct3) {
            this.funct3 = funct3;
        }
    }

    /** Byte address of the next instruction. */
    int here() {
        return 4 * words.size();
    }

    Assembler word(int word) {
        words.add(word);
        return this;
    }

    /** Fills with zeros up to an address. */
    public Assembler to(int address) {
        if (address < here()) {
            throw new IllegalArgumentException("program is too long: " + here() + " of " + address + " bytes");
        }
        while (here() < address) {
            words.add(0);
        }
        return this;
    }

    public Assembler op(Op op, int rd, int rs1, int rs2) {
        return word(op.funct7 << 25 | rs2 << 20 | rs1 << 15 | op.funct3 << 12 | rd << 7 | 0x33);
    }

    /** @param value −2048 to 2047, or 0 to 31 for a shift */
    public Assembler immediate(Immediate op, int rd, int rs1, int value) {
        int field = op.shift ? value & 31 | op.high : value & 0xFFF;
        return word(field << 20 | rs1 << 15 | op.funct3 << 12 | rd << 7 | 0x13);
    }

    public Assembler load(Load load, int rd, int rs1, int offset) {
        return word((offset & 0xFFF) << 20 | rs1 << 15 | load.funct3 << 12 | rd << 7 | 0x03);
    }

    public Assembler store(Store store, int rs2, int rs1, int offset) {
        return word(
                (offset >> 5 & 0x7F) << 25 | rs2 << 20 | rs1 << 15 | store.funct3 << 12 | (offset & 31) << 7 | 0x23);
    }

    /** @param offset bytes from this instruction */
    public Assembler branch(Branch branch, int rs1, int rs2, int offset) {
        return word((offset >> 12 & 1) << 31
                | (offset >> 5 & 0x3F) << 25
                | rs2 << 20
                | rs1 << 15
                | branch.funct3 << 12
                | (offset >> 1 & 0xF) << 8
                | (offset >> 11 & 1) << 7
                | 0x63);
    }

    /** @param offset bytes from this instruction */
    Assembler jal(int rd, int offset) {
        return word((offset >> 20 & 1) << 31
                | (offset >> 1 & 0x3FF) << 21
                | (offset >> 11 & 1) << 20
                | (offset >> 12 & 0xFF) << 12
                | rd << 7
                | 0x6F);
    }

    public Assembler jalr(int rd, int rs1, int offset) {
        return word((offset & 0xFFF) << 20 | rs1 << 15 | rd << 7 | 0x67);
    }

    /** @param value whose low 12 bits are ignored */
    Assembler lui(int rd, int value) {
        return word(value & 0xFFFFF000 | rd << 7 | 0x37);
    }

    Assembler auipc(int rd, int value) {
        return word(value & 0xFFFFF000 | rd << 7 | 0x17);
    }

    /** Two instructions that load a constant. */
    public Assembler constant(int rd, int value) {
        int low = value << 20 >> 20;
        return lui(rd, value - low).immediate(Immediate.ADDI, rd, rd, low);
    }

    Assembler fence() {
        return word(0x0FF0000F);
    }

    public Assembler nop() {
        return immediate(Immediate.ADDI, 0, 0, 0);
    }

    /** The core's own: back from a trap or an interrupt. */
    Assembler interruptReturn() {
        return word(0x0000000B);
    }

    /** The core's own: pending and enabled interrupts. */
    Assembler interruptPending(int rd) {
        return word(1 << 25 | rd << 7 | 0x0B);
    }

    /** The core's own: enables interrupts by their bits. */
    public Assembler interruptMask(int rs1) {
        return word(2 << 25 | rs1 << 15 | 0x0B);
    }

    public int[] words() {
        return words.stream().mapToInt(Integer::intValue).toArray();
    }
}
