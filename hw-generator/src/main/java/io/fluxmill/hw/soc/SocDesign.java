// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.soc;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.RegisterMap;
import io.fluxmill.core.protocol.SocCommand;
import io.fluxmill.core.protocol.SocLayout;
import io.fluxmill.core.protocol.SocStatus;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.hw.emit.Generator;
import io.fluxmill.hw.emit.RegisterDocuments;
import io.fluxmill.hw.hdl.Module;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Verilog and manifest of a system on chip. */
public final class SocDesign {
    /** Elaborated in the place of the hash, which depends on the text. */
    private static final long HASH_PLACE = 0x50C0DE5AL;

    private SocDesign() {}

    /**
     * Generates the design of a configuration. Registers in the manifest have the addresses that the processor sees. Streams in it that are no ports are
     * moved by the processor.
     */
    public static Design generate(SocConfig config) {
        return design(config, contents -> contents::module);
    }

    /**
     * Generates a top for simulation: the system and, at the other end of its serial line, a modem whose bytes are streams
     * {@code s_axis_uart} (to the system) and {@code m_axis_uart} (from it).
     */
    public static Design harness(SocConfig config) {
        return design(
                config,
                contents -> (architecture, map, firmware) -> new SocHarness(architecture, contents, map, firmware));
    }

    /** Generates the design of a configuration and writes its files into a directory. */
    public static Manifest write(SocConfig config, Path directory) {
        Design design = generate(config);
        Generator.write(design, directory);
        return design.manifest();
    }

    /** The C header that the firmware is built with: registers of the system, the same for all configurations, and the loader's protocol. */
    static String firmwareHeader() {
        PulseSocConfig config = PulseSocConfig.defaults("soc");
        String registers = RegisterDocuments.registerDefines(
                system(Manifest.builder("soc", config.family()), config, new PulseContents(config), 0)
                        .build());
        return "/* SPDX-License-Identifier: Apache-2.0 */\n/* Registers and protocol of the system on chip, generated. */\n"
                + "#ifndef SOC_H\n#define SOC_H\n" + registers + protocol() + "\n#endif\n";
    }

    /** Frames and addresses of the loader's protocol as C. */
    private static String protocol() {
        StringBuilder text = new StringBuilder("\n/* The loader's protocol: docs/soc.md. */\n");
        for (SocCommand command : SocCommand.values()) {
            define(text, "COMMAND_" + command, command.code());
        }
        define(text, "ANSWER", SocCommand.ANSWER);
        for (SocStatus status : SocStatus.values()) {
            define(text, "STATUS_" + status, status.code());
        }
        define(text, "SYNC", SocLayout.SYNC);
        define(text, "HEADER_BYTES", SocLayout.HEADER_BYTES);
        define(text, "CRC_BYTES", SocLayout.CRC_BYTES);
        define(text, "PAYLOAD_BYTES", Integer.BYTES * SocLayout.MAX_WORDS);
        define(text, "PROTOCOL_VERSION", SocLayout.VERSION);
        define(text, "PROGRAMS", SocLayout.PROGRAMS);
        define(text, "REGISTERS", SocLayout.REGISTERS);
        define(text, "ENGINE", SocLayout.ENGINE);
        return text.toString();
    }

    private static void define(StringBuilder text, String name, int value) {
        text.append(String.format("#define SOC_%s 0x%xu\n", name, value));
    }

    private interface Top {
        Module of(SocArchitecture architecture, RegisterMap map, int[] firmware);
    }

    private static Design design(SocConfig config, Function<SocContents, Top> kind) {
        Manifest engine = config.engine().generate().manifest();
        SocArchitecture architecture = new SocArchitecture(config);
        SocContents contents = contents(config, engine);
        RegisterMap map = SocRegisters.of(architecture, contents, HASH_PLACE);
        int[] firmware = Firmware.words();
        Top top = kind.apply(contents);
        Elaboration elaboration = Elaboration.of(
                config.name(),
                config.family(),
                parameters(architecture) + " " + contents.choices() + " " + Arrays.toString(firmware),
                () -> top.of(architecture, map, firmware),
                HASH_PLACE,
                Map.of(ConfigHash.PLACE, engine.hash()));
        boolean harness = !elaboration.interfaces().streams().isEmpty();
        return elaboration.design(manifest -> system(manifest, config, contents, elaboration.hashValue())
                .registers(at(SocArchitecture.ENGINE_BASE, "ENGINE_", engine.registers()))
                .streams(harness ? List.of() : contents.streams())
                .memories(engine.memories())
                .parameters(engine.parameters())
                .formats(engine.formats()));
    }

    private static SocContents contents(SocConfig config, Manifest engine) {
        return config instanceof PulseSocConfig pulse
                ? new PulseContents(pulse)
                : new EngineContents((EngineSocConfig) config, engine.streams());
    }

    /** What all systems share, without the engine. */
    private static Manifest.Builder system(
            Manifest.Builder manifest, SocConfig config, SocContents contents, long hash) {
        SocArchitecture architecture = new SocArchitecture(config);
        return manifest.registers(at(
                        SocArchitecture.REGISTERS_BASE,
                        "",
                        SocRegisters.of(architecture, contents, hash).registers()))
                .memory("ram", architecture.ramWords(), 32)
                .memories(contents.memories())
                .parameters(parameters(architecture));
    }

    private static List<Register> at(int base, String prefix, List<Register> registers) {
        return registers.stream()
                .map(r -> r.moved(prefix + r.name(), base + r.offset()))
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
