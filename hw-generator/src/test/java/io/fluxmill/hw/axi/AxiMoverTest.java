// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.simulator.verilator.SimulatedMemory;
import io.fluxmill.simulator.verilator.SimulatedMemory.Channel;
import io.fluxmill.simulator.verilator.Simulation;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time-outs of every channel, what follows them, and the share of the cycles in which a word moves. */
@Tag("verilator")
class AxiMoverTest {
    private static final int BYTES = 8;

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static StreamTransfer commands(boolean writes, long address, int words, int count) {
        ByteBuffer buffer = buffer(count * (writes ? 12 : 8));
        for (int i = 0; i < count; i++) {
            buffer.putInt((int) (address + (long) i * words * BYTES)).putInt(words);
            if (writes) {
                buffer.putInt(-1);
            }
        }
        return new StreamTransfer(writes ? "s_axis_write_command" : "s_axis_read_command", buffer.flip());
    }

    private static long status(AxiError error, int words, long address) {
        return (long) error.ordinal() << 56 | (long) words << 32 | address;
    }

    /** Ends of as many commands; the exchange of before must be over. */
    private static long[] ends(VerilatedTransport transport, String stream, int count) {
        ByteBuffer buffer = buffer(count * 8);
        transport.exchange(List.of(new StreamTransfer(stream, buffer)), 2000);
        long[] result = new long[count];
        buffer.asLongBuffer().get(result);
        return result;
    }

    @Test
    void aMemoryThatHangsIsNamedAndTheNextCommandIsRight(@TempDir Path folder) {
        AxiSettings settings = new AxiSettings(64, 16, 4, 64);
        byte[] content = new byte[4096];
        new Random(5).nextBytes(content);
        try (Simulation simulation = Simulation.open(AxiRig.design(settings), folder)) {
            VerilatedTransport transport = simulation.transport();
            SimulatedMemory memory = transport.memory("m_axi");
            memory.write(0x8000, content);
            for (Channel channel : Channel.values()) {
                boolean writes = channel.ordinal() <= Channel.B.ordinal();
                String ends = writes ? "m_axis_write_status" : "m_axis_read_status";
                transport.poke("timeout_cycles", 100);
                memory.pauses(channel, 100, 1);
                List<StreamTransfer> moved = new ArrayList<>();
                moved.add(commands(writes, 0x8000 - 8, 40, 2));
                if (writes) {
                    moved.add(new StreamTransfer("s_axis_write", buffer(80 * BYTES)));
                }
                assertThrows(TransportException.class, () -> transport.exchange(add(moved, "m_axis_read", 999), 1000));
                assertArrayEquals(
                        new long[] {status(AxiError.TIMEOUT, 0, 0x8000 - 8)}, ends(transport, ends, 1), "" + channel);
                assertEquals(1, transport.peek("busy"));
                memory.pauses(channel, 0, 1);
                // The second command was taken unless the first one still has bursts to offer.
                if (channel != Channel.AW && channel != Channel.AR) {
                    long[] second = ends(transport, ends, 1);
                    assertArrayEquals(new long[] {status(AxiError.ABORTED, 0, 0)}, second, "" + channel);
                }
                transport.step(200);
                assertEquals(0, transport.peek("busy"));
                memory.write(0x8000, content);
                next(transport, memory, content);
            }
        }
    }

    private static List<StreamTransfer> add(List<StreamTransfer> list, String stream, int words) {
        List<StreamTransfer> result = new ArrayList<>(list);
        result.add(new StreamTransfer(stream, buffer(words * BYTES)));
        return result;
    }

    /** Copies what is there, by a read and a write. */
    private static void next(VerilatedTransport transport, SimulatedMemory memory, byte[] content) {
        ByteBuffer read = buffer(content.length);
        int words = content.length / BYTES;
        transport.exchange(
                List.of(commands(false, 0x8000, words, 1), new StreamTransfer("m_axis_read", read)), 100_000);
        assertArrayEquals(new long[] {status(AxiError.NONE, words, 0)}, ends(transport, "m_axis_read_status", 1));
        transport.exchange(
                List.of(commands(true, 0xC000, words, 1), new StreamTransfer("s_axis_write", read)), 100_000);
        assertArrayEquals(new long[] {status(AxiError.NONE, 0, 0)}, ends(transport, "m_axis_write_status", 1));
        assertArrayEquals(content, memory.read(0xC000, content.length));
    }

    /** The rows of the table in docs/axi.md: a line for each latency and length of a command. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 8})
    void bandwidth(int outstanding, @TempDir Path folder) {
        AxiSettings settings = new AxiSettings(64, 16, outstanding, 256);
        try (Simulation simulation = Simulation.open(AxiRig.design(settings), folder)) {
            VerilatedTransport transport = simulation.transport();
            SimulatedMemory memory = transport.memory("m_axi");
            for (int latency : new int[] {1, 10, 40}) {
                memory.latency(latency, 0, 1);
                for (int words : new int[] {16, 256}) {
                    double read = share(transport, false, words);
                    double write = share(transport, true, words);
                    System.out.printf(
                            "outstanding %d latency %d words %d: read %.3f write %.3f%n",
                            outstanding, latency, words, read, write);
                    double bound = Math.min(1, outstanding * 16.0 / (16 + latency + 1));
                    assertTrue(read > 0.9 * bound, () -> "read " + read + " of " + bound);
                    assertTrue(write > 0.85 * bound, () -> "write " + write + " of " + bound);
                }
            }
        }
    }

    private static double share(VerilatedTransport transport, boolean writes, int words) {
        int count = 8192 / words;
        long before = transport.cycles();
        StreamTransfer data =
                new StreamTransfer(writes ? "s_axis_write" : "m_axis_read", buffer(words * count * BYTES));
        List<StreamTransfer> all = new ArrayList<>(List.of(commands(writes, 0x10000, words, count), data));
        String ends = writes ? "m_axis_write_status" : "m_axis_read_status";
        all.add(new StreamTransfer(ends, buffer(count * 8)));
        transport.exchange(all, 1_000_000);
        return (double) words * count / (transport.cycles() - before);
    }
}
