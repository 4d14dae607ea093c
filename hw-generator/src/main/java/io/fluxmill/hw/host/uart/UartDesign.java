// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.host.uart;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.host.link.LinkDesign;
import java.util.LinkedHashMap;
import java.util.Map;

/** Verilog and manifest of an engine behind a serial line. */
public final class UartDesign {
    private UartDesign() {}

    /**
     * Generates the design of a configuration. Its manifest has the engine's registers and streams, which are reached through the link, and no
     * bus of its own.
     */
    public static Design generate(UartConfig config) {
        Manifest engine = config.engine().generate().manifest();
        return LinkDesign.of(
                config, "uart", engine, (map, manifest) -> new UartTop(config, manifest, map), parameters(config));
    }

    /**
     * Generates a top for simulation: the design and, at the other end of its serial line, a modem whose bytes are streams {@code s_axis_uart} (to
     * the design) and {@code m_axis_uart} (from it); {@code noise} inverts the line to the design.
     */
    public static Design harness(UartConfig config) {
        Manifest engine = config.engine().generate().manifest();
        return LinkDesign.of(
                config, "uart", engine, (map, manifest) -> new UartHarness(config, manifest, map), parameters(config));
    }

    /**
     * Verilog of the modem alone, module {@code name}: {@code line_to} and {@code line_from} are the serial line, streams {@code s_axis_uart} and
     * {@code m_axis_uart} its bytes. All its modules have the name as a prefix.
     */
    public static String modem(String name, int divider) {
        return Lint.header(Rtl.verilog(name, () -> new UartModem(divider)));
    }

    private static Map<String, Long> parameters(UartConfig config) {
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("clockHz", (long) config.clockHz());
        parameters.put("uartBaud", (long) config.baud());
        parameters.put("uartDivider", (long) config.divider());
        parameters.put("linkBufferBytes", (long) config.bufferBytes());
        return parameters;
    }
}
