// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;
import io.fluxmill.hw.parts.UartReceiver;
import io.fluxmill.hw.parts.UartTransmitter;

/**
 * The far end of a serial line, for simulation: bytes of {@code s_axis_uart} go to {@link #lineTo} and bytes from {@link #lineFrom} come from
 * {@code m_axis_uart}, bit by bit. Bytes wait in a queue while nobody takes them.
 */
@Contract(
        """
        For simulation: the far end of a serial line.
        in:  s_axis_uart: bytes that go to line_to, bit by bit; line_from: the other direction.
        out: m_axis_uart: bytes from line_from, which wait in a queue while nobody takes them.
        8 data bits, no parity, one stop bit. Reset empties the queue.
        """)
final class UartModem extends Module {
    private static final int QUEUE_BYTES = 16_384;

    final AxiStream sent = streamIn("s_axis_uart", 8);
    final AxiStream returned = streamOut("m_axis_uart", 8);
    final Bit lineTo = outBit();
    final Bit lineFrom = inBit();

    final UartTransmitter transmitter = child(UartTransmitter::new);
    final UartReceiver receiver = child(UartReceiver::new);
    final Fifo received = child(() -> new Fifo(QUEUE_BYTES, 8));

    /** @param divider clock cycles of a bit */
    UartModem(int divider) {
        Word cycles = Word.of(divider, 16);
        transmitter.divider.set(cycles);
        transmitter.data.set(sent.data);
        transmitter.valid.set(sent.valid);
        sent.ready.set(transmitter.ready);
        lineTo.set(transmitter.line);
        receiver.divider.set(cycles);
        receiver.line.set(lineFrom);
        received.push.set(receiver.valid);
        received.pushed.set(receiver.data);
        returned.data.set(received.data);
        returned.valid.set(received.valid);
        received.pop.set(received.valid.and(returned.ready));
    }
}
