// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.link;

import io.fluxmill.hdl.Bit;
import io.fluxmill.hdl.Module;
import io.fluxmill.hdl.Word;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.Manifest.Register;
import io.fluxmill.soc.Fifo;
import io.fluxmill.soc.UartReceiver;
import io.fluxmill.soc.UartTransmitter;
import java.util.List;

/**
 * An engine behind a serial line, and a modem at the other end of it, for simulation: bytes of {@code s_axis_uart} go to {@code uart_rx} and
 * bytes from {@code uart_tx} come from {@code m_axis_uart}, bit by bit over the line. The line towards the engine is inverted while {@code noise}
 * is 1. Bytes wait in a queue while nobody takes them.
 */
final class UartHarness extends Module {
    private static final int QUEUE_BYTES = 16_384;

    final Word sAxisUartTdata = in(8);
    final Bit sAxisUartTvalid = inBit();
    final Bit sAxisUartTready = outBit();
    final Word mAxisUartTdata = out(8);
    final Bit mAxisUartTvalid = outBit();
    final Bit mAxisUartTready = inBit();
    final Bit noise = inBit();
    final Word led = out(4);

    final UartTop top;
    final UartTransmitter transmitter = child(UartTransmitter::new);
    final UartReceiver receiver = child(UartReceiver::new);
    final Fifo received = child(() -> new Fifo(QUEUE_BYTES, 8));

    UartHarness(UartConfig config, Manifest engine, List<Register> map) {
        top = child(() -> new UartTop(config, engine, map));
        Word divider = Word.of(config.divider(), 16);
        transmitter.divider.set(divider);
        transmitter.data.set(sAxisUartTdata);
        transmitter.valid.set(sAxisUartTvalid);
        sAxisUartTready.set(transmitter.ready);
        top.uartRx.set(transmitter.line.xor(noise));
        receiver.divider.set(divider);
        receiver.line.set(top.uartTx);
        received.push.set(receiver.valid);
        received.pushed.set(receiver.data);
        mAxisUartTdata.set(received.data);
        mAxisUartTvalid.set(received.valid);
        received.pop.set(received.valid.and(mAxisUartTready));
        led.set(top.led);
    }
}
