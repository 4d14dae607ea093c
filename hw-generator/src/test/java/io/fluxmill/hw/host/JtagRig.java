// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host;

import io.fluxmill.driver.device.UartLink;
import io.fluxmill.driver.transport.SerialTransport;
import io.fluxmill.driver.transport.jtag.JtagLine;
import io.fluxmill.driver.transport.jtag.JtagRegister;
import io.fluxmill.hw.host.jtag.JtagConfig;
import io.fluxmill.hw.host.jtag.JtagDesign;
import io.fluxmill.hw.parts.HostedEngine;
import java.nio.file.Path;

/** An engine twice in simulation: by itself, and behind the test port of its JTAG link. */
final class JtagRig extends HostRig {
    /** A slow clock, so that the second after which a session is free is few cycles. */
    static final int CLOCK_HZ = 400_000;

    static final int SILENCE_MILLISECONDS = 40;

    JtagRig(HostedEngine engine, Path directory) {
        super(engine, JtagDesign.harness(new JtagConfig(engine.name() + "_jtag", CLOCK_HZ, 512, engine)), directory);
    }

    JtagLine line(JtagRegister register) {
        return JtagLine.open(new SimulatedTap(pins, register), register, SILENCE_MILLISECONDS);
    }

    @Override
    SerialTransport hosted() {
        return UartLink.open(line(JtagRegister.ECP5_ER1), manifest);
    }
}
