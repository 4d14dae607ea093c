// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.sfq;

import io.fluxmill.emit.Design;
import io.fluxmill.emit.Lint;
import io.fluxmill.hdl.Rtl;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.Manifest.Memory;
import io.fluxmill.manifest.Manifest.Port;
import io.fluxmill.manifest.Manifest.Register;
import io.fluxmill.manifest.Manifest.Stream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** An SFQ emulator's Verilog and manifest. */
public final class SfqDesign {
    /** Elaborated in the place of the hash, which depends on the text. */
    private static final long HASH_PLACE = 0x5A17C0DEL;

    private SfqDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(SfqConfig config) {
        SfqArchitecture architecture = new SfqArchitecture(config);
        List<Register> place = SfqRegisters.of(HASH_PLACE);
        String text = Rtl.verilog(config.name(), () -> new PulseEmulator(architecture, place));
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        String hash = String.format("%08x", crc.getValue());
        String verilog = text.replace(String.format("32'h%08x", HASH_PLACE), "32'h" + hash);
        return new Design(Lint.header(verilog), manifest(architecture, hash));
    }

    private static Manifest manifest(SfqArchitecture architecture, String hash) {
        SfqConfig config = architecture.config();
        return new Manifest(
                config.name(),
                "sfq",
                hash,
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                "irq",
                "s_axi",
                SfqRegisters.ADDRESS_BITS,
                ports(),
                SfqRegisters.of(Long.parseLong(hash, 16)),
                List.of(
                        new Stream("s_axis_stim", "in", SfqArchitecture.RECORD_BITS, false),
                        new Stream("m_axis_puls", "out", SfqArchitecture.RECORD_BITS, false)),
                List.of(
                        new Memory("stimuli", config.queueWords(), SfqArchitecture.RECORD_BITS),
                        new Memory("events", config.queueWords(), SfqArchitecture.RECORD_BITS)),
                parameters(architecture),
                List.of());
    }

    private static Map<String, Long> parameters(SfqArchitecture architecture) {
        SfqConfig config = architecture.config();
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("inputs", (long) architecture.netlist().inputs().size());
        parameters.put("outputs", (long) architecture.netlist().outputs().size());
        parameters.put("instances", (long) architecture.netlist().instances().size());
        parameters.put("flags", (long) architecture.netlist().flags().size());
        parameters.put("gates", (long) architecture.netlist().gated().size());
        parameters.put("quantumFemtoseconds", 100L * config.quantum());
        parameters.put("queueWords", (long) config.queueWords());
        return parameters;
    }

    private static List<Port> ports() {
        int address = SfqRegisters.ADDRESS_BITS;
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
                in("s_axis_stim_tdata", SfqArchitecture.RECORD_BITS),
                in("s_axis_stim_tvalid", 1),
                out("s_axis_stim_tready", 1),
                out("m_axis_puls_tdata", SfqArchitecture.RECORD_BITS),
                out("m_axis_puls_tvalid", 1),
                in("m_axis_puls_tready", 1),
                out("irq", 1));
    }

    private static Port in(String name, int widthBits) {
        return new Port(name, "in", widthBits);
    }

    private static Port out(String name, int widthBits) {
        return new Port(name, "out", widthBits);
    }
}
