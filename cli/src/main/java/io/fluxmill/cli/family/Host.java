// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.family;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.hw.emit.EngineConfig;
import io.fluxmill.hw.host.bus.BusConfig;
import io.fluxmill.hw.host.jtag.JtagConfig;
import io.fluxmill.hw.host.uart.UartConfig;
import io.fluxmill.hw.parts.HostedEngine;
import io.fluxmill.hw.soc.EngineSocConfig;
import io.fluxmill.hw.soc.PulseSocConfig;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What stands around an engine: a serial link, a bus, JTAG, or a processor system. A configuration names it where others name the family; the engine is
 * in its section {@code engine}, or {@code pulse} for the processor system of pulses.
 *
 * @param name value of the key {@code engine.family}
 * @param inner key of the section that describes the engine
 * @param family of the engine where only one can be there, or null
 * @param design from the host's section and the engine in it
 */
public record Host(
        String name, String inner, String family, BiFunction<ConfigNode, HostedEngine, EngineConfig> design) {
    static final Host UART = new Host("uart", "engine", null, UartConfig::from);

    static final List<Host> ALL = List.of(
            new Host("pulse-soc", "pulse", "pulse", (node, engine) -> PulseSocConfig.from(node)),
            new Host("soc", "engine", null, EngineSocConfig::from),
            UART,
            new Host("axi", "engine", null, BusConfig::from),
            new Host("jtag", "engine", null, JtagConfig::from));
}
