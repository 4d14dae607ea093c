// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.parts.HostedEngine;

/** What a user chooses for a system on chip; docs/soc.md has the tables. */
public sealed interface SocConfig extends EngineConfig permits PulseSocConfig, EngineSocConfig {
    /** What configuration and manifest call this kind of system. */
    String family();

    /** On-chip RAM in KiB, a power of two, 16 to 256; its first 8 KiB are the firmware's. */
    int ramKib();

    /** Frequency that the design will be clocked with. */
    int clockHz();

    /** Bit rate of the serial line after reset. */
    int uartBaud();

    /** The engine beside the processor. */
    HostedEngine engine();

    @Override
    default Design generate() {
        return SocDesign.generate(this);
    }
}
