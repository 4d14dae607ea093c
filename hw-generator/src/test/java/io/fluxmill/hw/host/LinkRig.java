// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.SerialLine;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.host.uart.UartDesign;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.simulator.verilator.SimulatedLine;
import java.nio.file.Path;

/** An engine twice in simulation: by itself, and behind the pins of its UART link. */
final class LinkRig extends HostRig {
    /** A slow clock, so that the second after which a session is free is few cycles; 8 clocks a bit. */
    static final int CLOCK_HZ = 80_000;

    static final int BAUD = 10_000;

    /** Longer than an access that is given up. */
    static final int SILENCE_CYCLES = 20_000;

    LinkRig(HostedEngine engine, Path directory) {
        super(
                engine,
                UartDesign.harness(new UartConfig(engine.name() + "_uart", CLOCK_HZ, BAUD, 512, engine)),
                directory);
    }

    /** A line to the pins; closing it leaves the simulation open. */
    SerialLine line() {
        return new SimulatedLine(pins, SILENCE_CYCLES).keptOpen();
    }

    @Override
    SerialTransport hosted() {
        return UartLink.open(line(), manifest);
    }
}
