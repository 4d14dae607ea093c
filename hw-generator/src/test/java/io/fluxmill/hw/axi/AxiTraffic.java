// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.axi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import io.fluxmill.hw.axi.AxiCommands.Bad;
import io.fluxmill.hw.axi.AxiCommands.Command;
import io.fluxmill.hw.axi.AxiCommands.Fault;
import io.fluxmill.hw.axi.AxiCommands.Piece;
import io.fluxmill.simulator.verilator.SimulatedMemory;
import io.fluxmill.simulator.verilator.SimulatedMemory.Channel;
import io.fluxmill.simulator.verilator.Simulation;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lists of random commands on an {@link AxiRig}; every word that is read and all of the memory is compared with an array of bytes. */
final class AxiTraffic implements AutoCloseable {
    /** The second one ends where the address space ends. */
    private static final long[] BASES = {0x4000_0000L, 0xFFFF_C000L};

    private static final long LIMIT = 3_000_000;
    private static final Pattern READ = Pattern.compile("m_axis_read moved (\\d+) of");

    final AxiSettings settings;
    final Map<String, Long> counts = new HashMap<>();
    private final AxiCommands commands;
    private final int bytes;
    private final Simulation simulation;
    private final VerilatedTransport transport;
    private final SimulatedMemory memory;
    private final byte[][] contents = new byte[2][AxiCommands.REGION];
    private List<Bad> bad;
    private String where;

    AxiTraffic(AxiSettings settings, Path folder) {
        this.settings = settings;
        commands = new AxiCommands(settings);
        bytes = settings.wordBytes();
        Design design = AxiRig.design(settings);
        simulation = Simulation.open(design, folder);
        transport = simulation.transport();
        memory = transport.memory("m_axi");
        Random random = new Random(settings.hashCode());
        for (int i = 0; i < 2; i++) {
            random.nextBytes(contents[i]);
            memory.write(BASES[i], contents[i]);
        }
    }

    @Override
    public void close() {
        simulation.close();
    }

    long bursts() {
        return memory.transfers(Channel.AR) + memory.transfers(Channel.AW);
    }

    private void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    /** One list of reads of one region and of writes of the other one, by a seed. */
    void list(long seed) {
        where = settings + " seed " + seed + ": ";
        Random random = new Random(seed);
        int from = random.nextInt(2);
        timing(random);
        bad = random.nextInt(2) == 0 ? commands.bad(random, BASES[from]) : new ArrayList<>();
        bad.addAll(random.nextInt(2) == 0 ? commands.bad(random, BASES[1 - from]) : List.of());
        memory.error(0, 0, 0);
        bad.forEach(b -> memory.error(b.from(), b.to(), b.response()));
        boolean resets = random.nextInt(4) == 0;
        List<Command> reads = commands.reads(random, BASES[from], !resets && random.nextInt(4) == 0);
        List<Command> writes = commands.writes(random, BASES[1 - from], !resets && random.nextInt(4) == 0);
        byte[] written = new byte[words(writes) * bytes];
        random.nextBytes(written);
        long limit = resets ? 20 + random.nextInt(4000) : LIMIT;
        ByteBuffer read = buffer(words(reads) * bytes);
        List<StreamTransfer> sent = new ArrayList<>();
        sent.add(new StreamTransfer("s_axis_read_command", bytes(reads, 8)));
        sent.add(new StreamTransfer("s_axis_write_command", bytes(writes, 12)));
        if (written.length > 0) {
            sent.add(new StreamTransfer(
                    "s_axis_write", buffer(written.length).put(written).flip()));
        }
        int readEnds = ends(reads);
        int writeEnds = ends(writes);
        long[] readStatus = null;
        long[] writeStatus = null;
        long collected;
        try {
            collected = transport.collect(
                    sent,
                    new StreamTransfer("m_axis_read", read),
                    () -> transport.peek("read_ends") == readEnds
                            && transport.peek("write_ends") == writeEnds
                            && transport.peek("busy") == 0,
                    limit);
            readStatus = statuses("m_axis_read_status", readEnds);
            writeStatus = statuses("m_axis_write_status", writeEnds);
        } catch (TransportException e) {
            assertTrue(resets, where + e.getMessage());
            Matcher moved = READ.matcher(e.getMessage());
            assertTrue(moved.find(), e.getMessage());
            collected = Long.parseLong(moved.group(1)) * bytes;
            transport.reset();
            count("resets", 1);
        }
        checkReads(reads, readStatus, read, collected, contents[from], BASES[from]);
        checkWrites(writes, writeStatus, written, contents[1 - from], BASES[1 - from]);
        assertTrue(
                Arrays.equals(contents[from], memory.read(BASES[from], AxiCommands.REGION)),
                where + "what is only read must not change");
        count("lists", 1);
    }

    private void timing(Random random) {
        int latency = new int[] {1, 3, 10, 40}[random.nextInt(4)];
        memory.latency(latency, random.nextInt(3) * random.nextInt(40), random.nextInt(1000));
        int[] shares = {0, 0, 5, 30, 60, 90};
        for (Channel channel : Channel.values()) {
            memory.pauses(channel, shares[random.nextInt(6)], random.nextInt(1000));
        }
        for (String stream : List.of("s_axis_read_command", "s_axis_write_command", "s_axis_write", "m_axis_read")) {
            transport.pauses(stream, shares[random.nextInt(6)], random.nextInt(1000));
        }
    }

    private int words(List<Command> list) {
        return list.stream()
                .filter(c -> c.moves(bytes))
                .mapToInt(Command::words)
                .sum();
    }

    private static int ends(List<Command> list) {
        return (int) list.stream().filter(c -> c.abort() < 0).count();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer bytes(List<Command> list, int each) {
        ByteBuffer result = buffer(list.size() * each);
        for (Command c : list) {
            boolean abort = c.abort() >= 0;
            result.putInt(abort ? 0 : (int) c.address());
            result.putInt(abort ? 1 << 31 | c.abort() : c.words());
            if (each > 8) {
                result.putShort((short) c.firstStrobe()).putShort((short) c.lastStrobe());
            }
        }
        return result.flip();
    }

    private long[] statuses(String stream, int count) {
        ByteBuffer buffer = buffer(count * 8);
        transport.exchange(List.of(new StreamTransfer(stream, buffer)), 100_000);
        long[] result = new long[count];
        buffer.asLongBuffer().get(result);
        return result;
    }

    /** @param status null after a reset */
    private void checkReads(
            List<Command> list, long[] status, ByteBuffer read, long collected, byte[] memory, long base) {
        long at = 0;
        int ended = 0;
        for (int i = 0; i < list.size(); i++) {
            Command command = list.get(i);
            if (command.abort() >= 0) {
                count("aborts", 1);
                continue;
            }
            String what = where + "read " + i + " " + command;
            boolean moves = command.moves(bytes);
            Fault fault = moves ? commands.readFault(bad, command) : null;
            int words = fault != null ? fault.word() : moves ? command.words() : 0;
            if (status != null) {
                long code = status[ended++];
                int delivered = (int) (code >>> 32) & 0xFF_FFFF;
                boolean aborted = code >>> 56 == AxiError.ABORTED.ordinal() && abortFollows(list, i);
                checkEnd(what, command, fault, code, aborted);
                assertTrue(aborted ? delivered <= words : delivered == words, what + ": delivered " + delivered);
                words = delivered;
            }
            for (long b = 0; b < (long) words * bytes && at < collected; b++, at++) {
                byte expected = memory[(int) (command.address() - base + b)];
                if (read.get((int) at) != expected) {
                    assertEquals(expected, read.get((int) at), what + ": byte " + b);
                }
            }
            count("read commands", 1);
        }
        assertEquals(collected, at, where + "bytes read");
        count("words read", collected / bytes);
    }

    private static boolean abortFollows(List<Command> list, int index) {
        return list.subList(index, list.size()).stream().anyMatch(c -> c.abort() >= 0);
    }

    private void checkEnd(String what, Command command, Fault fault, long status, boolean aborted) {
        int error = (int) (status >>> 56);
        int expected = command.address() % bytes != 0
                ? AxiError.COMMAND.ordinal()
                : fault == null ? AxiError.NONE.ordinal() : fault.response();
        assertTrue(error == expected || aborted, what + ": error " + error + " instead of " + expected);
        if (fault != null && !aborted) {
            count("errors", 1);
            assertEquals(
                    command.address() + (long) fault.burstFrom() * bytes,
                    status & 0xFFFF_FFFFL,
                    what + ": address of the burst");
        }
    }

    /** Bursts are written whole and in order; without an error, an abort or a reset all of them. */
    private void checkWrites(List<Command> list, long[] status, byte[] data, byte[] memory, long base) {
        byte[] now = this.memory.read(base, AxiCommands.REGION);
        int from = 0;
        int ended = 0;
        for (int i = 0; i < list.size(); i++) {
            Command command = list.get(i);
            if (command.abort() >= 0) {
                count("aborts", 1);
                continue;
            }
            String what = where + "write " + i + " " + command;
            boolean moves = command.moves(bytes);
            Fault fault = moves ? commands.writeFault(bad, command) : null;
            int least = 0;
            if (status != null) {
                boolean aborted = status[ended] >>> 56 == AxiError.ABORTED.ordinal() && abortFollows(list, i);
                checkEnd(what, command, fault, status[ended++], aborted);
                least = aborted ? 0 : fault != null ? fault.burstFrom() + 1 : command.words();
            }
            if (moves) {
                written(what, command, least, data, from, memory, now, base);
                from += command.words() * bytes;
            }
            count("write commands", 1);
        }
        int differs = Arrays.mismatch(memory, now);
        assertEquals(-1, differs, () -> where + "byte that no command writes, or a wrong one");
        count("words written", from / bytes);
    }

    /** @param least words that must be there */
    private void written(
            String what, Command command, int least, byte[] data, int from, byte[] memory, byte[] now, long base) {
        boolean goes = true;
        for (Piece burst : commands.bursts(command)) {
            int start = (int) (command.address() - base) + burst.from() * bytes;
            int end = start + (burst.to() - burst.from()) * bytes;
            byte[] after = Arrays.copyOfRange(memory, start, end);
            for (int word = burst.from(); word < burst.to(); word++) {
                int strobe = (word == 0 ? command.firstStrobe() : -1)
                        & (word == command.words() - 1 ? command.lastStrobe() : -1);
                boolean well = commands.response(bad, command, word) == 0;
                for (int b = 0; well && b < bytes; b++) {
                    if ((strobe >> b & 1) != 0) {
                        after[(word - burst.from()) * bytes + b] = data[from + word * bytes + b];
                    }
                }
            }
            boolean there = Arrays.equals(after, 0, after.length, now, start, end);
            goes &= there;
            assertTrue(goes || burst.from() >= least, what + ": burst at word " + burst.from() + " is not as written");
            if (goes) {
                System.arraycopy(after, 0, memory, start, after.length);
            }
        }
    }
}
