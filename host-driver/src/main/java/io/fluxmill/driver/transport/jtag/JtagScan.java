// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport.jtag;

import java.util.BitSet;

/** Scans of a JTAG chain (IEEE 1149.1, figure 6-1). Between them the port is in Run-Test/Idle. */
final class JtagScan {
    private static final int[] TO_RESET_AND_IDLE = {1, 1, 1, 1, 1, 0};
    private static final int[] TO_SHIFT_IR = {1, 1, 0, 0};
    private static final int[] TO_SHIFT_DR = {1, 0, 0};
    private static final int[] FROM_EXIT_TO_IDLE = {1, 0};

    /** Periods of a scan in addition to its bits. */
    static final int OVERHEAD = TO_SHIFT_IR.length + FROM_EXIT_TO_IDLE.length;

    private final JtagCable cable;

    JtagScan(JtagCable cable) {
        this.cable = cable;
    }

    /** Resets the test logic. */
    void reset() {
        periods(TO_RESET_AND_IDLE, new BitSet(), 0, new int[0]);
    }

    /** Loads instructions; returns what the registers captured. */
    BitSet instruction(BitSet tdi, int bits) {
        return periods(TO_SHIFT_IR, tdi, bits, FROM_EXIT_TO_IDLE);
    }

    /** Shifts data; returns what came. */
    BitSet data(BitSet tdi, int bits) {
        return periods(TO_SHIFT_DR, tdi, bits, FROM_EXIT_TO_IDLE);
    }

    /** The last of the bits leaves the shift state. */
    private BitSet periods(int[] before, BitSet tdi, int bits, int[] after) {
        int total = before.length + bits + after.length;
        BitSet tms = new BitSet(total);
        BitSet in = new BitSet(total);
        for (int i = 0; i < before.length; i++) {
            tms.set(i, before[i] == 1);
        }
        for (int i = tdi.nextSetBit(0); i >= 0 && i < bits; i = tdi.nextSetBit(i + 1)) {
            in.set(before.length + i);
        }
        if (bits > 0) {
            tms.set(before.length + bits - 1);
        }
        for (int i = 0; i < after.length; i++) {
            tms.set(before.length + bits + i, after[i] == 1);
        }
        byte[] out = cable.shift(total, bytes(tms, total), bytes(in, total));
        return BitSet.valueOf(out).get(before.length, before.length + bits);
    }

    private static byte[] bytes(BitSet bits, int total) {
        return java.util.Arrays.copyOf(bits.toByteArray(), (total + Byte.SIZE - 1) / Byte.SIZE);
    }
}
