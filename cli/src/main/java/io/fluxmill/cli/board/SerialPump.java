// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.board;

import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.simulator.jna.PseudoTerminal;
import io.fluxmill.simulator.verilator.VerilatedTransport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries bytes between a pseudo-terminal and the modem of a {@link SimulatedTop}, and runs the design's clock: continuously while bytes move, a
 * little now and then otherwise. Without a design, bytes from the host are lost.
 */
final class SerialPump implements AutoCloseable {
    /** Small, so that an answer does not wait for the rest of a long burst. */
    private static final int PIECE_BYTES = 64;

    private static final int ANSWER_BYTES = 1 << 16;
    private static final int CYCLES_OF_A_BYTE = 1 << 20;
    private static final int IDLE_ROUNDS = 200;
    private static final int IDLE_MILLISECONDS = 5;
    private static final int LOST_MILLISECONDS = 200;

    private final PseudoTerminal terminal;
    private final Consumer<String> events;
    private final Thread thread;
    private final ByteBuffer answers = ByteBuffer.allocateDirect(ANSWER_BYTES);
    private VerilatedTransport design;
    private volatile boolean ended;

    SerialPump(PseudoTerminal terminal, Consumer<String> events) {
        this.terminal = terminal;
        this.events = events;
        thread = new Thread(this::run, "serial line at " + terminal.path());
        thread.setDaemon(true);
        thread.start();
    }

    /** Connects another design to the line, or none (null), and closes the previous one. */
    synchronized void connect(VerilatedTransport next) {
        if (design != null) {
            design.close();
        }
        design = next;
    }

    private void run() {
        int quiet = 0;
        while (!ended) {
            byte[] request = terminal.read(PIECE_BYTES, quiet > IDLE_ROUNDS ? IDLE_MILLISECONDS : 0);
            byte[] answer = exchange(request);
            terminal.write(answer, LOST_MILLISECONDS);
            quiet = request.length + answer.length > 0 ? 0 : Math.min(quiet + 1, IDLE_ROUNDS + 1);
        }
    }

    private synchronized byte[] exchange(byte[] request) {
        if (design == null) {
            pause();
            return new byte[0];
        }
        List<StreamTransfer> sent =
                request.length == 0 ? List.of() : List.of(new StreamTransfer("s_axis_uart", ByteBuffer.wrap(request)));
        try {
            long count = design.collect(
                    sent,
                    new StreamTransfer("m_axis_uart", answers.clear()),
                    () -> true,
                    (long) CYCLES_OF_A_BYTE * (request.length + 1));
            byte[] bytes = new byte[(int) count];
            answers.get(0, bytes);
            return bytes;
        } catch (RuntimeException e) {
            events.accept("the design has stopped: " + e.getMessage());
            design.close();
            design = null;
            return new byte[0];
        }
    }

    private void pause() {
        try {
            wait(IDLE_MILLISECONDS);
        } catch (InterruptedException e) {
            ended = true;
        }
    }

    @Override
    public void close() {
        ended = true;
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connect(null);
    }
}
