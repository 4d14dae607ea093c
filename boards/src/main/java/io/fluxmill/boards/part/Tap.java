// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.boards.part;

/** A test access port (IEEE 1149.1) in front of one part. Not for several threads. */
public final class Tap {
    private final JtagPart part;
    private TapState state = TapState.RESET;
    private int instruction;
    private DataRegister register;

    public Tap(JtagPart part) {
        this.part = part;
        reset();
    }

    private void reset() {
        part.reset();
        select(part.idcodeInstruction());
    }

    private void select(int selected) {
        instruction = selected;
        register = part.register(selected);
    }

    /**
     * Clocks a number of bits through the port.
     *
     * @param tms {@code [bits / 8, rounded up]}, the first bit is the lowest of the first byte
     * @param tdi the same
     * @return TDO, the same
     */
    public byte[] shift(int bits, byte[] tms, byte[] tdi) {
        byte[] tdo = new byte[(bits + 7) / 8];
        for (int i = 0; i < bits; i++) {
            int mask = 1 << (i & 7);
            if (clock((tms[i >> 3] & mask) != 0, (tdi[i >> 3] & mask) != 0)) {
                tdo[i >> 3] |= (byte) mask;
            }
        }
        return tdo;
    }

    /** One clock; the result is TDO before it. */
    boolean clock(boolean tms, boolean tdi) {
        boolean tdo = false;
        switch (state) {
            case IDLE -> part.idle();
            case CAPTURE_DR -> register.capture();
            case SHIFT_DR -> tdo = register.shift(tdi);
            case CAPTURE_IR -> instruction = part.instructionCapture();
            case SHIFT_IR -> {
                tdo = (instruction & 1) != 0;
                instruction = instruction >> 1 | (tdi ? 1 << part.instructionBits() - 1 : 0);
            }
            default -> {}
        }
        TapState before = state;
        state = state.next(tms);
        if (state == TapState.UPDATE_DR) {
            register.update();
        } else if (state == TapState.UPDATE_IR) {
            select(instruction);
            part.selected(instruction);
        } else if (state == TapState.RESET && before != TapState.RESET) {
            reset();
        }
        return tdo;
    }
}
