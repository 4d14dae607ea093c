// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.transport.SerialLine;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** A line that loses, repeats and damages whole frames in both directions, and counts what both ends must then count. */
final class FaultyLine implements SerialLine {
    /** Share of the frames with a fault. */
    double rate;

    /** Frames that were sent. */
    long sends;

    long faults;
    /** Pieces between zeros that are no good frames, towards the link and from it. */
    long badRequests;

    long badAnswers;
    /** Good frames that arrived, towards the link and from it. */
    long goodRequests;

    long goodAnswers;

    private final SerialLine line;
    private final Random random;
    private final ByteArrayOutputStream incoming = new ByteArrayOutputStream();
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private final byte[] chunk = new byte[1024];

    FaultyLine(SerialLine line, long seed) {
        this.line = line;
        random = new Random(seed);
    }

    @Override
    public void send(byte[] bytes) {
        sends++;
        for (byte[] delivered : deliveries(bytes)) {
            boolean good = Arrays.equals(delivered, bytes);
            goodRequests += good ? 1 : 0;
            badRequests += good ? 0 : pieces(delivered);
            line.send(delivered);
        }
    }

    @Override
    public int receive(byte[] target) {
        while (arrived.isEmpty()) {
            int count = line.receive(chunk);
            if (count == 0) {
                return 0;
            }
            for (int i = 0; i < count; i++) {
                incoming.write(chunk[i]);
                if (chunk[i] == 0 && incoming.size() > 1) {
                    deliver(incoming.toByteArray());
                    incoming.reset();
                }
            }
        }
        byte[] next = arrived.remove();
        int count = Math.min(next.length, target.length);
        System.arraycopy(next, 0, target, 0, count);
        if (count < next.length) {
            arrived.addFirst(Arrays.copyOfRange(next, count, next.length));
        }
        return count;
    }

    private void deliver(byte[] frame) {
        for (byte[] delivered : deliveries(frame)) {
            boolean good = Arrays.equals(delivered, frame);
            goodAnswers += good ? 1 : 0;
            badAnswers += good ? 0 : pieces(delivered);
            arrived.add(delivered);
        }
    }

    /** What arrives of a frame: nothing, itself, itself twice, or something damaged. */
    private List<byte[]> deliveries(byte[] frame) {
        if (random.nextDouble() >= rate) {
            return List.of(frame);
        }
        faults++;
        return switch (random.nextInt(5)) {
            case 0 -> List.of();
            case 1 -> List.of(frame, frame);
            case 2 -> List.of(without(frame, inside(frame)));
            case 3 -> List.of(twice(frame, inside(frame)));
            default -> List.of(flipped(frame, 1 + random.nextInt(3)));
        };
    }

    private int inside(byte[] frame) {
        return 1 + random.nextInt(frame.length - 2);
    }

    private static byte[] without(byte[] frame, int at) {
        byte[] rest = Arrays.copyOf(frame, frame.length - 1);
        System.arraycopy(frame, at + 1, rest, at, rest.length - at);
        return rest;
    }

    private static byte[] twice(byte[] frame, int at) {
        byte[] more = Arrays.copyOf(frame, frame.length + 1);
        System.arraycopy(frame, at, more, at + 1, frame.length - at);
        return more;
    }

    private byte[] flipped(byte[] frame, int bits) {
        byte[] damaged = frame.clone();
        List<Integer> places = new ArrayList<>();
        while (places.size() < bits) {
            int place = 8 * inside(frame) + random.nextInt(8);
            if (!places.contains(place)) {
                places.add(place);
                damaged[place / 8] ^= (byte) (1 << place % 8);
            }
        }
        return damaged;
    }

    private static long pieces(byte[] bytes) {
        long pieces = 0;
        for (int i = 1; i < bytes.length; i++) {
            pieces += bytes[i] == 0 && bytes[i - 1] != 0 ? 1 : 0;
        }
        return pieces;
    }

    @Override
    public long nanoTime() {
        return line.nanoTime();
    }

    @Override
    public void close() {
        line.close();
    }
}
