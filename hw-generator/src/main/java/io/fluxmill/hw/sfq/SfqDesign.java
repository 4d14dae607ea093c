// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.hw.sfq;

import io.fluxmill.core.manifest.Design;
import io.fluxmill.core.manifest.Manifest;
import io.fluxmill.hw.emit.ConfigHash;
import io.fluxmill.hw.emit.Elaboration;
import io.fluxmill.netlist.cell.Netlist;
import java.util.LinkedHashMap;
import java.util.Map;

/** An SFQ emulator's Verilog and manifest. */
public final class SfqDesign {
    private SfqDesign() {}

    /** Generates the design of a configuration. */
    public static Design generate(SfqConfig config) {
        SfqArchitecture architecture = new SfqArchitecture(config);
        String configuration = config.quantum() + " " + config.queueWords() + "\n" + NetlistText.of(config.netlist());
        Elaboration elaboration = Elaboration.of(
                config.name(), "sfq", configuration, () -> new SfqEmulator(architecture), ConfigHash.PLACE, Map.of());
        Manifest manifest = elaboration
                .manifest()
                .memory("stimuli", config.queueWords(), SfqArchitecture.RECORD_BITS)
                .memory("events", config.queueWords(), SfqArchitecture.RECORD_BITS)
                .parameters(parameters(architecture))
                .build();
        return new Design(elaboration.verilog(), manifest, views(config));
    }

    /** The circuit itself, which the emulator only imitates, in the library's own quanta: structural Verilog and, if possible, SPICE. */
    private static Map<String, String> views(SfqConfig config) {
        Netlist netlist = config.netlist();
        Map<String, String> views = new LinkedHashMap<>();
        views.put(config.name() + ".cells.v", StructuralVerilog.of(netlist));
        if (SpiceDeck.possible(netlist)) {
            views.put(config.name() + ".cir", SpiceDeck.of(netlist, Map.of(), 0).text());
        }
        return views;
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
}
