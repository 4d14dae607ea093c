// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.protocol.SocLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The engine of a system on chip of family {@code soc} over the serial line: its registers, and its streams through the registers that the processor has for
 * them (docs/soc.md). Many words of a stream into the engine are one frame; each word out of it is one.
 */
final class SocEngine implements Transport {
    private static final int COUNT_MASK = 0xFFFF;

    private final SocLink link;
    private final List<EngineStream> streams;

    SocEngine(SocLink link, List<EngineStream> streams) {
        this.link = link;
        this.streams = List.copyOf(streams);
    }

    @Override
    public int read(int address) {
        return link.read(SocLayout.ENGINE + address);
    }

    @Override
    public void write(int address, int value) {
        link.write(SocLayout.ENGINE + address, value);
    }

    /** A time-out is so many clock cycles of the system without a word that moves. */
    @Override
    public void exchange(List<StreamTransfer> transfers, long timeoutCycles) {
        List<Move> moves = transfers.stream().map(Move::new).toList();
        long end = cycles() + timeoutCycles;
        while (moves.stream().anyMatch(Move::open)) {
            if (advance(moves)) {
                end = cycles() + timeoutCycles;
            } else if (cycles() > end) {
                throw unfinished(moves, timeoutCycles);
            }
        }
    }

    /** A time-out is so many clock cycles of the system without a word that moves. */
    @Override
    public long collect(
            List<StreamTransfer> sent, StreamTransfer collected, BooleanSupplier finished, long timeoutCycles) {
        List<Move> inputs = sent.stream().map(Move::new).toList();
        Move output = new Move(collected);
        List<Move> all = new ArrayList<>(inputs);
        all.add(output);
        long end = cycles() + timeoutCycles;
        boolean done = false;
        boolean moved;
        do {
            moved = advance(all);
            done = done || inputs.stream().noneMatch(Move::open) && finished.getAsBoolean();
            if (moved) {
                end = cycles() + timeoutCycles;
            } else if (!done && cycles() > end) {
                throw unfinished(all, timeoutCycles);
            }
        } while (!done || moved);
        return output.bytes();
    }

    /** Moves what can be moved now; whether there was anything. */
    private static boolean advance(List<Move> moves) {
        boolean moved = false;
        for (Move move : moves) {
            moved |= move.advance();
        }
        return moved;
    }

    private static TransportException unfinished(List<Move> moves, long timeoutCycles) {
        return new TransportException("exchange not finished after " + timeoutCycles + " cycles: "
                + moves.stream().map(Move::progress).collect(Collectors.joining(", ")));
    }

    @Override
    public boolean awaitInterrupt(long timeoutCycles) {
        return link.awaitInterrupt(timeoutCycles);
    }

    @Override
    public long cycles() {
        return link.cycles();
    }

    @Override
    public void close() {
        link.close();
    }

    /** A transfer, word by word: a beat is whole words, the last of which may have fewer bytes. */
    private final class Move {
        private final EngineStream stream;
        private final int data;
        private final int status;
        private final ByteBuffer buffer;
        private final int start;
        private final int bytes;

        Move(StreamTransfer transfer) {
            stream = streams.stream()
                    .filter(s -> s.name().equals(transfer.stream()))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("engine must have the stream: " + transfer.stream()));
            data = SocLayout.stream(streams.indexOf(stream));
            status = data + Integer.BYTES;
            buffer = transfer.buffer().duplicate();
            start = buffer.position();
            bytes = buffer.remaining();
            if (bytes % stream.beatBytes() != 0) {
                throw new IllegalArgumentException("buffer of " + stream.name() + " must be whole beats of "
                        + stream.beatBytes() + " bytes: bytes=" + bytes);
            }
        }

        boolean open() {
            return buffer.hasRemaining();
        }

        int bytes() {
            return buffer.position() - start;
        }

        String progress() {
            int beat = stream.beatBytes();
            return stream.name() + " moved " + bytes() / beat + " of " + bytes / beat + " beats";
        }

        boolean advance() {
            if (!open()) {
                return false;
            }
            int count = link.read(status) & COUNT_MASK;
            if (stream.in()) {
                send(count);
            } else {
                take(count);
            }
            return count > 0;
        }

        private void send(int room) {
            for (int i = 0; i < room && open(); i++) {
                int word = 0;
                int size = wordBytes();
                for (int b = 0; b < size; b++) {
                    word |= Byte.toUnsignedInt(buffer.get()) << Byte.SIZE * b;
                }
                link.write(data, word);
            }
            link.flush();
        }

        /** The status is read together with each word. */
        private void take(int available) {
            int words = available;
            while (words > 0 && open()) {
                int[] read = link.read(data, 2);
                int size = wordBytes();
                for (int b = 0; b < size; b++) {
                    buffer.put((byte) (read[0] >>> Byte.SIZE * b));
                }
                words = read[1] & COUNT_MASK;
            }
        }

        /** Bytes of the next word. */
        private int wordBytes() {
            return Math.min(Integer.BYTES, stream.beatBytes() - bytes() % stream.beatBytes());
        }
    }
}
