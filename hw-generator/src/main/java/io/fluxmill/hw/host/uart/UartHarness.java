// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.hw.hdl.Bit;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Word;
import java.util.List;

/** An engine behind a serial line, and a {@link UartModem} at the other end of it. The line towards the engine is inverted while {@code noise} is 1. */
final class UartHarness extends Module {
    final Word sAxisUartTdata = in(8);
    final Bit sAxisUartTvalid = inBit();
    final Bit sAxisUartTready = outBit();
    final Word mAxisUartTdata = out(8);
    final Bit mAxisUartTvalid = outBit();
    final Bit mAxisUartTready = inBit();
    final Bit noise = inBit();
    final Word led = out(4);

    final UartTop top;
    final UartModem modem;

    UartHarness(UartConfig config, Manifest engine, List<Register> map) {
        top = child(() -> new UartTop(config, engine, map));
        modem = child(() -> new UartModem(config.divider()));
        modem.sAxisUartTdata.set(sAxisUartTdata);
        modem.sAxisUartTvalid.set(sAxisUartTvalid);
        sAxisUartTready.set(modem.sAxisUartTready);
        mAxisUartTdata.set(modem.mAxisUartTdata);
        mAxisUartTvalid.set(modem.mAxisUartTvalid);
        modem.mAxisUartTready.set(mAxisUartTready);
        top.uartRx.set(modem.lineTo.xor(noise));
        modem.lineFrom.set(top.uartTx);
        led.set(top.led);
    }
}
