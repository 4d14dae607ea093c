// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.simulator.jna.NativeModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The memory behind an AXI4 master of a simulated design: the whole address space, zero until it is written. It takes up to 32 bursts in each direction and
 * answers in order. A burst is written when its address and all its beats are there; beats with an error are not.
 */
public final class SimulatedMemory {
    /** A channel of the interface, for {@link #pauses} and {@link #transfers}. */
    public enum Channel {
        AW,
        W,
        B,
        AR,
        R
    }

    /** A request, as fluxmill_memory.h reads it: operation, three operands, from byte 64 on what goes in or out. */
    private enum Operation {
        WRITE,
        READ,
        LATENCY,
        PAUSES,
        ERROR,
        RESTART,
        TRANSFERS
    }

    private static final int HEADER_BYTES = 64;

    private final VerilatedTransport transport;
    private final int number;

    SimulatedMemory(VerilatedTransport transport, int number) {
        this.transport = transport;
        this.number = number;
    }

    /** Stores bytes. */
    public void write(long address, byte[] bytes) {
        request(Operation.WRITE, bytes, address, bytes.length);
    }

    /** What is stored. */
    public byte[] read(long address, int bytes) {
        byte[] result = new byte[bytes];
        request(Operation.READ, result, address, bytes).get(HEADER_BYTES, result);
        return result;
    }

    /**
     * When answers come.
     *
     * @param cycles from the address of a burst of reads, or the last beat of one of writes, to the first answer, at least 1
     * @param extraCycles up to so many more, at random
     * @param seed the same seed gives the same cycles
     */
    public void latency(int cycles, int extraCycles, long seed) {
        if (cycles < 1 || extraCycles < 0) {
            throw new IllegalArgumentException(
                    "latency must be at least 1 and 0 more: cycles=" + cycles + " extraCycles=" + extraCycles);
        }
        request(Operation.LATENCY, new byte[0], cycles, extraCycles, seed);
    }

    /**
     * Makes a channel pause at random: ready is 0, or no new answer is offered.
     *
     * @param percent share of the cycles, 0 to 100
     * @param seed the same seed gives the same pauses
     */
    public void pauses(Channel channel, int percent, long seed) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("pauses must be in 0..100 percent: percent=" + percent);
        }
        request(Operation.PAUSES, new byte[0], channel.ordinal(), percent, seed);
    }

    /**
     * Answers beats that touch a range with an error from now on; with a response of 0, no range has errors any more.
     *
     * @param response 2 (SLVERR), 3 (DECERR) or 0
     */
    public void error(long firstAddress, long lastAddress, int response) {
        request(Operation.ERROR, new byte[0], firstAddress, lastAddress, response);
    }

    /** How many transfers a channel has had since the simulation began. */
    public long transfers(Channel channel) {
        return request(Operation.TRANSFERS, new byte[0]).getLong(Long.BYTES * (1 + channel.ordinal()));
    }

    /** Forgets what is under way, but not what is stored; with a reset of the design. */
    void restart() {
        request(Operation.RESTART, new byte[0]);
    }

    private ByteBuffer request(Operation operation, byte[] bytes, long... operands) {
        ByteBuffer request =
                ByteBuffer.allocateDirect(HEADER_BYTES + bytes.length).order(ByteOrder.nativeOrder());
        request.putLong(0, operation.ordinal());
        for (int i = 0; i < operands.length; i++) {
            request.putLong(Long.BYTES * (i + 1), operands[i]);
        }
        request.put(HEADER_BYTES, bytes);
        transport.post(List.of(new NativeModel.Transfer(number, request, 1)));
        return request;
    }
}
