// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.pulse;

import io.fluxmill.emit.Design;
import io.fluxmill.emit.Generator;
import io.fluxmill.emit.Lint;
import io.fluxmill.hdl.Rtl;
import io.fluxmill.manifest.Manifest;
import io.fluxmill.manifest.Manifest.Memory;
import io.fluxmill.manifest.Manifest.Port;
import io.fluxmill.manifest.Manifest.Register;
import io.fluxmill.manifest.Manifest.Stream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** A pulse-feature accelerator's Verilog and manifest. */
public final class PulseDesign {
    /** Elaborated in the place of the hash, which depends on the text. */
    static final long HASH_PLACE = 0x5A17C0DEL;

    /** Bits of a channel in a beat of s_axis_adc. */
    static final int ADC_LANE_BITS = 16;

    private PulseDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(PulseConfig config) {
        PulseArchitecture architecture = new PulseArchitecture(config);
        List<Register> place = PulseRegisters.of(config, HASH_PLACE);
        String text = Rtl.verilog(config.name(), () -> new PulseProcessor(architecture, place));
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        String hash = String.format("%08x", crc.getValue());
        return new Design(Lint.header(stamped(text, hash)), manifest(config, hash));
    }

    /** Verilog that contains an accelerator, with the hash of its configuration in its place. */
    public static String stamped(String verilog, String hash) {
        return verilog.replace(String.format("32'h%08x", HASH_PLACE), "32'h" + hash);
    }

    /** Generates the design of a configuration and writes its files into a directory. */
    public static Manifest write(PulseConfig config, Path directory) {
        Design design = generate(config);
        Generator.write(design, directory);
        return design.manifest();
    }

    private static Manifest manifest(PulseConfig config, String hash) {
        return new Manifest(
                config.name(),
                "pulse",
                hash,
                List.of(config.name() + ".v"),
                "clk",
                "reset",
                "irq",
                "s_axi",
                PulseRegisters.ADDRESS_BITS,
                ports(config),
                PulseRegisters.of(config, Long.parseLong(hash, 16)),
                List.of(
                        new Stream("s_axis_adc", "in", ADC_LANE_BITS * config.channels(), false),
                        new Stream("m_axis_feat", "out", 32, true)),
                memories(config),
                parameters(config),
                List.of());
    }

    private static List<Memory> memories(PulseConfig config) {
        List<Memory> memories = new ArrayList<>();
        memories.add(new Memory(
                "events", config.channels() * config.eventBuffers() * config.windowSamples(), config.adcBits()));
        if (config.network()) {
            int lanes = config.arithmeticUnits() * config.multipliers();
            memories.add(new Memory("weights", config.weightWords(), Byte.SIZE * lanes));
            memories.add(new Memory("elements", config.elements(), config.activationBits() + 1));
        }
        if (config.classical()) {
            memories.add(new Memory(
                    "filter", config.phaseBanks() * config.filterSamples(), 2 * OptimalFilter.COEFFICIENT_BITS));
        }
        return memories;
    }

    private static Map<String, Long> parameters(PulseConfig config) {
        Map<String, Long> parameters = new LinkedHashMap<>();
        parameters.put("channels", (long) config.channels());
        parameters.put("engines", (long) config.engines());
        parameters.put("adcBits", (long) config.adcBits());
        parameters.put("windowSamples", (long) config.windowSamples());
        parameters.put("eventBuffers", (long) config.eventBuffers());
        parameters.put("network", config.network() ? 1L : 0L);
        parameters.put("classical", config.classical() ? 1L : 0L);
        if (config.network()) {
            parameters.put("processingElements", (long) config.processingElements());
            parameters.put("arithmeticUnits", (long) config.arithmeticUnits());
            parameters.put("multipliers", (long) config.multipliers());
            parameters.put("activationBits", (long) config.activationBits());
            parameters.put("elements", (long) config.elements());
            parameters.put("weightWords", (long) config.weightWords());
            parameters.put("parameterRows", (long) config.parameterRows());
            parameters.put("maxLayers", (long) PulseArchitecture.MAX_LAYERS);
        }
        if (config.classical()) {
            parameters.put("filterSamples", (long) config.filterSamples());
            parameters.put("phaseBanks", (long) config.phaseBanks());
        }
        return parameters;
    }

    private static List<Port> ports(PulseConfig config) {
        int address = PulseRegisters.ADDRESS_BITS;
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
                in("s_axis_adc_tdata", ADC_LANE_BITS * config.channels()),
                in("s_axis_adc_tvalid", 1),
                out("s_axis_adc_tready", 1),
                out("m_axis_feat_tdata", 32),
                out("m_axis_feat_tlast", 1),
                out("m_axis_feat_tvalid", 1),
                in("m_axis_feat_tready", 1),
                out("irq", 1));
    }

    private static Port in(String name, int widthBits) {
        return new Port(name, "in", widthBits);
    }

    private static Port out(String name, int widthBits) {
        return new Port(name, "out", widthBits);
    }
}
