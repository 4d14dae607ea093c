// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.driver.transport;

import io.fluxmill.core.protocol.LinkCommand;
import io.fluxmill.core.protocol.LinkStatus;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One host's requests over a UART link, each carried out once. A request is sent again when the line has been silent for its time-out.
 * After {@value #ATTEMPTS} sends, {@value #NOISE_SECONDS} seconds of noise, or when the line is broken or another host has the link, every call
 * throws.
 */
final class LinkSession {
    static final int ATTEMPTS = 8;

    /** Seconds in which bytes come but no good answer, after which a request is given up. */
    static final int NOISE_SECONDS = 20;

    /** Number of bytes without a good answer after which an attempt is over. */
    private static final int MAX_NOISE = 1 << 16;

    private static final int READ_BYTES = 4096;

    private final SerialLine line;
    private final int session;
    private int sequence;
    private TransportException broken;

    private byte[] piece = new byte[256];
    private int pieceBytes;
    private final byte[] chunk = new byte[READ_BYTES];
    private int chunkAt;
    private int chunkEnd;

    private long resends;
    private long damaged;
    private long stale;

    /** @param session 1 to 65535 */
    LinkSession(SerialLine line, int session) {
        this.line = line;
        this.session = session;
    }

    SerialTransport.Faults faults() {
        return new SerialTransport.Faults(resends, damaged, stale);
    }

    /**
     * The answer to a request; its status is {@link LinkStatus#DONE} or one after which the link can still be used.
     *
     * @throws TransportException if the link is given up
     */
    LinkFrame request(LinkCommand command, int address, int count, byte[] payload) {
        if (broken != null) {
            throw new TransportException("the link was given up: open it again: " + broken.getMessage(), broken);
        }
        try {
            sequence = sequence + 1 & 0xFF;
            return answered(new LinkFrame(sequence, command.code(), session, address, count, payload));
        } catch (TransportException e) {
            broken = e;
            throw e;
        }
    }

    private LinkFrame answered(LinkFrame request) {
        byte[] bytes = request.toLine();
        long start = line.nanoTime();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            resends += attempt == 0 ? 0 : 1;
            line.send(bytes);
            Optional<LinkFrame> answer = await(request, start);
            if (answer.isPresent()) {
                return accepted(answer.get());
            }
        }
        throw new TransportException("no good answer after " + ATTEMPTS
                + " sends: check the cable, the bit rate, and that the design is loaded and out of reset");
    }

    private LinkFrame accepted(LinkFrame answer) {
        if (answer.status() == LinkStatus.FOREIGN) {
            throw new TransportException(
                    "another host has the link: close the other program; the link is free after a second of silence");
        }
        if (answer.status() == LinkStatus.OUT_OF_SEQUENCE) {
            throw new TransportException("the link is at another sequence number: another host uses the same session");
        }
        return answer;
    }

    /** Listens until the answer comes or the line falls silent. */
    private Optional<LinkFrame> await(LinkFrame request, long start) {
        for (int seen = 0; seen < MAX_NOISE; seen++) {
            if (chunkAt == chunkEnd) {
                chunkAt = 0;
                chunkEnd = line.receive(chunk);
                if (chunkEnd == 0) {
                    damaged += pieceBytes == 0 ? 0 : 1;
                    pieceBytes = 0;
                    return Optional.empty();
                }
                if (line.nanoTime() - start > TimeUnit.SECONDS.toNanos(NOISE_SECONDS)) {
                    throw noise();
                }
            }
            Optional<LinkFrame> frame = take(chunk[chunkAt++]);
            if (frame.isPresent() && answers(frame.get(), request)) {
                return frame;
            }
            stale += frame.isPresent() ? 1 : 0;
        }
        return Optional.empty();
    }

    /** The line is never silent, and what comes is no answer. */
    static TransportException noise() {
        return new TransportException("bytes come but no good answer, for " + NOISE_SECONDS
                + " seconds: check the bit rate, that the port is the design's, and that the design is loaded and out of"
                + " reset");
    }

    private static boolean answers(LinkFrame frame, LinkFrame request) {
        return frame.sequence() == request.sequence()
                && frame.session() == request.session()
                && frame.command() == (request.command() | LinkCommand.ANSWER);
    }

    /** The frame that this byte completes, if it completes a good one. */
    private Optional<LinkFrame> take(byte value) {
        if (value != 0) {
            if (pieceBytes == piece.length) {
                piece = Arrays.copyOf(piece, 2 * pieceBytes);
            }
            piece[pieceBytes++] = value;
            return Optional.empty();
        }
        if (pieceBytes == 0) {
            return Optional.empty();
        }
        Optional<LinkFrame> frame = LinkFrame.fromLine(piece, pieceBytes);
        damaged += frame.isPresent() ? 0 : 1;
        pieceBytes = 0;
        return frame;
    }
}
