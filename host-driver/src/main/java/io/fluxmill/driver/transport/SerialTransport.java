// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.LinkCommand;
import io.fluxmill.core.protocol.LinkLayout;
import io.fluxmill.core.protocol.LinkLayout.Counter;
import io.fluxmill.core.protocol.LinkStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An engine behind a UART link (docs/uart-link.md), over any serial line. The engine's clock runs only inside calls, so results, counters and
 * {@link #cycles} are those of the simulated engine.
 *
 * <p>Writes are collected while they go to one register or to consecutive ones, and sent before anything else or by {@link #flush}; the error of
 * a write is thrown then. Not for several threads.
 */
public final class SerialTransport extends HostedTransport {
    private final SerialLine line;
    private final LinkSession session;
    private final Identity identity;
    private final int maxPayload;

    private int writeAddress;
    private int writeStep;
    private final ByteBuffer writes;

    /**
     * What a link reports about itself.
     *
     * @param hash of the whole design
     * @param engineHash configuration hash of the engine
     * @param divider clocks of a bit
     */
    public record Identity(int hash, int engineHash, int clockHz, int divider, int bufferBytes, int streams) {}

    /**
     * What went wrong on the line and was corrected, as the host sees it.
     *
     * @param resends requests that were sent again because no good answer came
     * @param damaged pieces between two zeros that were no good frame
     * @param stale good frames that were not the expected answer
     */
    public record Faults(long resends, long damaged, long stale) {}

    private SerialTransport(SerialLine line, List<EngineStream> streams, int sessionNumber) {
        super(streams);
        this.line = line;
        session = new LinkSession(line, sessionNumber);
        identity = identify(session.request(LinkCommand.OPEN, 0, 0, new byte[0]));
        maxPayload = identity.bufferBytes() - LinkLayout.SPARE_BYTES;
        writes = ByteBuffer.allocate(maxPayload / 4 * 4).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Takes the link; the engine is not reset.
     *
     * @param streams of the engine, in the order of its manifest
     * @throws TransportException if nothing answers, another host has the link, or something else than such a link answers
     */
    public static SerialTransport open(SerialLine line, List<EngineStream> streams) {
        return new SerialTransport(line, streams, ThreadLocalRandom.current().nextInt(1, 1 << 16));
    }

    private Identity identify(LinkFrame answer) {
        int[] words = words(answer.payload());
        if (answer.status() != LinkStatus.DONE
                || words.length != LinkLayout.Identity.words()
                || LinkLayout.Identity.ID.of(words) != (int) RegisterMap.identification(LinkLayout.ID)) {
            throw new TransportException("what answers is no UART link: load a design behind host uart");
        }
        int version = LinkLayout.Identity.VERSION.of(words);
        int count = LinkLayout.Identity.STREAMS.of(words);
        if (version != LinkLayout.VERSION || count != streams.size()) {
            throw new TransportException(String.format(
                    "the link must have version %d and %d streams, not version %d and %d: generate the design again",
                    LinkLayout.VERSION, streams.size(), version, count));
        }
        return new Identity(
                LinkLayout.Identity.HASH.of(words),
                LinkLayout.Identity.ENGINE_HASH.of(words),
                LinkLayout.Identity.CLOCK_HZ.of(words),
                LinkLayout.Identity.DIVIDER.of(words),
                LinkLayout.Identity.BUFFER_BYTES.of(words),
                count);
    }

    public Identity identity() {
        return identity;
    }

    public Faults faults() {
        return session.faults();
    }

    /** The link's own counters by name, each up to 65,535. */
    public Map<String, Integer> counters() {
        Counter[] all = Counter.values();
        int[] words = readLink(LinkLayout.COUNTERS, all.length);
        Map<String, Integer> counters = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i++) {
            counters.put(all[i].name().toLowerCase(Locale.ROOT).replace('_', '-'), words[i]);
        }
        return counters;
    }

    /** Resets the engine; transfers under way are dropped, the cycle count restarts. */
    public void reset() {
        request(LinkCommand.CANCEL, LinkLayout.CANCEL_RESET, 0);
    }

    @Override
    public int read(int address) {
        return words(request(LinkCommand.READ, Transport.aligned(address), 1).payload())[0];
    }

    private int[] readLink(int address, int count) {
        return words(request(LinkCommand.READ, address, count).payload());
    }

    @Override
    public void write(int address, int value) {
        Transport.aligned(address);
        int collected = writes.position() / 4;
        if (collected == 1) {
            writeStep = address == writeAddress ? 0 : 4;
        }
        if (!writes.hasRemaining() || collected > 0 && address != writeAddress + writeStep * collected) {
            flush();
        }
        if (writes.position() == 0) {
            writeAddress = address;
        }
        writes.putInt(value);
    }

    /** Sends the writes that were collected. */
    public void flush() {
        if (writes.position() > 0) {
            byte[] payload = new byte[writes.position()];
            writes.flip().get(payload).clear();
            boolean fixed = payload.length > 4 && writeStep == 0;
            carriedOut(fixed ? LinkCommand.WRITE_FIXED : LinkCommand.WRITE, writeAddress, 0, payload);
        }
    }

    @Override
    protected Run start(int conditions, long limit, LinkTransfers moving) {
        flush();
        ByteBuffer payload =
                ByteBuffer.allocate(LinkLayout.LIMIT_BYTES + 4 * streams.size()).order(ByteOrder.LITTLE_ENDIAN);
        payload.putInt((int) limit).put((byte) (limit >> Integer.SIZE));
        for (int i = 0; i < streams.size(); i++) {
            payload.putInt((int) moving.beats(i));
        }
        return run(carriedOut(LinkCommand.START, conditions, 0, payload.array()));
    }

    private static Run run(LinkFrame answer) {
        return new Run(answer.running(), answer.reached());
    }

    @Override
    protected Run pump(LinkTransfers moving, Run before) {
        Run state = null;
        for (int i = 0; i < streams.size(); i++) {
            int bytes = (int) Math.min(maxPayload, moving.remaining(i));
            if (bytes > 0 && streams.get(i).in()) {
                LinkFrame answer = carriedOut(LinkCommand.SEND, i, 0, moving.next(i, bytes));
                moving.advance(i, answer.count());
                state = run(answer);
            } else if (bytes > 0) {
                LinkFrame answer = carriedOut(LinkCommand.RECEIVE, i, bytes, new byte[0]);
                moving.store(i, answer.payload());
                state = run(answer);
            }
        }
        return state != null ? state : await();
    }

    @Override
    protected void drain(LinkTransfers moving) {
        for (int i = 0; i < streams.size(); i++) {
            boolean more = !streams.get(i).in();
            while (more && moving.remaining(i) > 0) {
                int bytes = (int) Math.min(maxPayload, moving.remaining(i));
                byte[] came =
                        carriedOut(LinkCommand.RECEIVE, i, bytes, new byte[0]).payload();
                moving.store(i, came);
                more = came.length > 0;
            }
        }
    }

    @Override
    protected long[] left() {
        int[] words = readLink(LinkLayout.LEFT, streams.size());
        long[] left = new long[words.length];
        for (int i = 0; i < left.length; i++) {
            left[i] = Integer.toUnsignedLong(words[i]);
        }
        return left;
    }

    @Override
    protected void cancel() {
        request(LinkCommand.CANCEL, 0, 0);
    }

    @Override
    protected Run await() {
        return run(carriedOut(LinkCommand.READ, LinkLayout.REGISTERS, 1, new byte[0]));
    }

    @Override
    public long cycles() {
        int[] words = readLink(LinkLayout.CYCLES, 2);
        return Integer.toUnsignedLong(words[0]) | (long) words[1] << Integer.SIZE;
    }

    /** Gives the link back and closes the line. */
    @Override
    public void close() {
        try {
            request(LinkCommand.CLOSE, 0, 0);
        } catch (TransportException e) {
            // The link is lost; it frees itself after a second.
        } finally {
            line.close();
        }
    }

    private LinkFrame request(LinkCommand command, int address, int count) {
        flush();
        return carriedOut(command, address, count, new byte[0]);
    }

    private LinkFrame carriedOut(LinkCommand command, int address, int count, byte[] payload) {
        LinkFrame answer = session.request(command, address, count, payload);
        if (answer.status() != LinkStatus.DONE) {
            throw new TransportException(String.format(
                    "the link %s: command %d, address 0x%04X, after %d words",
                    answer.status().meaning(), command.code(), address, answer.count()));
        }
        return answer;
    }

    private static int[] words(byte[] payload) {
        int[] words = new int[payload.length / 4];
        ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
        return words;
    }
}
