// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.parts;

import java.math.BigInteger;

/**
 * RV32IM in software, from the words of the ISA manual and without a pipeline: the oracle of the processor's tests. A store to
 * {@link CpuHarness#HALT} ends a program; the four slow words are memory.
 */
final class IsaModel {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);

    final int[] x = new int[32];
    final byte[] memory = new byte[4 * CpuHarness.RAM_WORDS];
    private final byte[] slow = new byte[4 * CpuHarness.SLOW_WORDS];
    private int pc;
    /** Instructions carried out. */
    long executed;

    IsaModel(int[] program) {
        for (int i = 0; i < program.length; i++) {
            store(4 * i, program[i], 4);
        }
    }

    /** Runs until the program halts. */
    void run(long limit) {
        while (step()) {
            if (++executed > limit) {
                throw new AssertionError("program did not halt in " + limit + " instructions");
            }
        }
    }

    /** A word of the signature. */
    int signature(int index) {
        return load(CpuHarness.SIGNATURE + 4 * index, 4, true);
    }

    private boolean step() {
        int i = load(pc, 4, true);
        int rd = i >>> 7 & 31;
        int a = x[i >>> 15 & 31];
        int b = x[i >>> 20 & 31];
        int funct3 = i >>> 12 & 7;
        int next = pc + 4;
        boolean writes = true;
        int result = 0;
        switch (i & 0x7F) {
            case 0x37 -> result = i & 0xFFFFF000;
            case 0x17 -> result = pc + (i & 0xFFFFF000);
            case 0x6F -> {
                result = pc + 4;
                next = pc + (i >> 31 << 20 | (i >>> 12 & 0xFF) << 12 | (i >>> 20 & 1) << 11 | (i >>> 21 & 0x3FF) << 1);
            }
            case 0x67 -> {
                result = pc + 4;
                next = a + (i >> 20) & ~1;
            }
            case 0x63 -> {
                writes = false;
                if (taken(funct3, a, b)) {
                    next = pc + (i >> 31 << 12 | (i >>> 7 & 1) << 11 | (i >>> 25 & 0x3F) << 5 | (i >>> 8 & 0xF) << 1);
                }
            }
            case 0x03 -> result = load(a + (i >> 20), 1 << (funct3 & 3), funct3 < 4);
            case 0x23 -> {
                writes = false;
                int address = a + (i >> 25 << 5 | i >>> 7 & 31);
                if (address == CpuHarness.HALT) {
                    return false;
                }
                store(address, b, 1 << funct3);
            }
            case 0x13 -> result = alu(funct3, funct3 == 5 && (i >>> 30 & 1) == 1, a, i >> 20);
            case 0x33 -> result = i >>> 25 == 1 ? multiplyDivide(funct3, a, b) : alu(funct3, i >>> 25 == 0x20, a, b);
            case 0x0F -> writes = false;
            default -> throw new AssertionError(String.format("no instruction 0x%08x at 0x%x", i, pc));
        }
        if (writes && rd != 0) {
            x[rd] = result;
        }
        pc = next;
        return true;
    }

    private static boolean taken(int funct3, int a, int b) {
        boolean holds =
                switch (funct3 >> 1) {
                    case 0 -> a == b;
                    case 2 -> a < b;
                    default -> Integer.toUnsignedLong(a) < Integer.toUnsignedLong(b);
                };
        return holds != ((funct3 & 1) == 1);
    }

    private static int alu(int funct3, boolean alternative, int a, int b) {
        return switch (funct3) {
            case 0 -> alternative ? a - b : a + b;
            case 1 -> a << (b & 31);
            case 2 -> a < b ? 1 : 0;
            case 3 -> Integer.toUnsignedLong(a) < Integer.toUnsignedLong(b) ? 1 : 0;
            case 4 -> a ^ b;
            case 5 -> alternative ? a >> (b & 31) : a >>> (b & 31);
            case 6 -> a | b;
            default -> a & b;
        };
    }

    /** Division by zero: quotient all ones, remainder the dividend; −2^31 / −1 = −2^31, remainder 0 (ISA manual, table 11). */
    static int multiplyDivide(int funct3, int a, int b) {
        boolean signedA = funct3 <= 2 || funct3 == 4 || funct3 == 6;
        boolean signedB = funct3 <= 1 || funct3 == 4 || funct3 == 6;
        BigInteger p = value(a, signedA);
        BigInteger q = value(b, signedB);
        return switch (funct3) {
            case 0 -> p.multiply(q).intValue();
            case 1, 2, 3 -> p.multiply(q).shiftRight(32).intValue();
            case 4, 5 -> b == 0 ? -1 : p.divide(q).intValue();
            default -> b == 0 ? a : p.remainder(q).intValue();
        };
    }

    private static BigInteger value(int word, boolean signed) {
        BigInteger value = BigInteger.valueOf(word);
        return signed || word >= 0 ? value : value.add(WORD);
    }

    private int load(int address, int bytes, boolean signed) {
        byte[] target = target(address, bytes);
        int at = address & target.length - 1;
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) (target[at + i] & 0xFF) << 8 * i;
        }
        return (int) (signed ? value << 64 - 8 * bytes >> 64 - 8 * bytes : value);
    }

    private void store(int address, int value, int bytes) {
        byte[] target = target(address, bytes);
        for (int i = 0; i < bytes; i++) {
            target[(address & target.length - 1) + i] = (byte) (value >>> 8 * i);
        }
    }

    private byte[] target(int address, int bytes) {
        boolean ram = address >>> 13 == 0;
        boolean known = ram || address - CpuHarness.SLOW >= 0 && address - CpuHarness.SLOW < slow.length;
        if (!known || address % bytes != 0) {
            throw new AssertionError(String.format("access of %d bytes at 0x%08x, pc 0x%x", bytes, address, pc));
        }
        return ram ? memory : slow;
    }
}
