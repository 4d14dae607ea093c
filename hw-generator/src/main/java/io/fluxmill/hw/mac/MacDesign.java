// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.mac;

import io.fluxmill.core.format.NumberFormat;
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
import io.fluxmill.hw.hdl.Rtl;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A matrix co-processor's Verilog and manifest. */
public final class MacDesign {
    private MacDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(MacConfig config) {
        MacArchitecture architecture = new MacArchitecture(config);
        List<Register> place = MacRegisters.of(ConfigHash.PLACE);
        String text = Rtl.verilog(config.name(), () -> new MatrixCoprocessor(architecture, place));
        String hash = ConfigHash.of(text);
        String verilog = ConfigHash.stamp(text, ConfigHash.PLACE, hash);
        return new Design(Lint.header(verilog), manifest(architecture, hash));
    }

    /** Generates the design of a configuration and writes its files into a directory. */
    public static Manifest write(MacConfig config, Path directory) {
        Design design = generate(config);
        Generator.write(design, directory);
        return design.manifest();
    }

    private static Manifest manifest(MacArchitecture architecture, String hash) {
        MacConfig config = architecture.config();
        return new Manifest(
                config.name(),
                "mac",
                hash,
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                "irq",
                "s_axi",
                MacRegisters.ADDRESS_BITS,
                ports(architecture),
                MacRegisters.of(Long.parseLong(hash, 16)),
                streams(config),
                memories(architecture),
                parameters(architecture),
                architecture.formats().stream().map(NumberFormat::name).toList());
    }

    private static List<Stream> streams(MacConfig config) {
        int word = MacArchitecture.WORD_BITS;
        return List.of(
                new Stream("s_axis_act", "in", word * config.rows(), false),
                new Stream("s_axis_wgt", "in", word * config.columns(), false),
                new Stream("m_axis_res", "out", word * config.columns(), true));
    }

    private static List<Memory> memories(MacArchitecture architecture) {
        MacConfig config = architecture.config();
        int word = MacArchitecture.WORD_BITS;
        return List.of(
                new Memory("activations", 2 * config.activationWords(), word * config.rows()),
                new Memory("weights", config.weightWords(), word * config.columns()),
                new Memory(
                        "parameters",
                        config.parameterTiles(),
                        architecture.parameterBeats() * word * config.columns()));
    }

    private static Map<String, Long> parameters(MacArchitecture architecture) {
        MacConfig config = architecture.config();
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("rows", (long) config.rows());
        parameters.put("columns", (long) config.columns());
        parameters.put("weightWords", (long) config.weightWords());
        parameters.put("activationWords", (long) config.activationWords());
        parameters.put("parameterTiles", (long) config.parameterTiles());
        parameters.put("operandFormats", (long) config.formats().size());
        parameters.put("segmentBits", (long) architecture.segmentBits());
        parameters.put("totalBits", (long) architecture.totalBits());
        parameters.put("multiplierBits", (long) architecture.multiplierBits());
        parameters.put("rescaleBits", (long) config.rescaleBits());
        parameters.put("macLatency", (long) architecture.macLatency());
        parameters.put("outputLatency", (long) architecture.outputLatency());
        return parameters;
    }

    private static List<Port> ports(MacArchitecture architecture) {
        MacConfig config = architecture.config();
        int word = MacArchitecture.WORD_BITS;
        return new Ports()
                .axiLiteSlave("s_axi", MacRegisters.ADDRESS_BITS)
                .streamIn("s_axis_act", word * config.rows())
                .streamIn("s_axis_wgt", word * config.columns())
                .streamOut("m_axis_res", word * config.columns(), true)
                .out("irq", 1)
                .list();
    }
}
