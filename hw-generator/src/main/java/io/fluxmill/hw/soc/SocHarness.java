// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.parts.Fifo;
import io.fluxmill.hw.parts.UartReceiver;
import io.fluxmill.hw.parts.UartTransmitter;

/**
 * The system on chip with a modem at its serial line, for simulation: bytes of {@code s_axis_uart} go to {@code uart_rx} and bytes from
 * {@code uart_tx} come from {@code m_axis_uart}, bit by bit over the line. Bytes wait in a queue while nobody takes them.
 */
@Contract(
        """
        For simulation: the system with the far end of its serial line.
        in:  s_axis_uart: bytes that go to the system; the system's own streams.
        out: m_axis_uart: bytes from the system, which wait in a queue while nobody takes them; led.
        """)
final class SocHarness extends Module {
    /** Two of the protocol's longest frames. */
    private static final int QUEUE_BYTES = 4096;

    final AxiStream toSoc = streamIn("s_axis_uart", 8);
    final AxiStream fromSoc = streamOut("m_axis_uart", 8);
    final Word led = out(8);

    final Soc soc;
    final UartTransmitter transmitter = child(UartTransmitter::new);
    final UartReceiver receiver = child(UartReceiver::new);
    final Fifo received = child(() -> new Fifo(QUEUE_BYTES, 8));

    SocHarness(SocArchitecture architecture, SocContents contents, RegisterMap map, int[] firmware) {
        soc = child(() -> contents.module(architecture, map, firmware));
        Word divider = Word.of(architecture.uartDivider(), 16);
        transmitter.divider.set(divider);
        transmitter.data.set(toSoc.data);
        transmitter.valid.set(toSoc.valid);
        toSoc.ready.set(transmitter.ready);
        soc.uartRx.set(transmitter.line);
        receiver.divider.set(divider);
        receiver.line.set(soc.uartTx);
        received.push.set(receiver.valid);
        received.pushed.set(receiver.data);
        fromSoc.data.set(received.data);
        fromSoc.valid.set(received.valid);
        received.pop.set(received.valid.and(fromSoc.ready));
        led.set(soc.led);
        soc.pins().forEach(pin -> pin.connect(streamIn(pin.name(), pin.data.width())));
    }
}
