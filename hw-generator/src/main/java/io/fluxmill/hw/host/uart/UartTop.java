// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Contract;
import io.fluxmill.hw.hdl.Word;
import io.fluxmill.hw.host.link.LinkTop;
import io.fluxmill.hw.parts.UartReceiver;
import io.fluxmill.hw.parts.UartTransmitter;

/** An engine behind a serial line. */
@Contract(
        """
        An engine behind a serial line: requests and answers are frames of bytes, 8 data bits, no parity, one stop
        bit.
        in:  uart_rx. out: uart_tx.
        out: led: bit 0 session open, 1 engine runs, 2 interrupt of the engine, 3 a frame was dropped since reset.
        The engine's registers are described in the .md file of the design. The engine's clock runs only for an access
        or a run. reset is synchronous, resets the engine, too, closes the session and empties the queues.
        """)
final class UartTop extends LinkTop {
    final Bit uartRx = inBit();
    final Bit uartTx = outBit();
    final Word led = out(4);

    final UartReceiver uartReceiver;
    final UartTransmitter uartTransmitter;

    UartTop(UartConfig config, Manifest manifest, RegisterMap map) {
        super(config, manifest, map);
        led.set(lights());
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(config.divider());
        Word divider = Word.of(config.divider(), bits);
        uartReceiver = child(() -> new UartReceiver(bits));
        uartTransmitter = child(() -> new UartTransmitter(bits));
        uartReceiver.line.set(uartRx);
        uartReceiver.divider.set(divider);
        receiver.data.set(uartReceiver.data);
        receiver.valid.set(uartReceiver.valid);
        receiver.faulty.set(uartReceiver.frameError);
        uartTransmitter.divider.set(divider);
        uartTransmitter.data.set(sender.data);
        uartTransmitter.valid.set(sender.valid);
        sender.ready.set(uartTransmitter.ready);
        uartTx.set(uartTransmitter.line);
    }
}
