// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.mac;

import io.fluxmill.emit.Design;
import io.fluxmill.emit.Generator;
import io.fluxmill.emit.Lint;
import io.fluxmill.format.NumberFormat;
import io.fluxmill.hdl.Rtl;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.Manifest.Memory;
import io.fluxmill.manifest.Manifest.Port;
import io.fluxmill.manifest.Manifest.Register;
import io.fluxmill.manifest.Manifest.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** A matrix co-processor's Verilog and manifest. */
public final class MacDesign {
    /** Elaborated in the place of the hash, which depends on the text. */
    private static final long HASH_PLACE = 0x5A17C0DEL;

    private MacDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(MacConfig config) {
        MacArchitecture architecture = new MacArchitecture(config);
        List<Register> place = MacRegisters.of(HASH_PLACE);
        String text = Rtl.verilog(config.name(), () -> new MatrixCoprocessor(architecture, place));
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        String hash = String.format("%08x", crc.getValue());
        String verilog = text.replace(String.format("32'h%08x", HASH_PLACE), "32'h" + hash);
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
                memories(config),
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

    private static List<Memory> memories(MacConfig config) {
        int word = MacArchitecture.WORD_BITS;
        return List.of(
                new Memory("activations", 2 * config.activationWords(), word * config.rows()),
                new Memory("weights", config.weightWords(), word * config.columns()),
                new Memory("parameters", config.parameterTiles(), WeightLoader.FIELDS * word * config.columns()));
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
        parameters.put("multiplierBits", (long) architecture.multiplierBits());
        parameters.put("macLatency", (long) architecture.macLatency());
        parameters.put("outputLatency", (long) architecture.outputLatency());
        return parameters;
    }

    private static List<Port> ports(MacArchitecture architecture) {
        MacConfig config = architecture.config();
        int address = MacRegisters.ADDRESS_BITS;
        int word = MacArchitecture.WORD_BITS;
        return List.of(
                in("clk", 1),
                in("reset", 1),
                in("s_axi_awaddr", address),
                in("s_axi_awvalid", 1),
                out("s_axi_awready", 1),
                in("s_axi_wdata", 32),
                in("s_axi_wstrb", 4),
                in("s_axi_wvalid", 1),
                out("s_axi_wready", 1),
                out("s_axi_bresp", 2),
                out("s_axi_bvalid", 1),
                in("s_axi_bready", 1),
                in("s_axi_araddr", address),
                in("s_axi_arvalid", 1),
                out("s_axi_arready", 1),
                out("s_axi_rdata", 32),
                out("s_axi_rresp", 2),
                out("s_axi_rvalid", 1),
                in("s_axi_rready", 1),
                in("s_axis_act_tdata", word * config.rows()),
                in("s_axis_act_tvalid", 1),
                out("s_axis_act_tready", 1),
                in("s_axis_wgt_tdata", word * config.columns()),
                in("s_axis_wgt_tvalid", 1),
                out("s_axis_wgt_tready", 1),
                out("m_axis_res_tdata", word * config.columns()),
                out("m_axis_res_tlast", 1),
                out("m_axis_res_tvalid", 1),
                in("m_axis_res_tready", 1),
                out("irq", 1));
    }

    private static Port in(String name, int widthBits) {
        return new Port(name, "in", widthBits);
    }

    private static Port out(String name, int widthBits) {
        return new Port(name, "out", widthBits);
    }
}
