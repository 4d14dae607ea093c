// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.AxiStream;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;

/** An engine behind a serial line, and a {@link UartModem} at the other end of it. The line towards the engine is inverted while {@code noise} is 1. */
@Contract(
        """
        For simulation: an engine behind a serial line, and the far end of that line.
        in:  s_axis_uart: bytes to the engine; noise: inverts the line to the engine while it is 1.
        out: m_axis_uart: bytes from the engine; led: see the inner module. Bytes wait in a queue while nobody takes
             them.
        """)
final class UartHarness extends Module {
    final AxiStream sent = streamIn("s_axis_uart", 8);
    final AxiStream returned = streamOut("m_axis_uart", 8);
    final Bit noise = inBit();
    final Word led = out(4);

    final UartTop top;
    final UartModem modem;

    UartHarness(UartConfig config, Manifest engine, RegisterMap map) {
        top = child(() -> new UartTop(config, engine, map));
        modem = child(() -> new UartModem(config.divider()));
        modem.sent.connect(sent);
        returned.connect(modem.returned);
        top.uartRx.set(modem.lineTo.xor(noise));
        modem.lineFrom.set(top.uartTx);
        led.set(top.led);
    }
}
