// SPDX-License-Identifier: Apache-2.0
package io.fluxmill.cli.sfq;

import io.fluxmill.core.config.ConfigNode;
import io.fluxmill.core.config.InputException;
import io.fluxmill.hw.sfq.SfqConfig;
import io.fluxmill.netlist.cell.CellLibrary;
import io.fluxmill.netlist.read.NetlistDesign;
import io.fluxmill.netlist.read.NetlistReader;
import io.fluxmill.netlist.timing.NetlistRules;
import io.fluxmill.quantizer.sfq.map.SfqCircuit;
import io.fluxmill.quantizer.sfq.map.SfqMapping;
import io.fluxmill.quantizer.sfq.read.SfqNetworkFile;

/**
 * The section {@code engine} of an SFQ configuration: an emulator of a netlist that is written out or mapped from a network.
 *
 * @param circuit of the network, or null
 * @param design of the netlist that is written out, or null
 */
record SfqSource(SfqConfig engine, SfqCircuit circuit, NetlistDesign design) {
    /** @throws InputException if a key breaks its rule, or the netlist one of {@link NetlistRules} */
    static SfqSource from(ConfigNode section) {
        if (section.has("network")) {
            SfqCircuit[] circuit = new SfqCircuit[1];
            SfqConfig engine = SfqConfig.from(section, (node, library) -> {
                circuit[0] = map(node, library);
                return circuit[0].netlist();
            });
            return new SfqSource(engine, circuit[0], null);
        }
        NetlistDesign[] design = new NetlistDesign[1];
        SfqConfig engine = SfqConfig.from(section, (node, library) -> {
            design[0] = NetlistReader.design(node.node("netlist"), library);
            return design[0].netlist();
        });
        require(section, design[0]);
        return new SfqSource(engine, null, design[0]);
    }

    private static SfqCircuit map(ConfigNode section, CellLibrary library) {
        int seed = section.integer("seed", 0, Integer.MAX_VALUE, 1);
        try {
            return SfqMapping.map(SfqNetworkFile.read(section.existingFile("network")), library, seed);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    section.file() + ":" + section.line("network") + ": " + e.getMessage(),
                    "choose another library or change the network");
        }
    }

    private static void require(ConfigNode section, NetlistDesign design) {
        try {
            if (design.timing().isPresent()) {
                NetlistRules.require(design.netlist(), design.timing().get());
            } else {
                NetlistRules.require(design.netlist());
            }
        } catch (InputException e) {
            throw new InputException(
                    section.file() + ":" + section.line("netlist") + ": " + e.getMessage(), e.remedy());
        }
    }
}
