// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.core.manifest.Manifest.Memory;
import io.fluxmill.core.manifest.Manifest.Port;
import io.fluxmill.core.manifest.Manifest.Register;
import io.fluxmill.core.manifest.Manifest.Stream;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Design;
import io.fluxmill.hw.emit.Lint;
import io.fluxmill.hw.emit.Ports;
import io.fluxmill.hw.hdl.Rtl;
import io.fluxmill.netlist.cell.Netlist;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An SFQ emulator's Verilog and manifest. */
public final class SfqDesign {
    private SfqDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(SfqConfig config) {
        SfqArchitecture architecture = new SfqArchitecture(config);
        List<Register> place = SfqRegisters.of(ConfigHash.PLACE);
        String text = Rtl.verilog(config.name(), () -> new SfqEmulator(architecture, place));
        String hash = ConfigHash.of(text);
        String verilog = ConfigHash.stamp(text, ConfigHash.PLACE, hash);
        return new Design(Lint.header(verilog), manifest(architecture, hash), views(config));
    }

    /** The circuit itself, which the emulator only imitates, in the library's own quanta: structural Verilog and, where it can be, SPICE. */
    private static Map<String, String> views(SfqConfig config) {
        Netlist netlist = config.netlist();
        Map<String, String> views = new LinkedHashMap<>();
        views.put(config.name() + ".cells.v", StructuralVerilog.of(netlist));
        if (SpiceDeck.possible(netlist)) {
            views.put(config.name() + ".cir", SpiceDeck.of(netlist, Map.of(), 0).text());
        }
        return views;
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
        return new Ports()
                .axiLiteSlave("s_axi", SfqRegisters.ADDRESS_BITS)
                .streamIn("s_axis_stim", SfqArchitecture.RECORD_BITS)
                .streamOut("m_axis_puls", SfqArchitecture.RECORD_BITS, false)
                .out("irq", 1)
                .list();
    }
}
