// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The transfers of one exchange over a link, by number of the stream: what has been sent to and received from the link's queues. */
public final class LinkTransfers {
    private final List<EngineStream> streams;
    private final ByteBuffer[] buffers;
    private final long[] bytes;
    private final List<Integer> order = new ArrayList<>();

    LinkTransfers(List<EngineStream> streams) {
        this.streams = streams;
        buffers = new ByteBuffer[streams.size()];
        bytes = new long[streams.size()];
    }

    /** @throws IllegalArgumentException if the buffer is not whole beats */
    void add(int stream, ByteBuffer buffer) {
        int beat = streams.get(stream).beatBytes();
        if (buffer.remaining() % beat != 0) {
            throw new IllegalArgumentException(
                    "buffer of " + streams.get(stream).name() + " must be whole beats of " + beat + " bytes: bytes="
                            + buffer.remaining());
        }
        buffers[stream] = buffer.duplicate();
        bytes[stream] = buffer.remaining();
        order.add(stream);
    }

    public long beats(int stream) {
        return bytes[stream] / streams.get(stream).beatBytes();
    }

    public long beats() {
        return order.stream().mapToLong(this::beats).sum();
    }

    /** Bytes that have not yet been sent to the link, or not yet come from it. */
    public int remaining(int stream) {
        return buffers[stream] == null ? 0 : buffers[stream].remaining();
    }

    /** Bytes of all transfers that have not yet been sent or come. */
    long missing() {
        return order.stream().mapToLong(this::remaining).sum();
    }

    public byte[] next(int stream, int count) {
        byte[] next = new byte[count];
        buffers[stream].get(buffers[stream].position(), next);
        return next;
    }

    public void advance(int stream, int count) {
        buffers[stream].position(buffers[stream].position() + count);
    }

    public void store(int stream, byte[] came) {
        buffers[stream].put(came);
    }

    long received(int stream) {
        return bytes[stream] - remaining(stream);
    }

    /** @param left beats that have not moved, by stream */
    boolean allSent(long[] left) {
        return order.stream().allMatch(i -> !streams.get(i).in() || left[i] == 0);
    }

    /** @param left beats that have not moved, by stream */
    String progress(long[] left) {
        List<String> parts = new ArrayList<>();
        for (int i : order) {
            parts.add(streams.get(i).name() + " moved " + (beats(i) - left[i]) + " of " + beats(i) + " beats");
        }
        return String.join(", ", parts);
    }
}
