// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.simulator.verilator;

import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.Transport.StreamTransfer;
import io.fluxmill.driver.transport.TransportException;
import java.nio.ByteBuffer;
import java.util.List;

/** The far end of a design's serial line in simulation: a modem whose bytes are streams {@code s_axis_uart} and {@code m_axis_uart}. */
public final class SimulatedLine implements SerialLine {
    private static final long NANOSECONDS_PER_CYCLE = 10;

    private final VerilatedTransport transport;
    private final long silenceCycles;
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);

    /** @param silenceCycles clock cycles without a byte after which the line counts as silent */
    public SimulatedLine(VerilatedTransport transport, long silenceCycles) {
        this.transport = transport;
        this.silenceCycles = silenceCycles;
    }

    @Override
    public void send(byte[] bytes) {
        long timeout = silenceCycles * bytes.length;
        transport.exchange(List.of(new StreamTransfer("s_axis_uart", ByteBuffer.wrap(bytes))), timeout);
    }

    /** Waits for one byte. */
    @Override
    public int receive(byte[] target) {
        try {
            transport.exchange(List.of(new StreamTransfer("m_axis_uart", one)), silenceCycles);
        } catch (TransportException silence) {
            return 0;
        }
        target[0] = one.get(0);
        return 1;
    }

    /** That of the design, as with a clock of 100 MHz: how long the simulation takes says nothing of the line. */
    @Override
    public long nanoTime() {
        return NANOSECONDS_PER_CYCLE * transport.cycles();
    }

    @Override
    public void close() {
        transport.close();
    }
}
