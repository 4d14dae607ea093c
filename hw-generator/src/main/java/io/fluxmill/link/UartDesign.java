// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.link;

import io.fluxmill.emit.Design;
import io.fluxmill.emit.Ports;
import io.fluxmill.hdl.Module;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.Manifest.Memory;
import io.fluxmill.manifest.Manifest.Register;
import io.fluxmill.manifest.Manifest.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Verilog and manifest of an engine behind a serial line. */
public final class UartDesign {
    private UartDesign() {}

    /**
     * Generates the design of a configuration. Its manifest has the engine's registers and streams, which are reached through the link, and no
     * bus of its own.
     */
    public static Design generate(UartConfig config) {
        Manifest engine = config.engine().generate().manifest();
        Ports ports = new Ports().in("uart_rx", 1).out("uart_tx", 1).out("led", 4);
        return design(config, engine, (map, manifest) -> new UartTop(config, manifest, map), ports, engine.streams());
    }

    /**
     * Generates a top for simulation: the design and, at the other end of its serial line, a modem whose bytes are streams {@code s_axis_uart} (to
     * the design) and {@code m_axis_uart} (from it); {@code noise} inverts the line to the design.
     */
    public static Design harness(UartConfig config) {
        Manifest engine = config.engine().generate().manifest();
        Ports ports = new Ports()
                .streamIn("s_axis_uart", 8)
                .streamOut("m_axis_uart", 8, false)
                .in("noise", 1)
                .out("led", 4);
        return design(
                config,
                engine,
                (map, manifest) -> new UartHarness(config, manifest, map),
                ports,
                List.of(new Stream("s_axis_uart", "in", 8, false), new Stream("m_axis_uart", "out", 8, false)));
    }

    private static Design design(
            UartConfig config,
            Manifest engine,
            BiFunction<List<Register>, Manifest, Module> top,
            Ports ports,
            List<Stream> streams) {
        long engineHash = Long.parseLong(engine.hash(), 16);
        int count = engine.streams().size();
        List<Register> place = LinkRegisters.of(config, count, HostedDesign.HASH_PLACE, engineHash);
        HostedDesign hosted = HostedDesign.of(config.name(), engine, () -> top.apply(place, engine));
        String hash = hosted.hash();
        List<Register> registers = new ArrayList<>(engine.registers());
        registers.addAll(LinkRegisters.of(config, count, Long.parseLong(hash, 16), engineHash));
        Manifest manifest = new Manifest(
                config.name(),
                "uart",
                hash,
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                null,
                null,
                0,
                ports.list(),
                registers,
                streams,
                memories(config, engine),
                parameters(config, engine),
                engine.formats());
        return new Design(hosted.verilog(), manifest);
    }

    private static List<Memory> memories(UartConfig config, Manifest engine) {
        List<Memory> memories = new ArrayList<>(engine.memories());
        memories.add(new Memory("link_request", config.bufferBytes(), 8));
        memories.add(new Memory("link_answer", config.bufferBytes(), 8));
        engine.streams().forEach(s -> memories.add(new Memory("link_" + s.name(), config.bufferBytes(), 8)));
        return memories;
    }

    private static Map<String, Long> parameters(UartConfig config, Manifest engine) {
        Map<String, Long> parameters = new LinkedHashMap<>(engine.parameters());
        parameters.put("clockHz", (long) config.clockHz());
        parameters.put("uartBaud", (long) config.baud());
        parameters.put("uartDivider", (long) config.divider());
        parameters.put("linkBufferBytes", (long) config.bufferBytes());
        return parameters;
    }
}
