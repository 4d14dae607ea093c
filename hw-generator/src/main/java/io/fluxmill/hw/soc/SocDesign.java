// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.emit.RegisterDocuments;
import io.fluxmill.hw.hdl.Module;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.hw.pulse.PulseDesign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A pulse-feature system's Verilog and manifest. */
public final class SocDesign {
    /** Elaborated in the place of the hash, which depends on the text. */
    private static final long HASH_PLACE = 0x50C0DE5AL;

    private SocDesign() {}

    /** Generates the design of a configuration. Registers in the manifest have the addresses that the processor sees. */
    public static Design generate(SocConfig config) {
        SocArchitecture architecture = new SocArchitecture(config);
        return design(
                architecture,
                (map, firmware) -> new Soc(architecture, map, firmware),
                new Ports().in("uart_rx", 1).out("uart_tx", 1).out("led", 8),
                List.of());
    }

    /**
     * Generates a top for simulation: the system and, at the other end of its serial line, a modem whose bytes are streams
     * {@code s_axis_uart} (to the system) and {@code m_axis_uart} (from it).
     */
    public static Design harness(SocConfig config) {
        SocArchitecture architecture = new SocArchitecture(config);
        return design(
                architecture,
                (map, firmware) -> new SocHarness(architecture, map, firmware),
                new Ports()
                        .streamIn("s_axis_uart", 8)
                        .streamOut("m_axis_uart", 8, false)
                        .out("led", 8),
                List.of(new Stream("s_axis_uart", "in", 8, false), new Stream("m_axis_uart", "out", 8, false)));
    }

    /** Generates the design of a configuration and writes its files into a directory. */
    public static Manifest write(SocConfig config, Path directory) {
        Design design = generate(config);
        Generator.write(design, directory);
        return design.manifest();
    }

    /** The C header that the firmware is built with: registers of the system, the same for all configurations. */
    static String firmwareHeader() {
        SocArchitecture architecture = new SocArchitecture(SocConfig.defaults("soc"));
        return "/* SPDX-License-Identifier: Apache-2.0 */\n"
                + RegisterDocuments.cHeader(manifest(architecture, "00000000", List.of(), List.of(), null));
    }

    private static Design design(
            SocArchitecture architecture,
            BiFunction<List<Register>, int[], Module> top,
            Ports ports,
            List<Stream> streams) {
        List<Register> map = SocRegisters.of(architecture, HASH_PLACE);
        int[] firmware = Firmware.words();
        Manifest engine = PulseDesign.generate(architecture.config().pulse()).manifest();
        String text = PulseDesign.stamped(
                Rtl.verilog(architecture.config().name(), () -> top.apply(map, firmware)), engine.hash());
        String hash = ConfigHash.of(text);
        String verilog = ConfigHash.stamp(text, HASH_PLACE, hash);
        Stream adc = engine.stream("s_axis_adc");
        ports.streamIn("s_axis_adc", adc.dataBits());
        List<Stream> allStreams = new ArrayList<>(streams);
        allStreams.add(adc);
        return new Design(Lint.header(verilog), manifest(architecture, hash, ports.list(), allStreams, engine));
    }

    /** @param engine the accelerator on its own, or null to leave it out */
    private static Manifest manifest(
            SocArchitecture architecture, String hash, List<Port> ports, List<Stream> streams, Manifest engine) {
        SocConfig config = architecture.config();
        List<Register> registers = new ArrayList<>(
                at(SocArchitecture.REGISTERS_BASE, "", SocRegisters.of(architecture, Long.parseLong(hash, 16))));
        Map<String, Long> parameters = parameters(architecture);
        List<Memory> memories = new ArrayList<>(List.of(
                new Memory("ram", architecture.ramWords(), 32), new Memory("features", config.featureWords(), 33)));
        if (engine != null) {
            registers.addAll(at(SocArchitecture.ENGINE_BASE, "ENGINE_", engine.registers()));
            parameters.putAll(engine.parameters());
            memories.addAll(engine.memories());
        }
        return new Manifest(
                config.name(),
                "pulse-soc",
                hash,
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                null,
                null,
                0,
                ports,
                registers,
                streams,
                memories,
                parameters,
                List.of());
    }

    private static List<Register> at(int base, String prefix, List<Register> registers) {
        return registers.stream()
                .map(r -> new Register(
                        prefix + r.name(), base + r.offset(), r.access(), r.reset(), r.description(), r.fields()))
                .toList();
    }

    private static Map<String, Long> parameters(SocArchitecture architecture) {
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("clockHz", (long) architecture.config().clockHz());
        parameters.put("uartBaud", (long) architecture.config().uartBaud());
        parameters.put("uartDivider", (long) architecture.uartDivider());
        parameters.put("ramBytes", (long) architecture.ramBytes());
        parameters.put("programBase", (long) SocArchitecture.FIRMWARE_BYTES);
        parameters.put("registersBase", (long) SocArchitecture.REGISTERS_BASE);
        parameters.put("engineBase", (long) SocArchitecture.ENGINE_BASE);
        return parameters;
    }
}
