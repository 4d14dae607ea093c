// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.driver.transport.jtag.JtagCable;
import io.fluxmill.driver.transport.jtag.JtagRegister;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A chain of parts, the middle one with a user data register whose pins are those of {@code JtagDesign.harness}. The test port's states are IEEE
 * 1149.1's; the others are in bypass, whatever their instructions.
 */
final class SimulatedTap implements JtagCable {
    /** The states, and for each the next one with TMS 0 and 1 (IEEE 1149.1, figure 6-1). */
    private enum State {
        RESET(1, 0),
        IDLE(1, 2),
        SELECT_DR(3, 9),
        CAPTURE_DR(4, 5),
        SHIFT_DR(4, 5),
        EXIT1_DR(6, 8),
        PAUSE_DR(6, 7),
        EXIT2_DR(4, 8),
        UPDATE_DR(1, 2),
        SELECT_IR(10, 0),
        CAPTURE_IR(11, 12),
        SHIFT_IR(11, 12),
        EXIT1_IR(13, 15),
        PAUSE_IR(13, 14),
        EXIT2_IR(11, 15),
        UPDATE_IR(1, 2);

        private final int[] following;

        State(int zero, int one) {
            following = new int[] {zero, one};
        }

        State next(boolean tms) {
            return values()[following[tms ? 1 : 0]];
        }
    }

    private static final long CLOCKS = 100;
    private static final int MAX_BITS = 8192;

    /** Periods until the cable is out. */
    long periodsLeft = Long.MAX_VALUE;

    private final VerilatedTransport pins;
    private final JtagRegister register;
    private final Deque<Boolean> before = new ArrayDeque<>();
    private final Deque<Boolean> after = new ArrayDeque<>();
    private State state = State.RESET;
    private final Deque<Boolean> instruction = new ArrayDeque<>();
    private boolean selected;
    private final int partsBefore;
    private final int partsAfter;

    /** @param register with two bits of instruction for each other part */
    SimulatedTap(VerilatedTransport pins, JtagRegister register) {
        this.pins = pins;
        this.register = register;
        partsBefore = register.bitsBefore() / 2;
        partsAfter = register.bitsAfter() / 2;
    }

    @Override
    public int maxBits() {
        return MAX_BITS;
    }

    /** What each period does is known beforehand but for TDO of the design, so that all of them are one call of the simulation. */
    @Override
    public byte[] shift(int bits, byte[] tms, byte[] tdi) {
        if (periodsLeft < bits) {
            throw new TransportException("the cable is out");
        }
        periodsLeft -= bits;
        ByteBuffer drives = ByteBuffer.allocateDirect(bits);
        ByteBuffer answers = ByteBuffer.allocateDirect(bits);
        State[] states = new State[bits];
        boolean[] captured = new boolean[bits];
        for (int i = 0; i < bits; i++) {
            boolean in = (tdi[i / 8] >> i % 8 & 1) != 0;
            states[i] = state;
            boolean own = through(before, in);
            drives.put(i, (byte) ((own ? 1 : 0) | (selected && state == State.SHIFT_DR ? 2 : 0)));
            if (state == State.SHIFT_IR) {
                captured[i] = instruction.remove();
                instruction.add(in);
            }
            state = state.next((tms[i / 8] >> i % 8 & 1) != 0);
            arrive();
        }
        pins.exchange(
                List.of(new StreamTransfer("s_axis_jtag", drives), new StreamTransfer("m_axis_jtag", answers)),
                CLOCKS * bits);
        byte[] tdo = new byte[(bits + 7) / 8];
        for (int i = 0; i < bits; i++) {
            boolean out = captured[i];
            if (states[i] == State.SHIFT_DR) {
                out = through(after, answers.get(i) != 0);
            } else if (states[i] == State.CAPTURE_DR) {
                fill(after, partsAfter);
            }
            tdo[i / 8] |= (byte) (out ? 1 << i % 8 : 0);
        }
        return tdo;
    }

    private void arrive() {
        switch (state) {
            case RESET -> selected = false;
            case CAPTURE_DR -> fill(before, partsBefore);
            case CAPTURE_IR -> {
                instruction.clear();
                int bits = register.bitsBefore() + register.bits() + register.bitsAfter();
                for (int i = 0; i < bits; i++) {
                    instruction.add(i == register.bitsAfter());
                }
            }
            case UPDATE_IR -> {
                Boolean[] loaded = instruction.toArray(Boolean[]::new);
                long value = 0;
                for (int i = 0; i < register.bits(); i++) {
                    value |= loaded[register.bitsAfter() + i] ? 1L << i : 0;
                }
                selected = value == register.instruction();
            }
            default -> {}
        }
    }

    private static void fill(Deque<Boolean> bypass, int parts) {
        bypass.clear();
        for (int i = 0; i < parts; i++) {
            bypass.add(false);
        }
    }

    private boolean through(Deque<Boolean> bypass, boolean in) {
        bypass.add(in);
        return bypass.remove();
    }

    @Override
    public void close() {
        // The simulation goes on for the next one who opens the cable.
    }
}
