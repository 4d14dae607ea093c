// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.SocCommand;
import io.fluxmill.core.protocol.SocLayout;
import io.fluxmill.core.protocol.SocLayout.Identity;
import io.fluxmill.core.protocol.SocStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A system on chip over its serial line: registers, RAM, feature packets and words of streams through the loader (docs/soc.md). Addresses are
 * the processor's; {@link #engine()} and {@link #engine(List)} are the same link with the engine's register addresses, for its manifest.
 *
 * <p>A frame that was lost or damaged in either direction is sent again; the loader carries it out once. Writes are collected while they go to
 * one register or to consecutive ones, and sent before anything else or by {@link #flush}; a refusal is thrown then.
 */
public final class SocLink implements Transport {
    /** Sends of a frame before the link is given up; 20 seconds of noise are the end, too. */
    static final int ATTEMPTS = 4;

    private static final int MAX_WORDS = SocLayout.MAX_WORDS;
    private static final String FEATURES = "m_axis_feat";

    private final SerialLine line;
    private int sequence;
    private int writeAddress;
    private int writeStep;
    private final int[] writes = new int[MAX_WORDS - 1];
    private int writeCount;
    private int[] features = {};

    /**
     * What the loader reports about itself.
     *
     * @param configHash of the system's manifest
     * @param programBase first address of loaded programs
     * @param badFrames frames that were not understood since reset
     * @param lostBytes bytes lost because the loader did not keep up
     * @param programsRun programs that were started
     * @param programResult what the latest one returned
     */
    public record Status(
            int configHash,
            int clockHz,
            int ramBytes,
            int programBase,
            int badFrames,
            int lostBytes,
            int programsRun,
            int programResult) {}

    public SocLink(SerialLine line) {
        this.line = line;
    }

    /**
     * Asks the loader who it is.
     *
     * @throws TransportException if there is none or it is of another version
     */
    public Status ping() {
        int[] words = request(SocCommand.PING);
        if (words.length != Identity.words()
                || Identity.ID.of(words) != (int) RegisterMap.identification(SocLayout.ID)
                || Identity.VERSION.of(words) != SocLayout.VERSION) {
            throw new TransportException("the other end of the line is no system on chip of protocol version 1");
        }
        return new Status(
                Identity.HASH.of(words),
                Identity.CLOCK_HZ.of(words),
                Identity.RAM_BYTES.of(words),
                Identity.PROGRAM_BASE.of(words),
                Identity.BAD_FRAMES.of(words),
                Identity.LOST_BYTES.of(words),
                Identity.PROGRAMS_RUN.of(words),
                Identity.PROGRAM_RESULT.of(words));
    }

    /** The words from an address on, at most {@code count}; any number. */
    public int[] read(int address, int count) {
        int[] words = new int[count];
        for (int at = 0; at < count; at += MAX_WORDS) {
            int part = Math.min(MAX_WORDS, count - at);
            System.arraycopy(request(SocCommand.READ, address + 4 * at, part), 0, words, at, part);
        }
        return words;
    }

    @Override
    public int read(int address) {
        return read(Transport.aligned(address), 1)[0];
    }

    @Override
    public void write(int address, int value) {
        if (writeCount == 1) {
            writeStep = address == writeAddress ? 0 : 4;
        }
        if (writeCount == writes.length || writeCount > 0 && address != writeAddress + writeStep * writeCount) {
            flush();
        }
        if (writeCount == 0) {
            writeAddress = address;
        }
        writes[writeCount++] = value;
    }

    /** Writes words from an address on. */
    public void write(int address, int... values) {
        for (int i = 0; i < values.length; i++) {
            write(address + 4 * i, values[i]);
        }
        flush();
    }

    /** Sends the writes that were collected. */
    public void flush() {
        if (writeCount > 0) {
            int[] payload = new int[writeCount + 1];
            payload[0] = writeAddress;
            System.arraycopy(writes, 0, payload, 1, writeCount);
            SocCommand command = writeCount > 1 && writeStep == 0 ? SocCommand.LOAD : SocCommand.WRITE;
            writeCount = 0;
            request(command, payload);
        }
    }

    /** Starts a program at an address; the loader answers again when it returns. */
    public void run(int address) {
        request(SocCommand.RUN, address);
    }

    /** Words of the complete packets that the system has, as many packets as fit a frame; none if it has none. */
    public int[] fetch() {
        int[] words = request(SocCommand.FETCH, MAX_WORDS);
        return Arrays.copyOfRange(words, 2, words.length);
    }

    /**
     * The engine of a system of family {@code soc}: this link with addresses relative to its registers, and with its streams; closing it closes this link.
     *
     * @param streams in the order of the engine's manifest
     */
    public Transport engine(List<EngineStream> streams) {
        return new SocEngine(this, streams);
    }

    /** The accelerator of a pulse-feature system: this link with addresses relative to its registers; closing it closes this link. */
    public Transport engine() {
        return new Engine();
    }

    /** Fills {@code m_axis_feat} with the words of packets. A time-out is so many clock cycles of the system. */
    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        for (StreamTransfer transfer : transfers) {
            requireFeatures(transfer);
            ByteBuffer buffer = transfer.buffer().duplicate().order(ByteOrder.LITTLE_ENDIAN);
            long end = cycles() + timeoutCycles;
            while (buffer.hasRemaining()) {
                int count = take(buffer);
                if (count == 0 && cycles() > end) {
                    throw new TransportException("exchange not finished after " + timeoutCycles + " cycles: " + FEATURES
                            + " has " + buffer.remaining() / 4 + " words to come");
                }
            }
        }
    }

    /** Takes packets until it is finished and the system has no more; nothing can be sent. A time-out is so many clock cycles of the system. */
    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        sent.forEach(SocLink::requireFeatures);
        requireFeatures(collected);
        ByteBuffer buffer = collected.buffer().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        long end = cycles() + timeoutCycles;
        boolean done = false;
        int count = 0;
        do {
            if (!done && cycles() > end) {
                throw new TransportException("exchange not finished after " + timeoutCycles + " cycles: " + FEATURES
                        + " moved " + (buffer.position() - collected.buffer().position()) / 4 + " beats");
            }
            done = done || finished.getAsBoolean();
            count = take(buffer);
        } while (!done || count > 0);
        return buffer.position() - collected.buffer().position();
    }

    /** Moves available feature words into a buffer that has room; returns their number. */
    private int take(ByteBuffer buffer) {
        if (features.length == 0) {
            features = fetch();
        }
        int count = Math.min(features.length, buffer.remaining() / 4);
        Arrays.stream(features, 0, count).forEach(buffer::putInt);
        features = Arrays.copyOfRange(features, count, features.length);
        return count;
    }

    private static void requireFeatures(StreamTransfer transfer) {
        if (!transfer.stream().equals(FEATURES)) {
            throw new TransportException("over the serial line, the only stream is " + FEATURES + ", not "
                    + transfer.stream() + ": drive samples into the system's own port s_axis_adc");
        }
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        throw new IllegalStateException("the serial line has no interrupt: poll the status register");
    }

    @Override
    public long cycles() {
        int[] words = read(SocLayout.TIMER_LOW, 2);
        return Integer.toUnsignedLong(words[0]) | (long) words[1] << Integer.SIZE;
    }

    @Override
    public void close() {
        line.close();
    }

    /** The payload of the answer. */
    private int[] request(SocCommand command, int... payload) {
        flush();
        sequence = sequence + 1 & 0xFF;
        SocFrame frame = new SocFrame(sequence, command.code(), 0, payload);
        TransportException last = null;
        long start = line.nanoTime();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                SocFrame answer = answer(frame, start);
                if (answer.status() == SocStatus.CORRUPTED.code()) {
                    last = new TransportException("frames arrive damaged at the system");
                } else if (answer.status() != SocStatus.OK.code()) {
                    throw refusal(frame, answer);
                } else {
                    return answer.payload();
                }
            } catch (LineException e) {
                last = e.fault;
            }
        }
        throw new TransportException("no good answer after " + ATTEMPTS + " attempts: " + last.getMessage(), last);
    }

    private SocFrame answer(SocFrame frame, long start) throws LineException {
        try {
            line.send(frame.toBytes());
            SocFrame answer = SocFrame.receive(line);
            boolean mine =
                    answer.sequence() == frame.sequence() && answer.command() == (frame.command() | SocFrame.ANSWER);
            if (!mine && answer.status() != SocStatus.CORRUPTED.code()) {
                throw new TransportException("the answer is to another request");
            }
            return answer;
        } catch (TransportException e) {
            drain(start);
            throw new LineException(e);
        }
    }

    /** Waits until the line is silent, unless it is never. */
    private void drain(long start) {
        byte[] lost = new byte[1];
        while (line.receive(lost) > 0) {
            if (line.nanoTime() - start > TimeUnit.SECONDS.toNanos(LinkSession.NOISE_SECONDS)) {
                throw LinkSession.noise();
            }
        }
    }

    private static TransportException refusal(SocFrame request, SocFrame answer) {
        String why = SocStatus.of(answer.status()).map(SocStatus::meaning).orElse("refuses");
        return new TransportException(String.format(
                "the system %s: command %d%s",
                why,
                request.command(),
                request.payload().length == 0 ? "" : String.format(", address 0x%08X", request.payload()[0])));
    }

    /** A frame was lost or damaged; it is worth another attempt. */
    private static final class LineException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient TransportException fault;

        LineException(TransportException fault) {
            super(fault);
            this.fault = fault;
        }
    }

    /** The accelerator's registers. */
    private final class Engine implements Transport {
        @Override
        public int read(int address) {
            return SocLink.this.read(SocLayout.ENGINE + address);
        }

        @Override
        public void write(int address, int value) {
            SocLink.this.write(SocLayout.ENGINE + address, value);
        }

        @Override
        public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
            SocLink.this.exchange(transfers, timeoutCycles);
        }

        @Override
        public long collect(
                List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
            return SocLink.this.collect(sent, collected, finished, timeoutCycles);
        }

        @Override
        public boolean awaitInterrupt(long timeoutCycles) {
            return SocLink.this.awaitInterrupt(timeoutCycles);
        }

        @Override
        public long cycles() {
            return SocLink.this.cycles();
        }

        @Override
        public void close() {
            SocLink.this.close();
        }
    }
}
